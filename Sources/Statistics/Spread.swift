/// The median of a sample and its quartiles.
public struct Spread: Codable, Equatable, Sendable {
  public var median: Double
  /// The lower quartile.
  public var low: Double
  /// The upper quartile.
  public var high: Double
  /// How many values.
  public var count: Int

  /// The quartiles of `values`; zeroes if there are none.
  public init(of values: [Double]) {
    let sorted = values.sorted()
    func at(_ share: Double) -> Double { quantile(share, ofSorted: sorted) ?? 0 }
    (median, low, high, count) = (at(0.5), at(0.25), at(0.75), sorted.count)
  }
}
