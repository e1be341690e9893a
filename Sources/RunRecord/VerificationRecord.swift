import AIORing
import WeakMemory

/// What the checker says of one strategy, or of a ring of the program's own, under one memory model in one shape.
public struct VerificationRecord: Codable, Sendable, Equatable {
  /// The strategy, the orderings that were given edge by edge, or the ring of the program's own.
  public var strategy: String
  public var model: Model
  /// nil for a ring of the program's own, which is looked at whole, and in results of before shapes were recorded: the
  /// verdict is then on all shapes that the strategy claims.
  public var shape: RingShape?
  public var verdict: Verdict
  /// The edges at which an order is missing; none where no barrier at an edge would help.
  public var missingEdges: [Edge]
  /// Whether plain accesses to the payload would race, where the language has data races; nil in older results.
  public var dataRace: Bool?
  /// Whether the strategy claims to be correct in this shape under this model.
  public var claimed: Bool
  /// Of a ring of the program's own what is wrong, or which bound was hit; nil where nothing is, and for strategies.
  public var reason: String?
  /// The execution that shows it, in columns.
  public var witness: String?

  public init(
    strategy: String, model: Model, shape: RingShape?, verdict: Verdict, missingEdges: [Edge] = [],
    dataRace: Bool? = false, claimed: Bool = true
  ) {
    (self.strategy, self.model, self.shape) = (strategy, model, shape)
    (self.verdict, self.missingEdges) = (verdict, missingEdges)
    (self.dataRace, self.claimed) = (dataRace, claimed)
  }

  /// What the checker says of a ring of the program's own. A race is undefined whatever is read.
  public init(_ ring: RingVerdictRecord) {
    let verdict: Verdict =
      switch ring.verdict {
      case .forbidden: .forbidden
      case .allowed, .race, .deadlock: .allowed
      case .unknown: .unknown
      }
    self.init(
      strategy: ring.ring, model: ring.model, shape: nil, verdict: verdict, dataRace: ring.verdict == .race)
    (reason, witness) = (ring.reason, ring.witness)
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
