/// The rows of the trials during which two CPUs were in one other state than in most trials of a workload.
public struct OtherState: Codable, Sendable {
  /// The state, the CPUs, the workload and the number of trials.
  public var placement: PlacementRecord
  /// Of these trials alone: figures, ratios to `none` and groups are within the state.
  public var rows: [SummaryRow]
  /// How the rows were told apart; absent where the workload ranks nothing or no two rows have a figure.
  public var rankings: [RankingRecord]?

  public init(placement: PlacementRecord, rows: [SummaryRow], rankings: [RankingRecord]?) {
    (self.placement, self.rows, self.rankings) = (placement, rows, rankings)
  }
}

/// Which states of the two CPUs have rows in a summary.
public enum StatesWithRows: String, CaseIterable, Sendable {
  /// The one that most trials of a workload were in.
  case usual
  /// Each on its own.
  case each
}
