import AIORing

/// MIPS: weakly ordered, writes reach the others one by one; sync is a full barrier, and dependencies are kept.
///
/// MIPS Architecture for Programmers, volume II, SYNC; which pairs may be reordered: McKenney, "Is Parallel
/// Programming Hard", chapter "Memory Ordering" (all pairs but dependent ones). The manual gives no formal model:
/// this is the weakest that keeps what these two promise, over the axioms of "Herding Cats". With full barriers alone
/// observation, cumulativity and coherence order follow from propagation and are no rules of their own.
enum MIPS: MemoryModel {
  static let architectures: [Architecture] = [.mips]

  enum Rule: String, CaseIterable {
    case coherence, atomicity
    case noThinAir = "no-thin-air"
    case propagation
    case readsFrom = "reads-from"
    case fullFence = "full-fence-propagation"
    case address, data, control
    /// The store of load-linked and store-conditional needs the load to have happened.
    case atomicPair = "atomic-pair"
    case sync
  }

  static func permits(_ x: Relations, without omitted: Rule?) -> Bool {
    var preserved = term(.address, omitted, x.address, x)
    preserved |= term(.data, omitted, x.data, x)
    preserved |= term(.control, omitted, x.control.to(x.writes), x)
    preserved |= term(.atomicPair, omitted, x.rmw, x)
    return Propagation(
      preserved: preserved, light: x.empty, full: term(.sync, omitted, x.fenced(), x)
    ).permits(x, without: omitted?.rawValue)
  }
}
