import AIORing

/// Each edge of a strategy dropped and weakened in turn: which are needed, and what would do, on each architecture.
public struct Ablation: Sendable {
  /// One edge under one model, with everything else as the strategy has it.
  public struct Row: Sendable, Encodable {
    public var strategy: String
    public var edge: Edge
    /// The strategy's own ordering there.
    public var ordering: Ordering
    public var model: Model
    /// Whether the strategy as it is shows no violation that this edge could bring.
    public var isCorrect: Bool
    /// Whether dropping the edge's ordering allows a violation.
    public var isNeeded: Bool
    /// The cheapest ordering there with which the strategy is correct; nil if there is none.
    public var sufficient: Ordering?

    enum CodingKeys: String, CodingKey {
      case strategy, edge, ordering, model
      case isCorrect = "correct"
      case isNeeded = "needed"
      case sufficient
    }
  }

  public var rows: [Row] = []
  public let models: [Model]

  public init(_ subject: Subject, models: [Model], settings: VerificationSettings = .init()) {
    self.models = models
    let costs = OrderingCost()
    // Only the whole ring has pushes for several producers.
    let shapes = settings.sharing == nil ? RingShape.allCases : [.ring]
    for edge in Edge.allCases {
      guard let shape = shapes.first(where: { $0.edges.contains(edge) }) else { continue }
      for model in models {
        func isRight(_ ordering: Ordering) -> Bool {
          var barriers = subject.barriers
          barriers[edge] = ordering
          let changed = Subject(edges: barriers)
          return Verification(changed, under: model, shape: shape, settings: settings).verdict == .forbidden
        }
        let candidates = ([.none] + MinimalAssignment.candidates(at: edge, under: model)).sorted {
          (costs.cost($0, at: edge, under: model) ?? 0, OrderingCost.steps($0))
            < (costs.cost($1, at: edge, under: model) ?? 0, OrderingCost.steps($1))
        }
        let isCorrect = isRight(subject.barriers[edge])
        rows.append(
          Row(
            strategy: subject.name, edge: edge, ordering: subject.barriers[edge], model: model,
            isCorrect: isCorrect, isNeeded: isCorrect && !isRight(.none),
            sufficient: candidates.first(where: isRight)))
      }
    }
  }
}
