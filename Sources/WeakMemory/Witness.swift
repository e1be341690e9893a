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
  /// What each thread gave out, by register; empty where it shows a data race.
  let outputs: [[Int: Int64]]

  init(_ execution: Execution, race: (Int, Int)? = nil, outputs: [[Int: Int64]] = []) {
    self.outputs = outputs
    events = execution.events.map {
      Event(event: $0.event, thread: $0.thread, number: $0.number, source: $0.source)
    }
    (threads, coherence, self.race) = (execution.threads, execution.coherence, race)
  }
}

extension Witness {
  /// The letter that an access is shown by: a to z in the order of threads, then a1 and so on.
  func letter(of event: Int) -> String {
    let order = threads.flatMap(\.self).filter { events[$0].event.action != .fence }
    guard let index = order.firstIndex(of: event) else { return "" }
    let alphabet = Array("abcdefghijklmnopqrstuvwxyz")
    let round = index / alphabet.count
    return String(alphabet[index % alphabet.count]) + (round == 0 ? "" : String(round))
  }
}

extension ThreadEvent {
  /// The ordering of an access in brackets, if it has one.
  var form: String {
    if let instruction {
      switch instruction {
      case .load, .store, .atomic: return ""
      default: return " [\(instruction.rawValue)]"
      }
    }
    return switch order {
    case nil, .relaxed: ""
    case .acquire: " [acquire]"
    case .release: " [release]"
    case .seqCst: " [seq-cst]"
    }
  }

  /// A fence as the source or the assembler spells it.
  var fenceName: String { instruction?.rawValue ?? fence.name }
}
