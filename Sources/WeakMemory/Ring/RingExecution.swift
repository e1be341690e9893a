import AIORing
import Algorithms

/// A witness as data, to be drawn: what each side did, what was read from where, one order in which the accesses may have
/// taken effect, and the accesses that went ahead of another.
public struct RingExecution: Encodable, Sendable {
  /// What each side did, in program order, the producer first.
  public var events: [Event]
  /// What passes between accesses.
  public var arrows: [Arrow]
  /// For each edge that lacks an order, the accesses that took effect in the other order.
  public var overtakings: [Overtaking]

  /// An access or a fence.
  public struct Event: Encodable, Sendable {
    /// What ``Arrow`` and ``Overtaking`` name it by.
    public var id: Int
    public var side: Edge.Side
    public var text: String
    /// Its place in an order of taking effect that explains what was read, from 0; absent for a fence, and for every
    /// event where no one order explains it.
    public var effect: Int?
  }

  /// `rf`: the write and the read that reads from it. `fr`: a read, and the write that overwrites what it read. `co`: two
  /// writes to one word.
  public struct Arrow: Encodable, Sendable {
    public var from, to: Int
    public var relation: String
  }

  /// An edge whose second access took effect before its first.
  public struct Overtaking: Encodable, Sendable {
    public var edge: Edge
    public var first, second: Int
    public var sentence: String
  }
}

extension RingExecution {
  /// The execution of a witness in which an order is missing at some edges.
  public init(_ witness: RingWitness, missing: [Edge]) {
    let order = EffectOrder(witness, missing: missing)
    let effects = order.effects
    events = witness.numberedSteps.enumerated().flatMap { side, steps in
      steps.map {
        Event(
          id: $0.event, side: witness.side(ofThread: side), text: $0.text, effect: effects[$0.event])
      }
    }
    arrows = witness.arrows.map { Arrow(from: $0.from, to: $0.to, relation: "\($0.relation)") }
    overtakings = missing.compactMap { edge in
      order.pairs(of: edge).first { pair in
        guard let first = effects[pair.first], let second = effects[pair.second] else { return false }
        return second < first
      }.map {
        Overtaking(edge: edge, first: $0.first, second: $0.second, sentence: witness.sentence(for: edge))
      }
    }
  }
}

/// Finds an order in which an execution's accesses may have taken effect.
///
/// What was read from where must hold in it, each side's accesses to one word stay in program order, and so do the
/// accesses of each edge that does not lack an order. Otherwise it follows program order where it can.
private struct EffectOrder {
  private let witness: RingWitness
  private let threads: [[Int]]
  private let missing: [Edge]

  init(_ ringWitness: RingWitness, missing: [Edge]) {
    (witness, self.missing) = (ringWitness, missing)
    threads = ringWitness.numberedSteps.map { $0.map(\.event).filter { !ringWitness.isFence($0) } }
  }

  /// The accesses that an edge orders, in program order.
  func pairs(of edge: Edge) -> [(first: Int, second: Int)] {
    threads.flatMap { thread in
      thread.combinations(ofCount: 2).compactMap { pair in
        witness.stands(pair[0], before: edge) && witness.stands(pair[1], after: edge)
          ? (pair[0], pair[1]) : nil
      }
    }
  }

  /// Each access's place; empty where there is no such order.
  var effects: [Int: Int] {
    var before: [Int: Set<Int>] = [:]
    for arrow in witness.arrows { before[arrow.to, default: []].insert(arrow.from) }
    for thread in threads {
      for pair in thread.combinations(ofCount: 2) where witness.isSameWord(pair[0], pair[1]) {
        before[pair[1], default: []].insert(pair[0])
      }
    }
    // With no edge at fault the order is lost in the source itself, and what barriers keep says nothing of it.
    for edge in Edge.allCases where !missing.isEmpty && !missing.contains(edge) {
      for pair in pairs(of: edge) { before[pair.second, default: []].insert(pair.first) }
    }
    var left = threads
    var places: [Int: Int] = [:]
    while left.contains(where: { !$0.isEmpty }) {
      // Among what may come next, what overtakes the fewest accesses of its own side.
      let next = left.indices.flatMap { side in left[side].indices.map { (side: side, place: $0) } }
        .filter { (before[left[$0.side][$0.place]] ?? []).allSatisfy { places[$0] != nil } }
        .min { ($0.place, $0.side) < ($1.place, $1.side) }
      guard let next else { return [:] }
      places[left[next.side].remove(at: next.place)] = places.count
    }
    return places
  }
}

extension RingWitness {
  fileprivate func isFence(_ event: Int) -> Bool { witness.events[event].event.action == .fence }

  fileprivate func isSameWord(_ one: Int, _ other: Int) -> Bool {
    witness.events[one].event.location == witness.events[other].event.location
  }

  private enum Access: Equatable {
    case reads(RingWord)
    case writes(RingWord)
    case readsSlot, writesSlot
  }

  private func access(_ event: Int) -> Access? {
    let own = witness.events[event].event
    switch (ring.locations.names[own.location], own.action) {
    // The edges at the tail are at the tag where the slots have one, and those at the head where it is a sequence number.
    case (.word(.tag), .read):
      return .reads(side(ofThread: witness.events[event].thread) == .producer ? .head : .tail)
    case (.word(.tag), .write):
      return .writes(side(ofThread: witness.events[event].thread) == .producer ? .tail : .head)
    case (.word(.tail), _) where ring.layout.layout.ringProtocol.publishesInSlot: return nil
    case (.word(let word), .read): return .reads(word)
    case (.word(let word), .write): return .writes(word)
    case (.slot, .read): return .readsSlot
    case (.slot, .write): return .writesSlot
    default: return nil
    }
  }

  /// Whether it is the access that an edge orders before the other.
  fileprivate func stands(_ event: Int, before edge: Edge) -> Bool {
    let due: Access =
      switch edge {
      case .claim: .reads(.head)
      case .publish: .writesSlot
      case .observe: .reads(.tail)
      case .retire: .readsSlot
      case .wake: .writes(.tail)
      case .sleep: .writes(.waiting)
      }
    return access(event) == due
  }

  /// Whether it is the access that an edge orders after the other.
  fileprivate func stands(_ event: Int, after edge: Edge) -> Bool {
    let due: Access =
      switch edge {
      case .claim: .writesSlot
      case .publish: .writes(.tail)
      case .observe: .readsSlot
      case .retire: .writes(.head)
      case .wake: .reads(.waiting)
      case .sleep: .reads(.tail)
      }
    return access(event) == due
  }
}
