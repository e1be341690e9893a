import AIORing

/// The verdict on a strategy on one architecture in a word: a column of the closing table.
public struct StrategyVerdict: Sendable, Codable, Equatable {
  public var strategy: String
  public var model: Model
  public var verdict: Verdict
  /// The edges at which an order is missing.
  public var missing: [Edge]
  /// Whether the strategy claims to be correct there.
  public var isClaimed: Bool

  /// Each strategy, by default of the whole catalogue, under each model, strategy by strategy: one push and one pop, a refilled slot,
  /// the ring with reuse, and, if the strategy claims that sleepers are woken, the sleeping consumer.
  public static func all(
    of entries: [StrategyEntry] = Catalogue.entries, models: [Model] = Model.allCases,
    settings: VerificationSettings = .init()
  ) -> [StrategyVerdict] {
    let table = VerdictTable(
      entries.map { Subject($0) }, models: models, shapes: RingShape.allCases, settings: settings)
    return entries.enumerated().flatMap { index, entry in
      models.map { model in
        let cells = table.cells(index, model).filter {
          entry.claimsWakeUps || $0.verification.shape != .wakeSleep
        }
        let verdicts = cells.map(\.verification.verdict)
        let missing = Set(cells.flatMap(\.missing))
        return StrategyVerdict(
          strategy: entry.name, model: model,
          verdict: verdicts.contains(.allowed)
            ? .allowed : verdicts.contains(.unknown) ? .unknown : .forbidden,
          missing: Edge.allCases.filter(missing.contains), isClaimed: entry.correctnessClaim.covers(model))
      }
    }
  }
}
