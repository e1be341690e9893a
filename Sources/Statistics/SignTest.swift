import Foundation

/// The sign test (Arbuthnott, 1710): is either side the larger more often than chance has it? Exact for any
/// distribution. Ranks would say more of a bell; but where many pairs differ by what the machine did to one side,
/// those have the highest ranks and drown a small difference that nearly every quiet pair shows.
public enum SignTest {
  /// How likely signs at least as one-sided as those of `differences` are when neither side is slower; two-sided.
  /// Zeros say nothing. 1 for an empty sample.
  public static func pValue(_ differences: [Double]) -> Double {
    let positive = differences.count { $0 > 0 }
    let negative = differences.count { $0 < 0 }
    let count = positive + negative
    // Logarithms, since the binomial coefficients of a long campaign are no longer numbers.
    var logChance = -Double(count) * log(2)
    var tail = 0.0
    for successes in 0...min(positive, negative) {
      if successes > 0 { logChance += log(Double(count - successes + 1) / Double(successes)) }
      tail += exp(logChance)
    }
    return min(1, 2 * tail)
  }
}
