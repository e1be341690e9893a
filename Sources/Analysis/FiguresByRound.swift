import RunRecord

/// Every row's figure in every round, for ratios within the round.
struct FiguresByRound {
  private let figures: [RowKey: [Int: Double]]

  init(_ groups: [RowKey: [TrialRecord]]) {
    figures = groups.mapValues(\.figuresByRound)
  }

  /// Each round's figure over the same round's lower bound; nil where the row has none.
  func ratios(of row: RowKey, _ trials: [TrialRecord]) -> (name: String, values: [Double])? {
    guard let bound = LowerBound(of: row), let key = figures.keys.first(where: bound.isThis),
      let rounds = figures[key]
    else { return nil }
    let ratios = trials.compactMap { trial -> Double? in
      guard let result = trial.result else { return nil }
      // Where the host moves virtual CPUs, only the bounce right before and after the trial bounds it, not one measured
      // seconds ago.
      let own = key.workload == .lineBounce ? result.noise?.bounceNs : nil
      guard let boundNs = own ?? rounds[trial.round], boundNs > 0 else { return nil }
      return result.figureNs.map { $0 / (boundNs * bound.factor) }
    }
    return ratios.isEmpty ? nil : (bound.name, ratios)
  }
}

extension [TrialRecord] {
  /// One row's figure by round, of the trials that have one.
  var figuresByRound: [Int: Double] {
    Dictionary(
      compactMap { trial in trial.result?.figureNs.map { (trial.round, $0) } },
      uniquingKeysWith: { $1 })
  }
}

extension TrialResult {
  /// The trial's figure, ns; nil if it measured none, as offered load does where not even the lowest rates were sustained.
  public var figureNs: Double? { nsPerOperation.count > 0 ? nsPerOperation.median : nil }
}
