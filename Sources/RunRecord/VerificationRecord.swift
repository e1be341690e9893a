import AIORing
import WeakMemory

/// What the checker says of one strategy under one memory model in one shape.
public struct VerificationRecord: Codable, Sendable, Equatable {
  /// The strategy, or the orderings that were given edge by edge.
  public var strategy: String
  public var model: Model
  /// nil in results of before shapes were recorded: the verdict is then on all shapes that the strategy claims.
  public var shape: RingShape?
  public var verdict: Verdict
  /// The edges at which an order is missing; none where no barrier at an edge would help.
  public var missingEdges: [Edge]
  /// Whether plain accesses to the payload would race, where the language has data races; nil in older results.
  public var dataRace: Bool?
  /// Whether the strategy claims to be correct in this shape under this model.
  public var claimed: Bool

  public init(
    strategy: String, model: Model, shape: RingShape?, verdict: Verdict, missingEdges: [Edge] = [],
    dataRace: Bool? = false, claimed: Bool = true
  ) {
    (self.strategy, self.model, self.shape) = (strategy, model, shape)
    (self.verdict, self.missingEdges) = (verdict, missingEdges)
    (self.dataRace, self.claimed) = (dataRace, claimed)
  }

  /// A cell of the checker's table.
  public init(_ cell: VerdictTable.Cell) {
    let verification = cell.verification
    (strategy, model, shape) = (verification.subject.name, verification.model, verification.shape)
    (verdict, missingEdges) = (verification.verdict, cell.missing)
    (dataRace, claimed) = (verification.race != nil, cell.isClaimed)
  }
}

extension VerdictTable {
  /// The verdicts as results keep them.
  public var records: [VerificationRecord] { cells.map(VerificationRecord.init) }
}
