import AIORing

/// SPARC PSO: as TSO, and stores to different locations pass each other too.
///
/// The SPARC Architecture Manual, version 9, D.5: a load stays before everything after it, a membar orders what
/// its mask says, and stores to one location stay in order.
enum PartialStoreOrder: MemoryModel {
  static let architectures: [Architecture] = [.sparcPSO]
  static let assumptions = SearchAssumptions(forbidsLoadBuffering: true)

  enum Rule: String, CaseIterable {
    case coherence, atomicity, order
    case loadLoad = "load-load"
    case loadStore = "load-store"
    /// Nothing of any thread comes between the halves of an atomic load-store, so what follows the load follows the
    /// store (D.3.3, atomicity).
    case atomicLoadStore = "atomic-load-store"
    case membar
    case readsFrom = "reads-from"
    case writeOrder = "coherence-order"
    case fromReads = "from-reads"
  }

  static func permits(_ x: Relations, without omitted: Rule?) -> Bool {
    guard axiom(.coherence, omitted, x.isCoherent), axiom(.atomicity, omitted, x.isAtomic) else {
      return false
    }
    var order = term(.loadLoad, omitted, x.poAccesses.from(x.reads, to: x.reads), x)
    order |= term(.loadStore, omitted, x.poAccesses.from(x.reads, to: x.writes), x)
    order |= term(.atomicLoadStore, omitted, x.poAccesses.from(x.atomicWrites), x)
    order |= term(.membar, omitted, x.fenced(), x)
    order |= term(.readsFrom, omitted, x.rfe, x)
    order |= term(.writeOrder, omitted, x.co, x)
    order |= term(.fromReads, omitted, x.fr, x)
    return axiom(.order, omitted, order.isAcyclic)
  }
}
