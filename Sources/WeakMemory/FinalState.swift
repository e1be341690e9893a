/// What an execution leaves behind: what a predicate may ask about.
public struct FinalState {
  let execution: Execution
  let outputs: [[Int: Int64]]

  /// The last result that a thread gave under this register number; nil if it gave none.
  public func register(thread: Int, _ register: Int) -> Int64? { outputs[thread][register] }

  /// What a location holds in the end.
  public func memory(_ location: Location) -> Int64 {
    guard let last = execution.coherence[location].last else { return execution.initial[location] }
    return execution.events[last].number
  }
}
