import AIORing
import Algorithms

/// An execution of the ring, to be shown: what each side did, where each load read from, and what went wrong.
public struct RingWitness: Sendable {
  let witness: Witness
  let ring: RingProgram

  init(_ witness: Witness, ring: RingProgram) { (self.witness, self.ring) = (witness, ring) }

  // MARK: Names

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
    case .fence: return "   \(source.fenceName)"
    case .write:
      let verb = isSlot(id) ? "write" : source.completesAtomic ? "update" : "store"
      return "\(witness.letter(of: id)): \(verb) \(location(id)) = \(event.number)\(source.form)"
    case .read:
      let verb = isSlot(id) ? "read" : "load"
      var origin = ""
      if let from = event.source {
        origin = witness.events[from].thread < 0 ? " (initial value)" : " (from \(witness.letter(of: from)))"
      }
      return "\(witness.letter(of: id)): \(verb) \(location(id)) = \(event.number)\(source.form)\(origin)"
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
    if ring.sharing != nil {
      return "pop \(bad.pop + 1) returned \(words), which is no producer's next event"
    }
    let due = ring.dueNumber(bad.pop * ring.sizes.words)
    let kind = kind(bad.numbers, due: due)
    return "pop \(bad.pop + 1) returned \(words) where event \(due) was due: \(kind.rawValue)"
  }

  /// The access of an edge that went ahead of the other, as a sentence.
  public func sentence(for edge: Edge) -> String {
    let slot = badSlot.map { "slot \($0)" } ?? "the slot"
    let (sign, freeing) =
      switch ring.layout.layout.ringProtocol {
      case .index: ("tail", "head")
      case .tag: ("tag", "head")
      case .sequence: ("sequence number", "sequence number")
      }
    return switch edge {
    case .observe: "the consumer read \(slot) before it loaded the \(sign) that published it"
    case .publish: "the \(sign) became visible before the event in \(slot) that it publishes"
    case .claim: "the producer wrote \(slot) before it loaded the \(freeing) that frees it"
    case .retire: "the consumer freed \(slot) before it had read it"
    case .wake: "the producer looked for a sleeper before its \(sign) was visible"
    case .sleep: "the consumer looked at the \(sign) before its waiting flag was visible"
    }
  }

  private var badSlot: UInt32? {
    guard let bad = firstBadPop else { return nil }
    return UInt32(bad.pop) % ring.slots
  }

  private struct BadPop {
    var pop: Int
    var numbers: [Int64]
  }

  private var firstBadPop: BadPop? {
    let numbers = witness.threads[ring.consumer].filter {
      witness.events[$0].event.action == .read && isSlot($0)
    }.map { witness.events[$0].number }
    let words = ring.sizes.words
    return ring.firstBadPop { numbers.indices.contains($0) ? numbers[$0] : nil }.map {
      BadPop(pop: $0, numbers: Array(numbers[$0 * words..<($0 + 1) * words]))
    }
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

  // MARK: What to show

  /// The side of the ring that a thread is.
  package func side(ofThread thread: Int) -> Edge.Side { thread == ring.consumer ? .consumer : .producer }

  /// What each side did, in program order, one line for each event.
  package var steps: [[String]] { witness.threads.map { $0.map(text) } }

  /// The same by event, with the number that ``arrows`` name it by.
  package var numberedSteps: [[(event: Int, text: String)]] {
    witness.threads.map { $0.map { ($0, text($0)) } }
  }

  /// Whether it shows a data race.
  package var isRace: Bool { witness.race != nil }

  /// Whether the source itself stores the tail before it writes the event.
  package var storesTailFirst: Bool { ring.barriers.storesTailFirst }

  /// A pair of events that a base relation holds of; of transitive relations only those that follow directly.
  package struct Arrow {
    /// Reads-from, from-reads, coherence order.
    package enum Relation: Int { case rf, fr, co }
    package var from, to: Int
    package var relation: Relation
  }

  /// What passes between the sides' accesses, the initial state left out.
  package var arrows: [Arrow] {
    var arrows: [Arrow] = []
    for (id, event) in witness.events.enumerated() {
      guard event.event.action == .read, let source = event.source else { continue }
      if witness.events[source].thread >= 0 { arrows.append(Arrow(from: source, to: id, relation: .rf)) }
      let order = witness.coherence[event.event.location]
      if let place = order.firstIndex(of: source), place + 1 < order.count {
        arrows.append(Arrow(from: id, to: order[place + 1], relation: .fr))
      }
    }
    for order in witness.coherence {
      for (first, second) in order.dropFirst().adjacentPairs() {
        arrows.append(Arrow(from: first, to: second, relation: .co))
      }
    }
    return arrows
  }
}
