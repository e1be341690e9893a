import Foundation

/// The sign test (Arbuthnott, 1710): is one side larger more often than chance explains? Exact for any distribution. A
/// rank test has more power for normal distributions. But where the machine disturbed one side of many pairs, those pairs
/// have the highest ranks and hide a small difference that nearly every undisturbed pair shows.
public enum SignTest {
  /// How likely signs at least as one-sided as those of `differences` are when neither side is slower; two-sided.
  /// Zeros are ignored. 1 for an empty sample.
  public static func pValue(_ differences: [Double]) -> Double {
    let positive = differences.count { $0 > 0 }
    let negative = differences.count { $0 < 0 }
    let count = positive + negative
    // Logarithms, since the binomial coefficients of a long campaign overflow.
    var logChance = -Double(count) * log(2)
    var tail = 0.0
    for successes in 0...min(positive, negative) {
      if successes > 0 { logChance += log(Double(count - successes + 1) / Double(successes)) }
      tail += exp(logChance)
    }
    return min(1, 2 * tail)
  }
}
