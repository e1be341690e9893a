import RunRecord

/// The rows whose trial hung or crashed.
///
/// A peer's row that hung once would cost its time limit in every round: it is not run again. The bursts of the others do not
/// alternate with those of other rows again, since which row it was is only known where each runs by itself.
struct TroubledRows {
  private(set) var rows: Set<RowKey> = []
  private var hungPeers: Set<RowKey> = []

  init(_ trials: [TrialRecord]) { for trial in trials { note(trial.outcome, of: trial.spec.row) } }

  mutating func note(_ outcome: TrialRecord.Outcome, of row: RowKey) {
    if outcome == .hung || outcome == .crashed { rows.insert(row) }
    if row.isPeer, outcome == .hung { hungPeers.insert(row) }
  }

  /// How the trial ends without being run; nil if it is to be run.
  func ending(of row: RowKey) -> TrialProcess.Ending? {
    guard hungPeers.contains(row) else { return nil }
    return TrialProcess.Ending(
      outcome: .failed, message: "not run: it hung in an earlier round", result: nil, seconds: 0)
  }
}
