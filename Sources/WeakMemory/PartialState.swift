/// What is certain of the final state while a search is under way.
struct PartialState {
  let registers: (_ thread: Int, _ register: Int) -> Int64?

  /// What a thread will have given out under a register's number; nil if that is not certain yet.
  func register(thread: Int, _ register: Int) -> Int64? { registers(thread, register) }
}
