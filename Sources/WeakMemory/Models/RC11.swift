import AIORing

/// C11 as repaired: RC11. A data race on a plain access is undefined behaviour and reported beside the verdict.
///
/// Lahav, Vafeiadis, Kang, Hur, Dreyer, "Repairing Sequential Consistency in C/C++11", PLDI 2017, sections 3 to 5.
/// Its no-thin-air axiom (program order and reads-from make no cycle) forbids load buffering outright.
enum RC11: MemoryModel {
  static let assumptions = SearchAssumptions(forbidsLoadBuffering: true)
  static let aliases = ["c11"]
  static let includesCompiler = true
  static let payloadOrder: AccessOrder? = .plain
  static var raceFinder: RaceFinder? { race }

  static func lowering(ia64: IA64Accesses) -> Lowering { .c11 }

  enum Rule: String, CaseIterable {
    case coherence
    case atomicity
    case sequentialConsistency = "sequential-consistency"
    case noThinAir = "no-thin-air"
    // Synchronises-with.
    case release, acquire
    case releaseFence = "release-fence"
    case acquireFence = "acquire-fence"
    case releaseSequence = "release-sequence"
    case atomicSequence = "atomic-sequence"
    case programOrder = "program-order"
    // The order of sequentially consistent events.
    case baseOrder = "sequentially-consistent-accesses"
    case fenceOrder = "sequentially-consistent-fences"
  }

  static func permits(_ x: Relations, without omitted: Rule?) -> Bool {
    guard axiom(.noThinAir, omitted, (x.po | x.rf).isAcyclic),
      axiom(.atomicity, omitted, (x.rmw & x.fr.then(x.co)).isEmpty)
    else { return false }
    let happens = happensBefore(x, without: omitted)
    let extended = x.com.closure
    guard axiom(.coherence, omitted, happens.isIrreflexive && happens.then(extended).isIrreflexive) else {
      return false
    }
    return axiom(
      .sequentialConsistency, omitted, sequentiallyConsistent(x, happens, extended, omitted).isAcyclic)
  }

  private static func happensBefore(_ x: Relations, without omitted: Rule?) -> Relation {
    let execution = x.execution
    let atomic =
      execution.events { $0.action != .fence && $0.order != .plain } | x.atomicReads | x.atomicWrites
    let releaseFences = execution.events {
      $0.action == .fence && ($0.fence == .releaseFence || $0.fence == .seqCstFence)
    }
    let acquireFences = execution.events {
      $0.action == .fence && ($0.fence == .acquireFence || $0.fence == .seqCstFence)
    }
    let releaseWrites = execution.events {
      $0.action == .write && ($0.order == .release || $0.order == .seqCst)
    }
    let acquireReads =
      execution.events {
        $0.action == .read && ($0.order == .acquire || $0.order == .seqCst) && !$0.opensAtomic
      }
      | (execution.events { $0.action == .read && ($0.order == .acquire || $0.order == .seqCst) }
        & x.atomicReads)
    // A write heads a sequence: later writes of its thread to the location, then updates that read from it.
    var sequence = term(.releaseSequence, omitted, x.poLoc.from(x.writes, to: x.writes), x).orSelf
      .to(x.writes & atomic)
    if !x.atomicWrites.isEmpty {
      sequence = sequence.then(term(.atomicSequence, omitted, x.rf.then(x.rmw).closure, x).orSelf)
    }
    var heads = term(.release, omitted, x.empty.orSelf.from(releaseWrites), x)
    heads |= term(.releaseFence, omitted, x.po.from(releaseFences, to: x.writes), x)
    var tails = term(.acquire, omitted, x.empty.orSelf.from(acquireReads), x)
    tails |= term(.acquireFence, omitted, x.po.from(x.reads & atomic, to: acquireFences), x)
    let synchronises = heads.then(sequence).then(x.rf.to(x.reads & atomic)).then(tails)
    var happens = term(.programOrder, omitted, x.po, x) | synchronises
    // The initial state happens before all.
    let rest = execution.all & ~execution.initialWrites
    execution.initialWrites.forEachMember { happens.rows[$0] |= rest }
    return happens.closure
  }

  private static func sequentiallyConsistent(
    _ x: Relations, _ happens: Relation, _ extended: Relation, _ omitted: Rule?
  ) -> Relation {
    let accesses = x.execution.events { $0.action != .fence && $0.order == .seqCst }
    let fences = x.execution.events { $0.action == .fence && $0.fence == .seqCstFence }
    if (accesses | fences).isEmpty { return x.empty }
    let elsewhere = x.po - x.poLoc
    let order =
      x.po | elsewhere.then(happens).then(elsewhere) | x.sameLocation(happens) | x.co | x.fr
    let from = x.empty.orSelf.from(accesses) | happens.orSelf.from(fences)
    let to = x.empty.orSelf.from(accesses) | happens.orSelf.to(fences)
    let base = term(.baseOrder, omitted, from.then(order).then(to), x)
    let fence = term(
      .fenceOrder, omitted,
      (happens | happens.then(extended).then(happens)).from(fences, to: fences), x)
    return base | fence
  }

  /// Two accesses to one location, one a write and one plain, that happen in no order.
  static func race(_ x: Relations) -> (Int, Int)? {
    let plain = x.execution.events(where: \.isPlain)
    if plain.isEmpty { return nil }
    let happens = happensBefore(x, without: nil)
    for first in 0..<x.count where x.accesses.contains(first) {
      var others: EventSet = x.execution.locationSets[x.execution.events[first].event.location]
      if !x.writes.contains(first) { others &= x.writes }
      if !plain.contains(first) { others &= plain }
      others &= ~x.execution.initialWrites & ~EventSet.before(first + 1) & ~happens.rows[first]
      let thread = x.execution.events[first].thread
      if thread < 0 { continue }
      others &= ~x.execution.threadSets[thread]
      var found: Int?
      others.forEachMember { if found == nil, !happens.contains($0, first) { found = $0 } }
      if let found { return (first, found) }
    }
    return nil
  }
}
