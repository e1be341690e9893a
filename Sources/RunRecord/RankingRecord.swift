/// Rows that differ in nothing but the strategy: how they were told apart. Their groups are in the rows themselves.
public struct RankingRecord: Codable, Sendable {
  /// The key of the cheapest row; the others have another strategy. In a ranking with peers that of the cheapest peer: the
  /// others are peers, and our rings in any layout.
  public var key: RowKey
  /// How many rows there are, the negative control included.
  public var rows: Int
  /// The error level of all pairs of rows together, over all looks at the growing campaign.
  public var level: Double
  /// Two rows whose medians may differ by no more than this are not told apart, per cent.
  public var marginPercent: Double
  /// The negative control over the row that it repeats: the ratio of two rows with the same code. Absent where it was not
  /// measured.
  public var negativeControl: MeasuredFigure?
  /// Whether those two were told apart: then nothing in this ranking can be trusted.
  public var isUntrustworthy: Bool

  public init(
    key: RowKey, rows: Int, level: Double, marginPercent: Double, negativeControl: MeasuredFigure?,
    isUntrustworthy: Bool
  ) {
    (self.key, self.rows, self.level, self.marginPercent) = (key, rows, level, marginPercent)
    (self.negativeControl, self.isUntrustworthy) = (negativeControl, isUntrustworthy)
  }
}
