/// A median over rounds with its confidence interval.
public struct MeasuredFigure: Codable, Equatable, Sendable {
  public var median: Double
  /// The ends of the exact 99 % confidence interval; absent where there are too few rounds for one.
  public var low: Double?
  public var high: Double?
  public var rounds: Int

  public init(median: Double, interval: ClosedRange<Double>?, rounds: Int) {
    (self.median, low, high) = (median, interval?.lowerBound, interval?.upperBound)
    self.rounds = rounds
  }

  /// Half the interval's width, as a share of the median; nil without an interval.
  public var relativeHalfWidth: Double? {
    guard let low, let high, median > 0 else { return nil }
    return (high - low) / 2 / median
  }

  /// The confidence of all intervals in files and tables.
  public static let confidence = 0.99
}
