import AIORing

/// Which edges of a violated ring lack an order, found by putting a full barrier there and looking again.
public enum MissingEdges {
  /// The fewest edges at which a full barrier makes the violation go away; empty where none helps.
  public static func find(
    _ subject: Subject, under model: Model, shape: RingShape, settings: VerificationSettings = .init()
  ) -> [Edge] {
    // Under a lock, or with the tail stored first, nothing that stands at an edge is at fault.
    if subject.barriers.lock != nil || subject.barriers.storesTailFirst { return [] }
    let candidates = shape.edges
    for size in 1...candidates.count {
      for subset in candidates.subsets(of: size) {
        var barriers = subject.barriers
        for edge in subset { barriers[edge] = .mb }
        let repaired = Verification(Subject(edges: barriers), under: model, shape: shape, settings: settings)
        if repaired.verdict == .forbidden { return subset }
      }
    }
    return []
  }
}

extension Array {
  /// The subsets of that many elements, in order.
  func subsets(of size: Int) -> [[Element]] {
    if size == 0 { return [[]] }
    if size > count { return [] }
    let rest = Array(dropFirst())
    return rest.subsets(of: size - 1).map { [self[0]] + $0 } + rest.subsets(of: size)
  }
}
