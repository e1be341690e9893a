import Foundation

/// The exact confidence interval of a median, whatever the distribution: two order statistics of the sample (Thompson,
/// 1936; David and Nagaraja, *Order Statistics*, 2003, section 7.1). It is what the sign test does not reject.
public enum MedianInterval {
  /// The shortest such interval that covers the median with a chance of at least 1 - `error`; nil where the sample is so
  /// small that even its extremes do not: fewer than 8 values for an error of 1 %.
  public static func exact(_ values: [Double], error: Double) -> ClosedRange<Double>? {
    let sorted = values.sorted()
    guard let outside = outside(count: sorted.count, error: error) else { return nil }
    return sorted[outside]...sorted[sorted.count - 1 - outside]
  }

  /// How many values lie outside the interval on each side.
  private static func outside(count: Int, error: Double) -> Int? {
    guard count > 0 else { return nil }
    // Logarithms, since the binomial coefficients of a long campaign overflow.
    var logChance = -Double(count) * log(2)
    var tail = 0.0
    var outside: Int?
    for successes in 0..<(count + 1) / 2 {
      if successes > 0 { logChance += log(Double(count - successes + 1) / Double(successes)) }
      tail += exp(logChance)
      // The sum of n chances is exact to some n roundings.
      guard 2 * tail <= error * (1 + 1e-12) else { break }
      outside = successes
    }
    return outside
  }
}
