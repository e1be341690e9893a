import RunRecord

/// The peers' rows that hung. A row that hung once would cost its time limit in every round: it is not run again.
struct HungPeers {
  private var rows: Set<RowKey> = []

  init(_ trials: [TrialRecord]) { for trial in trials { note(trial.outcome, of: trial.spec.row) } }

  mutating func note(_ outcome: TrialRecord.Outcome, of row: RowKey) {
    if row.isPeer, outcome == .hung { rows.insert(row) }
  }

  /// How the trial ends without being run; nil if it is to be run.
  func ending(of row: RowKey) -> TrialProcess.Ending? {
    guard rows.contains(row) else { return nil }
    return TrialProcess.Ending(
      outcome: .failed, message: "not run: it hung in an earlier round", result: nil, seconds: 0)
  }
}
