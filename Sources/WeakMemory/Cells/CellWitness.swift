import Cells

/// An execution of a test, to be shown: what each thread did, line by line of its source, and which write each load
/// read from.
public struct CellWitness: Sendable, CustomStringConvertible {
  /// What is wrong, in a line.
  public private(set) var summary: String
  public let model: Model
  /// What each thread did, an event a line, in program order.
  public let threads: [[String]]

  init(
    _ witness: Witness, _ test: ConcurrentTest, _ model: Model, fault: Int64? = nil,
    deadlock: DeadlockReport? = nil
  ) {
    self.model = model
    let (names, places, faults, threadCount) = test.state.withLock {
      ($0.names, $0.places, $0.faults, $0.threads.count)
    }
    func place(_ event: Int) -> String {
      let number = witness.events[event].event.place
      return number < 0 ? "" : places[Int(number)].description
    }
    /// What an event did: `b: load ready = 1 [acquire] from a`.
    func text(_ id: Int) -> String {
      let (event, source) = (witness.events[id], witness.events[id].event)
      guard source.action != .fence else { return "   \(source.fenceName)" }
      // The write of a helper thread lets a weak exchange fail.
      guard source.location < names.count else {
        return "   a weak exchange \(event.number == 0 ? "may succeed" : "fails")"
      }
      let isUpdate = source.opensAtomic || source.completesAtomic
      let isPlain = source.isPlain && source.instruction == nil
      let verb =
        source.action == .write
        ? isUpdate ? "update" : isPlain ? "write" : "store" : isPlain ? "read" : "load"
      let origin =
        event.source.map { witness.events[$0].thread < 0 ? " (initial)" : " from \(witness.letter(of: $0))" }
        ?? ""
      return
        "\(witness.letter(of: id)): \(verb) \(names[source.location]) = \(event.number)\(source.form)\(origin)"
    }
    threads = witness.threads.prefix(threadCount).map { events in
      let texts = events.map(text)
      let width = texts.map(\.count).max() ?? 0
      return zip(events, texts).map { event, text in
        "\(text)\(String(repeating: " ", count: width - text.count))  \(place(event))"
      }
    }
    if let race = witness.race {
      summary =
        "data race: \(text(race.0)) (\(place(race.0))) and \(text(race.1)) (\(place(race.1))), and nothing orders them"
    } else if let deadlock {
      let waits = deadlock.places.map { "thread \($0.thread + 1) at \(places[Int($0.place)])" }
      summary = "deadlock: nothing ends the wait of \(waits.joined(separator: " and of "))"
    } else if let fault {
      let (fault, place) = faults[Int(fault)]
      switch fault {
      case .check(let message): summary = "\(message) at \(place)"
      case .indexOutOfRange(let index, let count): summary = "index \(index) of \(count) cells at \(place)"
      }
    } else {
      summary = Self.conditionHolds
    }
  }

  /// The summary where nothing but the condition of the test is known to be wrong.
  private static let conditionHolds = "an execution that the condition describes"

  /// The same with what the condition means in words.
  func meaning(_ words: String) -> CellWitness {
    var witness = self
    if summary == Self.conditionHolds { witness.summary = words }
    return witness
  }

  /// What each thread did, in columns side by side.
  public var description: String {
    let columns = threads.enumerated().map { ["thread \($0 + 1)"] + $1 }
    let widths = columns.map { $0.map(\.count).max() ?? 0 }
    let height = columns.map(\.count).max() ?? 0
    let rows = (0..<height).map { row in
      zip(columns, widths).map { column, width in
        let text = row < column.count ? column[row] : ""
        return text + String(repeating: " ", count: width - text.count)
      }.joined(separator: " | ").trimmedAtEnd
    }
    return rows.joined(separator: "\n")
  }
}

extension String {
  fileprivate var trimmedAtEnd: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
