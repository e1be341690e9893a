import AIORing
import Algorithms
import WeakMemory

/// Which edges of a strategy are needed where, as `ringbench verify --ablate` prints it.
public struct AblationReport {
  let ablation: Ablation

  public init(_ ablation: Ablation) { self.ablation = ablation }

  /// A row for each edge, a column for each model: the cheapest ordering that does at the edge.
  public var text: String {
    let edges = ablation.rows.map(\.edge).uniqued()
    let models = ablation.models.map { model in
      TextTable<Edge>.Column.word(model.rawValue) { edge in cell(edge, model) }
    }
    let table = TextTable<Edge>(columns: [.word("edge", header)] + models)
    return [table.text(Array(edges)), Self.legend].joined(separator: "\n")
  }

  private func header(_ edge: Edge) -> String {
    let ordering = ablation.rows.first { $0.edge == edge }?.ordering ?? .none
    return "\(edge.rawValue)=\(ordering.rawValue)"
  }

  private func cell(_ edge: Edge, _ model: Model) -> String {
    guard let row = ablation.rows.first(where: { $0.edge == edge && $0.model == model }) else {
      return Figures.absent
    }
    return (row.isCorrect ? "" : "!") + (row.sufficient?.rawValue ?? "")
  }

  private static let legend = """

    ORDERING   the cheapest that does at the edge, all else as the strategy has it; none: nothing is needed
    !ORDERING  violated as the strategy has it; the cheapest that would do
    !          violated whatever stands at the edge
    """
}
