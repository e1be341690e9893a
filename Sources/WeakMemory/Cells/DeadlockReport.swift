/// The threads of an execution that wait for what never comes, by what they gave out when they stopped.
///
/// A thread that waits has taken a turn of its loop twice, in the same way. Where all that it read in it is what the cells
/// hold in the end, and all that it wrote too, each further turn goes the same way; and where every thread has ended or
/// waits so, nothing ends the wait. A thread that could wait for ever could have begun so late that its first turn went
/// that way too, so that no other turns need be looked at.
struct DeadlockReport {
  /// Where each thread that waits does so, by numbers of places.
  private(set) var places: [(thread: Int, place: Int32)] = []

  /// Under this number a thread gives out where it waits, under those below it the cells of its last turn and what it
  /// read there or wrote.
  static let placeRegister = -2

  /// Nil if no thread waits in the execution.
  init?(_ witness: Witness) {
    for (thread, outputs) in witness.outputs.enumerated() {
      if let place = outputs[Self.placeRegister] { places.append((thread, Int32(place))) }
    }
    if places.isEmpty { return nil }
  }

  /// Whether a thread waits, and none that does may go on.
  static func isDeadlock(_ state: FinalState, threads: Range<Int>) -> Bool {
    let waiting = threads.filter { state.register(thread: $0, placeRegister) != nil }
    return !waiting.isEmpty
      && waiting.allSatisfy { thread in
        var register = placeRegister - 1
        while let location = state.register(thread: thread, register) {
          let left = state.register(thread: thread, register - 1)
          guard left == state.memory(Int(location)) else { return false }
          register -= 2
        }
        return true
      }
  }
}

extension ThreadRecorder {
  /// What an event did, as far as another turn of the same loop does the same.
  private func step(_ position: Int) -> (Action, Location, Int64) {
    let event = events[position]
    if event.action == .fence { return (.fence, 0, 0) }
    let read = readPositions.firstIndex(of: position)
    return (event.action, event.location, read.map { readValues[$0] } ?? event.number)
  }

  /// Whether the events from one on are what the thread has done before.
  private func hasDone(from first: Int, at start: Int) -> Bool {
    (first..<events.count).allSatisfy { step($0) == step(start + $0 - first) }
  }

  /// Whether the events from one on repeat those just before them.
  func repeats(from first: Int) -> Bool {
    let start = 2 * first - events.count
    return start >= 0 && hasDone(from: first, at: start)
  }

  /// Whether the events from one on may become a turn that repeats the one before it, and leaves no cell changed.
  func mayRepeat(from first: Int) -> Bool {
    var values: [Location: Int64] = [:]
    for position in first..<events.count where events[position].action != .fence {
      let (_, location, value) = step(position)
      if let known = values.updateValue(value, forKey: location), known != value { return false }
    }
    let length = events.count - first
    return (0...max(0, first - length)).contains { $0 + length <= first && hasDone(from: first, at: $0) }
  }

  /// Gives out the accesses from an event on: each one's location and value.
  func outputTurn(from first: Int) {
    var register = DeadlockReport.placeRegister - 1
    for (position, event) in events.enumerated().dropFirst(first) where event.action != .fence {
      output(register, .constant(Int64(event.location)))
      if let read = readPositions.firstIndex(of: position) {
        output(register - 1, TracedValue(number: readValues[read], reads: .only(position), origin: position))
      } else {
        output(register - 1, TracedValue(number: event.number, reads: event.data))
      }
      register -= 2
    }
  }
}
