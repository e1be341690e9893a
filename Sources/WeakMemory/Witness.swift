import AIORing

/// A copy of one execution, to be shown.
public struct Witness: Sendable {
  /// An event of it.
  struct Event: Sendable {
    var event: ThreadEvent
    /// -1 for the initial state.
    var thread: Int
    var number: Int64
    /// For a read, the event that it reads from.
    var source: Int?
  }

  let events: [Event]
  /// The events of each thread in program order.
  let threads: [[Int]]
  let coherence: [[Int]]
  /// The two accesses of a data race, if that is what it shows.
  let race: (Int, Int)?

  init(_ execution: Execution, race: (Int, Int)? = nil) {
    events = execution.events.map {
      Event(event: $0.event, thread: $0.thread, number: $0.number, source: $0.source)
    }
    (threads, coherence, self.race) = (execution.threads, execution.coherence, race)
  }
}
