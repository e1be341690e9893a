import AIORing

/// What is verified: the orderings of a strategy, or orderings given edge by edge.
public struct Subject: Sendable {
  /// The strategy; nil for orderings that are given edge by edge.
  public let entry: StrategyEntry?
  public let barriers: AssignedBarriers
  /// The edges at which orderings are given; those of a strategy all are.
  public let edges: Set<Edge>

  /// A strategy.
  public init(_ entry: StrategyEntry) {
    (self.entry, barriers, edges) = (entry, entry.barriers, Set(Edge.allCases))
  }

  /// Orderings given at all edges.
  public init(edges: AssignedBarriers) { self.init(edges: EdgeAssignment(edges)) }

  /// Orderings given at some edges.
  public init(edges: EdgeAssignment) {
    (entry, barriers, self.edges) = (nil, edges.barriers, edges.edges)
  }

  /// The strategy's name; nil for orderings that are given edge by edge.
  public var strategy: String? { entry?.name }

  /// The strategy's name, or the orderings given, as text.
  public var name: String { entry?.name ?? EdgeAssignment(barriers, at: edges).text }

  /// The shapes in which there is something to judge: those with an ordering at one of the two edges that make up for
  /// each other, and the whole ring if both of its pairs have one.
  public var shapes: [RingShape] {
    let pairs = [RingShape.publishObserve, .claimRetire, .wakeSleep].filter {
      !edges.isDisjoint(with: $0.edges)
    }
    let isWhole = pairs.contains(.publishObserve) && pairs.contains(.claimRetire)
    return pairs + (isWhole ? [.ring] : [])
  }

  /// Whether it claims to be correct in a shape under a model. Orderings given edge by edge are asked about, so that
  /// they count as claimed.
  public func claims(_ shape: RingShape, under model: Model) -> Bool {
    guard let entry else { return true }
    return entry.correctnessClaim.covers(model) && (shape != .wakeSleep || entry.claimsWakeUps)
  }
}
