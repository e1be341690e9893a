import AIORing

/// What an ordering at an edge costs, to rank assignments by.
///
/// Without measurements, the sum of the relative costs of the instructions that it becomes
/// (AIORing's `Instruction.relativeCost`).
public struct OrderingCost: Sendable {
  /// The cost of each ordering at each edge as measured on this machine, ns; a search leaves out orderings that are
  /// missing.
  public var measured: [Edge: [Ordering: Double]]?

  public init(measured: [Edge: [Ordering: Double]]? = nil) { self.measured = measured }

  /// The unit of the costs.
  public var unit: String { measured == nil ? "relative" : "ns" }

  /// The relative cost of an ordering where the model knows no instructions.
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
    if let measured { return measured[edge]?[ordering] }
    guard case .instructions(let mapping, _) = model.page.lowering(ia64: .plain) else {
      return Self.steps(ordering)
    }
    func steps(_ access: AccessInstructions) -> Double {
      (access.before?.relativeCost ?? 0) + access.access.relativeCost + (access.after?.relativeCost ?? 0)
    }
    if ordering.isFence { return mapping.fence(ordering)?.relativeCost ?? 0 }
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
  /// Whether this ordering orders everything that another does, on every architecture: a search relies on it.
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
