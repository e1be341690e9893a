import Analysis
import RunRecord

/// One-thread rows all of whose trials ran on a core that was slower than at its fastest.
struct SlowRows {
  private var trials: [RowKey: [TrialRecord]] = [:]

  init(_ trials: [TrialRecord]) { for trial in trials { note(trial) } }

  mutating func note(_ trial: TrialRecord) {
    guard trial.spec.row.workload.isAlone, trial.result != nil else { return }
    trials[trial.spec.row, default: []].append(trial)
  }

  /// Gives a row up.
  mutating func drop(_ row: RowKey) { trials[row] = nil }

  /// The latest trial of each such row, the earliest first.
  func specs(_ speeds: CoreSpeeds) -> [TrialSpec] {
    trials.values.filter { $0.allSatisfy { speeds.wasSlow($0.result?.noise, of: $0.spec) } }.compactMap(
      \.last
    )
    .sorted { $0.index < $1.index }.map(\.spec)
  }
}
