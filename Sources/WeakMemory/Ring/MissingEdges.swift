import AIORing
import Algorithms

/// Which edges of a violated ring lack an order, found by putting a full barrier there and looking again.
public enum MissingEdges {
  /// The fewest edges at which a full barrier makes the violation go away; empty where none helps.
  public static func find(
    _ subject: Subject, under model: Model, shape: RingShape, settings: VerificationSettings = .init()
  ) -> [Edge] {
    // With a lock, or with the tail stored first, the fault is not at an edge.
    if subject.barriers.lock != nil || subject.barriers.storesTailFirst { return [] }
    let edges = shape.edges
    for subset in edges.combinations(ofCount: 1...edges.count) {
      var barriers = subject.barriers
      for edge in subset { barriers[edge] = .mb }
      let repaired = Verification(Subject(edges: barriers), under: model, shape: shape, settings: settings)
      if repaired.verdict == .forbidden { return subset }
    }
    return []
  }
}
