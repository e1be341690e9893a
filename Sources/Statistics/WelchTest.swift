import Foundation

/// The mean and deviation of a sample, and how reliable the deviation is.
public struct SampleMoments: Equatable, Sendable {
  public var mean: Double
  public var deviation: Double
  public var count: Int
  /// Degrees of freedom of the deviation.
  public var freedom: Double

  /// A deviation that was computed from all values.
  public init(mean: Double, deviation: Double, count: Int) {
    (self.mean, self.deviation, self.count, freedom) = (mean, deviation, count, Double(count - 1))
  }

  /// An estimate from the median and the quartiles of a normal distribution, whose quartiles lie 1.349 deviations apart:
  /// it is as reliable as a deviation computed from 0.37 of the values (Mosteller and Tukey, *Data Analysis and Regression*, 1977).
  public init(median: Double, quartiles: ClosedRange<Double>, count: Int) {
    (mean, self.count) = (median, count)
    deviation = (quartiles.upperBound - quartiles.lowerBound) / 1.349
    freedom = 0.37 * Double(count - 1)
  }

  /// The mean and the standard deviation; nil for fewer than two values.
  public init?(of values: [Double]) {
    guard values.count >= 2 else { return nil }
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.init(mean: mean, deviation: (squares / Double(values.count - 1)).squareRoot(), count: values.count)
  }
}

/// Welch's test (1947): do two unpaired samples with unequal variances have the same mean?
public struct WelchTest: Equatable, Sendable {
  /// The second mean minus the first.
  public let difference: Double
  /// Its standard error.
  public let error: Double
  /// Degrees of freedom.
  public let freedom: Double

  /// Nil where a sample has fewer than two values, or neither varies: then nothing is known of the noise.
  public init?(_ base: SampleMoments, _ candidate: SampleMoments) {
    guard base.count >= 2, candidate.count >= 2 else { return nil }
    let first = base.deviation * base.deviation / Double(base.count)
    let second = candidate.deviation * candidate.deviation / Double(candidate.count)
    guard first + second > 0 else { return nil }
    difference = candidate.mean - base.mean
    error = (first + second).squareRoot()
    freedom =
      (first + second) * (first + second)
      / (first * first / base.freedom + second * second / candidate.freedom)
  }

  /// Two-sided.
  public var pValue: Double { StudentT.twoSided(difference / error, freedom: freedom) }

  /// The confidence interval of the difference.
  public func interval(level: Double) -> ClosedRange<Double> {
    let reach = StudentT.quantile(twoSided: 1 - level, freedom: freedom) * error
    return (difference - reach)...(difference + reach)
  }
}

/// Student's distribution.
public enum StudentT {
  /// The chance of a value at least as far from zero as `t`.
  public static func twoSided(_ t: Double, freedom: Double) -> Double {
    incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5)
  }

  /// The distance from zero that is exceeded with the chance `chance`.
  public static func quantile(twoSided chance: Double, freedom: Double) -> Double {
    var (low, high) = (0.0, 1e6)
    for _ in 0..<100 {
      let middle = (low + high) / 2
      if twoSided(middle, freedom: freedom) > chance { low = middle } else { high = middle }
    }
    return high
  }

  /// The regularised incomplete beta function by its continued fraction (DLMF 8.17.22), evaluated by Lentz's
  /// method.
  static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    guard x > 0 else { return 0 }
    guard x < 1 else { return 1 }
    // The fraction converges fast on this side of the mean.
    if x > (a + 1) / (a + b + 2) { return 1 - incompleteBeta(1 - x, b, a) }
    let scale: Double = lgamma(a + b) - lgamma(a) - lgamma(b)
    let power: Double = a * log(x) + b * log(1 - x)
    let front = exp(scale + power) / a
    func away(_ value: Double) -> Double { abs(value) < 1e-300 ? 1e-300 : value }
    var numerator = 1.0
    var denominator = 1 / away(1 - (a + b) * x / (a + 1))
    var fraction = denominator
    for step in 1...500 {
      let m = Double(step)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      for term in [even, odd] {
        denominator = 1 / away(1 + term * denominator)
        numerator = away(1 + term / numerator)
        fraction *= denominator * numerator
      }
      if abs(denominator * numerator - 1) < 1e-14 { break }
    }
    return front * fraction
  }
}
