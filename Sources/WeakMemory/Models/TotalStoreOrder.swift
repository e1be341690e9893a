import AIORing

/// x86-TSO: a store waits in a buffer while later loads go ahead; locked instructions and mfence empty it.
///
/// Owens, Sarkar, Sewell, "A Better x86 Memory Model: x86-TSO", TPHOLs 2009; Intel SDM volume 3, 9.2.
enum TotalStoreOrder: MemoryModel {
  // SPARC TSO and z keep the same orders as x86 (z/Architecture Principles of Operation, 5-126).
  static let architectures: [Architecture] = [.x86, .sparcTSO, .z]
  static let aliases = ["tso"]
  static let assumptions = SearchAssumptions(forbidsLoadBuffering: true)

  enum Rule: String, CaseIterable {
    case coherence, atomicity
    /// One order of what reaches memory.
    case order
    case loadLoad = "load-load"
    case loadStore = "load-store"
    case storeStore = "store-store"
    case fence
    /// A locked instruction's halves stay in order with everything before and after it.
    case locked
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
    order |= term(.storeStore, omitted, x.poAccesses.from(x.writes, to: x.writes), x)
    order |= term(.fence, omitted, x.fenced(), x)
    // A locked comparison that fails still writes back what it read (SDM volume 2, CMPXCHG).
    let locked = x.instructions(.xchg, .lockedAtomic)
    if !locked.isEmpty {
      order |= term(.locked, omitted, x.poAccesses.to(locked) | x.poAccesses.from(locked), x)
    }
    order |= term(.readsFrom, omitted, x.rfe, x)
    order |= term(.writeOrder, omitted, x.co, x)
    order |= term(.fromReads, omitted, x.fr, x)
    return axiom(.order, omitted, order.isAcyclic)
  }
}
