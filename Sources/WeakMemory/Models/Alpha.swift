import AIORing

/// Alpha: all four pairs may pass each other, and a load may even pass the load that its address comes from. Only
/// accesses to one location, barriers, and a store's dependencies are kept.
///
/// Alpha Architecture Reference Manual, 5.6.1: processor issue constraints (5.6.1.3), location access constraints
/// (5.6.1.4), visibility (5.6.1.5: by the BEFORE order or a processor's own earlier write), dependence (5.6.1.7).
enum Alpha: MemoryModel {
  static let architectures: [Architecture] = [.alpha]

  enum Rule: String, CaseIterable {
    case coherence, atomicity
    /// The BEFORE order is one.
    case before
    case fence
    /// A write stays behind the reads that its address, data or being reached depend on.
    case dependentStore = "dependent-store"
    case readsFrom = "reads-from"
    case writeOrder = "coherence-order"
    case fromReads = "from-reads"
  }

  static func permits(_ x: Relations, without omitted: Rule?) -> Bool {
    guard axiom(.coherence, omitted, x.isCoherent), axiom(.atomicity, omitted, x.isAtomic) else {
      return false
    }
    // That accesses to one location stay in order follows from coherence and communication.
    var before = term(.fence, omitted, x.fenced(), x)
    before |= term(.dependentStore, omitted, (x.address | x.data | x.control).to(x.writes), x)
    before |= term(.readsFrom, omitted, x.rfe, x)
    before |= term(.writeOrder, omitted, x.co, x)
    before |= term(.fromReads, omitted, x.fr, x)
    return axiom(.before, omitted, before.isAcyclic)
  }
}
