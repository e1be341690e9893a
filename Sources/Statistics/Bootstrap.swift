/// Confidence intervals by resampling (Efron and Tibshirani, *An Introduction to the
/// Bootstrap*, 1993, chapter 13: the percentile interval). The seed is part of it: the same sample gives the same
/// interval.
public struct Bootstrap: Sendable {
  /// How many resamples are drawn.
  public var draws: Int
  public var seed: UInt64

  public init(draws: Int = 2000, seed: UInt64 = 1) { (self.draws, self.seed) = (draws, seed) }

  /// An interval for the median of the distribution that `values` were drawn from. If the values are differences within
  /// rounds, it is the paired interval.
  ///
  /// - Parameter level: The confidence, for example 0.99.
  /// - Returns: Nil for fewer than two values.
  public func intervalOfMedian(_ values: [Double], level: Double) -> ClosedRange<Double>? {
    guard values.count >= 2 else { return nil }
    var generator = SeededGenerator(seed: seed)
    var drawn = values
    let medians = (0..<draws).compactMap { _ in
      for index in drawn.indices { drawn[index] = values[Int.random(in: values.indices, using: &generator)] }
      return median(of: drawn)
    }.sorted()
    return interval(medians, level)
  }

  private func interval(_ sorted: [Double], _ level: Double) -> ClosedRange<Double>? {
    let tail = Int(Double(sorted.count) * (1 - level) / 2)
    guard sorted.indices.contains(tail) else { return nil }
    return sorted[tail]...sorted[sorted.count - 1 - tail]
  }
}
