import AIORing

/// Each edge of a strategy dropped and weakened in turn: which are needed, and what would do, on each architecture.
public struct Ablation: Sendable {
  /// One edge under one model, everything else as the strategy has it.
  public struct Row: Sendable, Encodable {
    public var strategy: String
    public var edge: Edge
    /// What the strategy has there.
    public var ordering: Ordering
    public var model: Model
    /// Whether the strategy as it is shows no violation that this edge could bring.
    public var isCorrect: Bool
    /// Whether dropping the edge's ordering lets a violation in.
    public var isNeeded: Bool
    /// The cheapest ordering that does there; nil if the strategy is violated whatever stands there.
    public var sufficient: Ordering?

    enum CodingKeys: String, CodingKey {
      case strategy, edge, ordering, model
      case isCorrect = "correct"
      case isNeeded = "needed"
      case sufficient
    }
  }

  public var rows: [Row] = []
  private let models: [Model]

  public init(_ subject: Subject, models: [Model], settings: VerificationSettings = .init()) {
    self.models = models
    let costs = OrderingCost()
    for edge in Edge.allCases {
      let shape = RingShape.allCases.first { $0.edges.contains(edge) } ?? .ring
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

  /// A row an edge, a column a model: what would do at the edge.
  public var text: String {
    func pad(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: max(width - text.count, 0))
    }
    var lines = [pad("edge", 26) + models.map { pad($0.rawValue, 15) }.joined()]
    for edge in Edge.allCases {
      let edgeRows = rows.filter { $0.edge == edge }
      guard let first = edgeRows.first else { continue }
      let cells = edgeRows.map { row in
        let enough = row.sufficient?.rawValue ?? "(lost)"
        return pad(!row.isCorrect ? "!\(enough)" : row.isNeeded ? enough : "-", 15)
      }
      lines.append(pad("\(edge.rawValue)=\(first.ordering.rawValue)", 26) + cells.joined())
    }
    lines = lines.map { line in
      var line = line[...]
      while line.last == " " { line = line.dropLast() }
      return String(line)
    }
    return
      (lines + [
        "", "-          not needed: no violation without it",
        "ORDERING   needed; the cheapest that does, all else as the strategy has it",
        "!ORDERING  violated as the strategy has it; the cheapest that would do",
        "!(lost)    violated whatever stands there",
      ]).joined(separator: "\n")
  }
}
