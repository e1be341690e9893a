import AIORing

/// What an ordering at an edge costs, to rank assignments by.
///
/// Without measurements: steps on a scale of instructions, from the order in which manuals and McKenney ("Is Parallel
/// Programming Hard", chapter "Memory Ordering") rank them. Only the order between them means anything.
public struct OrderingCost: Sendable {
  /// Nanoseconds an ordering, as measured on this machine; orderings that are missing are left out of a search.
  public var measured: [Ordering: Double]?

  public init(measured: [Ordering: Double]? = nil) { self.measured = measured }

  /// What the figures are in.
  public var unit: String { measured == nil ? "relative" : "ns" }

  /// Steps for an instruction: nothing for ordinary accesses, little for accesses that order, more for barriers that
  /// order some pairs, most for those that make a store wait.
  static func steps(_ instruction: Instruction) -> Double {
    switch instruction {
    case .load, .store, .atomic, .lockedAtomic: 0
    case .ldapr, .ldar, .stlr, .ldAcq, .stRel, .ldaxr, .stlxr, .xchgAcq, .amoAq, .amoRl, .amoAqRl: 1
    case .sfence, .membarStoreStore, .membarLoadLoad, .wmb, .dmbIshst, .dmbIshld, .fenceRR, .fenceWW: 2
    case .membarLoads, .membarStores, .fenceRRW, .fenceRWW, .lwsync: 3
    case .lockAdd, .xchg, .membarStoreLoad, .membarAll, .mb, .mf, .sync, .dmbIsh, .fenceRWRW, .bcr: 6
    case .mfence: 8
    }
  }

  /// Steps for an ordering where the model knows no instructions.
  static func steps(_ ordering: Ordering) -> Double {
    switch ordering {
    case .none, .compiler: 0
    case .acquire, .release: 1
    case .rmb, .wmb, .sfence: 2
    case .acquireFence, .releaseFence: 3
    case .mb, .seqCst, .seqCstFence, .mfence, .mbUnlessTSO: 6
    case .membarrier: 6
    }
  }

  /// The cost of an ordering at an edge under a model; nil if it was not measured.
  public func cost(_ ordering: Ordering, at edge: Edge, under model: Model) -> Double? {
    if let measured { return measured[ordering] }
    guard case .instructions(let mapping, _) = model.page.lowering(ia64: .plain) else {
      return Self.steps(ordering)
    }
    func steps(_ access: AccessInstructions) -> Double {
      (access.before.map(Self.steps) ?? 0) + Self.steps(access.access) + (access.after.map(Self.steps) ?? 0)
    }
    if ordering.isFence { return mapping.fence(ordering).map(Self.steps) ?? 0 }
    // Which accesses carry an ordering that stands on the access.
    let loads: Bool
    let stores: Bool
    switch edge {
    case .claim, .observe: (loads, stores) = (true, false)
    case .publish, .retire: (loads, stores) = (false, true)
    case .wake, .sleep: (loads, stores) = (true, true)
    }
    return switch ordering {
    case .seqCst: (loads ? steps(mapping.load(.seqCst)) : 0) + (stores ? steps(mapping.store(.seqCst)) : 0)
    case .acquire, .release:
      (loads ? steps(mapping.load(.acquire)) : 0) + (stores ? steps(mapping.store(.release)) : 0)
    default: 0
    }
  }
}

extension Ordering {
  /// Whether this ordering orders all that another does, whatever the architecture: what a search may rely on.
  func isAtLeast(_ other: Ordering) -> Bool {
    if self == other { return true }
    switch (self, other) {
    case (_, .none): return true
    case (.none, _): return false
    case (_, .compiler): return true
    case (.mb, .acquire), (.mb, .release), (.mb, .rmb), (.mb, .wmb), (.mb, .acquireFence),
      (.mb, .releaseFence):
      return true
    case (.acquireFence, .acquire), (.acquireFence, .rmb), (.releaseFence, .release), (.releaseFence, .wmb):
      return true
    case (.seqCst, .acquire), (.seqCst, .release): return true
    default: return false
    }
  }
}
