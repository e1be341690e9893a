import AIORing
import RunRecord
import WeakMemory

extension VerificationRecord {
  /// What the checker says of strategies under every memory model, shape by shape.
  public static func all(of strategies: [StrategyEntry]) -> [VerificationRecord] {
    VerdictTable(strategies.map { Subject($0) }, models: Model.allCases).records
  }

  /// The same of the readers in the field. Nobody sleeps on the mapped ring: wake-ups are not asked about.
  public static var readers: [VerificationRecord] {
    VerdictTable(
      Catalogue.readers.map { Subject($0) }, models: Model.allCases,
      shapes: [.publishObserve, .claimRetire, .ring]
    ).records
  }
}
