import AIORing
import WeakMemory

/// Which edges of a strategy are needed where, as `ringbench verify --ablate` prints it.
public struct AblationReport {
  let ablation: Ablation

  public init(_ ablation: Ablation) { self.ablation = ablation }

  /// A row for each edge, a column for each model: what would do at the edge.
  public var text: String {
    let edges = Edge.allCases.filter { edge in ablation.rows.contains { $0.edge == edge } }
    let models = ablation.models.map { model in
      TextTable<Edge>.Column.word(model.rawValue, minimumWidth: 14) { edge in cell(edge, model) }
    }
    let table = TextTable<Edge>(
      columns: [
        .word("edge", minimumWidth: 25) { edge in
          let ordering = ablation.rows.first { $0.edge == edge }?.ordering ?? .none
          return "\(edge.rawValue)=\(ordering.rawValue)"
        }
      ] + models, gap: 1)
    return [table.text(edges), Self.legend].joined(separator: "\n")
  }

  private func cell(_ edge: Edge, _ model: Model) -> String {
    guard let row = ablation.rows.first(where: { $0.edge == edge && $0.model == model }) else { return "" }
    let sufficient = row.sufficient?.rawValue ?? "(lost)"
    return !row.isCorrect ? "!\(sufficient)" : row.isNeeded ? sufficient : "-"
  }

  private static let legend = """

    -          not needed: no violation without it
    ORDERING   needed; the cheapest that does, all else as the strategy has it
    !ORDERING  violated as the strategy has it; the cheapest that would do
    !(lost)    violated whatever stands there
    """
}
