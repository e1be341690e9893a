import AIORing

/// An execution of the ring, kept to be shown: what both sides did, in columns, which load read from where, and what
/// went wrong in the ring's own words.
public struct RingWitness: Sendable {
  let witness: Witness
  let ring: RingProgram

  init(_ witness: Witness, ring: RingProgram) { (self.witness, self.ring) = (witness, ring) }

  // MARK: Names

  private static let sides = ["producer", "consumer"]

  /// An event's letter: a to z, then a1 and so on.
  private func letter(_ event: Int) -> String {
    let order = witness.threads.flatMap(\.self).filter { witness.events[$0].event.action != .fence }
    guard let index = order.firstIndex(of: event) else { return "" }
    let alphabet = Array("abcdefghijklmnopqrstuvwxyz")
    let round = index / alphabet.count
    return String(alphabet[index % alphabet.count]) + (round == 0 ? "" : String(round))
  }

  private func location(_ event: Int) -> String {
    String(describing: ring.locations.names[witness.events[event].event.location])
  }

  private func isSlot(_ event: Int) -> Bool {
    if case .slot = ring.locations.names[witness.events[event].event.location] { return true }
    return false
  }

  /// What an event did.
  private func text(_ id: Int) -> String {
    let event = witness.events[id]
    let source = event.event
    switch source.action {
    case .fence: return "   \(source.instruction?.rawValue ?? source.fence.name)"
    case .write:
      let verb = isSlot(id) ? "write" : source.completesAtomic ? "update" : "store"
      return "\(letter(id)): \(verb) \(location(id)) = \(event.number)\(form(source))"
    case .read:
      let verb = isSlot(id) ? "read" : "load"
      var origin = ""
      if let from = event.source {
        origin = witness.events[from].thread < 0 ? " (as it was at first)" : " (from \(letter(from)))"
      }
      return "\(letter(id)): \(verb) \(location(id)) = \(event.number)\(form(source))\(origin)"
    }
  }

  /// How an access orders, if it does.
  private func form(_ event: ThreadEvent) -> String {
    if let instruction = event.instruction {
      switch instruction {
      case .load, .store, .atomic: return ""
      default: return " [\(instruction.rawValue)]"
      }
    }
    switch event.order {
    case nil, .relaxed: return ""
    case .acquire: return " [acquire]"
    case .release: return " [release]"
    case .seqCst: return " [seq-cst]"
    }
  }

  // MARK: What went wrong

  /// The bad event, or the missed wake-up, in a line.
  public var summary: String {
    if let race = witness.race {
      return "data race: \(text(race.0)) on one side, \(text(race.1)) on the other, and nothing orders them"
    }
    if ring.shape == .wakeSleep {
      return "lost wake-up: the producer saw nobody waiting, and the consumer saw no event"
    }
    guard let bad = firstBadPop else { return "" }
    let words = bad.numbers.map(String.init).joined(separator: ",")
    return "pop \(bad.pop + 1) returned \(words) where event \(bad.due) was due: \(bad.kind.rawValue)"
  }

  /// The access of an edge that went ahead of the other, as a sentence.
  public func sentence(for edge: Edge) -> String {
    let slot = badSlot.map { "slot \($0)" } ?? "the slot"
    return switch edge {
    case .observe: "the consumer read \(slot) before it loaded the tail that published it"
    case .publish: "the tail became visible before the event in \(slot) that it publishes"
    case .claim: "the producer wrote \(slot) before it loaded the head that gave it free"
    case .retire: "the consumer gave \(slot) back before it had read it"
    case .wake: "the producer looked for a sleeper before its tail was visible"
    case .sleep: "the consumer looked at the tail before its waiting flag was visible"
    }
  }

  private var badSlot: UInt32? {
    guard let bad = firstBadPop else { return nil }
    return UInt32(bad.pop) % ring.slots
  }

  private struct BadPop {
    var pop: Int
    var due: Int64
    var numbers: [Int64]
    var kind: BadEventKind
  }

  private var firstBadPop: BadPop? {
    let reads = witness.threads[RingProgram.consumer].filter {
      witness.events[$0].event.action == .read && isSlot($0)
    }
    let words = ring.sizes.words
    for pop in 0..<reads.count / max(words, 1) {
      let numbers = reads[pop * words..<(pop + 1) * words].map { witness.events[$0].number }
      let due = ring.dueNumber(pop * words)
      guard numbers.contains(where: { $0 != due }) else { continue }
      return BadPop(pop: pop, due: due, numbers: numbers, kind: kind(numbers, due: due))
    }
    return nil
  }

  private func kind(_ numbers: [Int64], due: Int64) -> BadEventKind {
    guard let number = numbers.first, numbers.allSatisfy({ $0 == number }) else { return .torn }
    let isSameSlot = number == 0 || (number - due) % Int64(ring.slots) == 0
    return switch (number < due, isSameSlot) {
    case (true, true): .staleLap
    case (true, false): .duplicate
    case (false, true): .futureLap
    case (false, false): .lost
    }
  }

  // MARK: The trace

  /// The trace: a line of what went wrong, a sentence for each edge that lacks an order, and the events of both
  /// sides in columns.
  public func trace(missing edges: [Edge]) -> String {
    var lines = [summary]
    if witness.race == nil {
      for edge in edges { lines.append("missing at \(edge.rawValue): \(sentence(for: edge))") }
      if edges.isEmpty {
        lines.append(
          ring.barriers.storesTailFirst
            ? "the tail is stored before the event is written, in the source itself"
            : "no barrier at one of the edges would help")
      }
    }
    let columns = witness.threads.map { $0.map(text) }
    let width = max(columns[0].map(\.count).max() ?? 0, Self.sides[0].count) + 4
    func row(_ left: String, _ right: String) -> String {
      let padded = left + String(repeating: " ", count: max(width - left.count, 1))
      return right.isEmpty ? left : padded + right
    }
    lines.append(row(Self.sides[0], Self.sides[1]))
    for index in 0..<max(columns[0].count, columns[1].count) {
      lines.append(
        row(
          index < columns[0].count ? columns[0][index] : "", index < columns[1].count ? columns[1][index] : ""
        ))
    }
    return lines.joined(separator: "\n")
  }

  /// The execution as a graph for Graphviz: program order, reads-from, coherence and from-reads.
  public func dot(missing edges: [Edge]) -> String {
    var lines = ["digraph witness {", "  node [shape=plaintext, fontname=\"monospace\"];"]
    lines.append("  label=\"\(([summary] + edges.map(sentence)).joined(separator: "\\n"))\";")
    for (thread, events) in witness.threads.enumerated() {
      lines.append("  subgraph cluster_\(thread) {")
      lines.append("    label=\"\(Self.sides[thread])\";")
      for event in events { lines.append("    e\(event) [label=\"\(text(event))\"];") }
      for (first, second) in zip(events, events.dropFirst()) {
        lines.append("    e\(first) -> e\(second) [label=\"po\"];")
      }
      lines.append("  }")
    }
    for (id, event) in witness.events.enumerated() {
      if let source = event.source, witness.events[source].thread >= 0 {
        lines.append("  e\(source) -> e\(id) [label=\"rf\", color=red];")
      }
      if event.event.action == .read, let source = event.source,
        let place = witness.coherence[event.event.location].firstIndex(of: source)
      {
        let order = witness.coherence[event.event.location]
        if place + 1 < order.count {
          lines.append("  e\(id) -> e\(order[place + 1]) [label=\"fr\", color=orange];")
        }
      }
    }
    for order in witness.coherence {
      for (first, second) in zip(order.dropFirst(), order.dropFirst(2)) {
        lines.append("  e\(first) -> e\(second) [label=\"co\", color=blue];")
      }
    }
    lines.append("}")
    return lines.joined(separator: "\n")
  }
}
