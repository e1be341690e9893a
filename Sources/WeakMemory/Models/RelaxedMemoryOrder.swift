import AIORing

/// SPARC RMO: all four pairs may pass each other, but nothing passes what it depends on.
///
/// The SPARC Architecture Manual, version 9, D.3.3 (dependence order: through registers, through a branch to a
/// store, through memory) and D.4 (memory order: dependence order from a load, membars, an access before a store to
/// the same location). Read to the letter, D.4 also lets two loads of one location pass each other; no table of
/// what processors do has that for SPARC, and it is left out.
enum RelaxedMemoryOrder: MemoryModel {
  static let architectures: [Architecture] = [.sparcRMO]

  enum Rule: String, CaseIterable {
    case coherence, atomicity, order
    case address, data, control
    /// A load depends on the store of its own thread that it may read.
    case throughMemory = "through-memory"
    case membar
    case readsFrom = "reads-from"
    case writeOrder = "coherence-order"
    case fromReads = "from-reads"
  }

  static func permits(_ x: Relations, without omitted: Rule?) -> Bool {
    guard axiom(.coherence, omitted, x.isCoherent), axiom(.atomicity, omitted, x.isAtomic) else {
      return false
    }
    var dependence = term(.address, omitted, x.address, x)
    dependence |= term(.data, omitted, x.data, x)
    dependence |= term(.control, omitted, x.control.to(x.writes), x)
    dependence |= term(.throughMemory, omitted, x.poLoc.from(x.writes, to: x.reads), x)
    var order = dependence.closure.from(x.reads)
    // That a store stays behind accesses to its location follows from coherence and communication.
    order |= term(.membar, omitted, x.fenced(), x)
    order |= term(.readsFrom, omitted, x.rfe, x)
    order |= term(.writeOrder, omitted, x.co, x)
    order |= term(.fromReads, omitted, x.fr, x)
    return axiom(.order, omitted, order.isAcyclic)
  }
}
