import Foundation

/// Whether positive values come in two groups, as those of two spinning threads often do.
///
/// The test statistic is the share of the variance of the logarithms that is left within two groups, split where
/// that leaves least. One group, spread as evenly as one group can be, gives about a quarter; a normal
/// distribution more. The threshold is the value that one in a thousand uniform samples of the same size falls below.
public struct TwoModes: Equatable, Sendable {
  /// The medians of the groups.
  public var low: Double
  public var high: Double
  /// The share of the values in the lower group.
  public var lowShare: Double

  /// A group has at least this share of the values: a few outliers are not a mode.
  private static let leastShare = 0.1
  /// Fewer values than this are not tested.
  private static let leastCount = 10
  /// Two modes closer than this ratio count as one.
  private static let leastRatio = 1.1

  /// Nil where there is one mode.
  public init?(of values: [Double]) {
    let logs = values.filter { $0 > 0 }.map { Foundation.log($0) }.sorted()
    guard logs.count >= Self.leastCount, let split = Self.split(logs) else { return nil }
    let (below, above) = (Array(logs[..<split.index]), Array(logs[split.index...]))
    guard let lowLog = median(of: below), let highLog = median(of: above),
      highLog - lowLog > Foundation.log(Self.leastRatio),
      split.within < Self.threshold(count: logs.count)
    else { return nil }
    (low, high) = (Foundation.exp(lowLog), Foundation.exp(highLog))
    lowShare = Double(below.count) / Double(logs.count)
  }

  /// The split of sorted values that leaves the least variance within, and that share; nil if all are the same.
  private static func split(_ sorted: [Double]) -> (index: Int, within: Double)? {
    let mean = sorted.reduce(0, +) / Double(sorted.count)
    let centred = sorted.map { $0 - mean }
    let all = centred.reduce(0) { $0 + $1 * $1 }
    guard all > 0 else { return nil }
    let least = max(2, Int((leastShare * Double(sorted.count)).rounded(.up)))
    var sum = 0.0
    var best: (index: Int, within: Double)?
    for index in 1..<sorted.count {
      sum += centred[index - 1]
      guard index >= least, sorted.count - index >= least else { continue }
      // Between two groups whose centred sums are `sum` and `-sum`.
      let between = sum * sum / Double(index) + sum * sum / Double(sorted.count - index)
      if best.map({ 1 - between / all < $0.within }) ?? true { best = (index, 1 - between / all) }
    }
    return best
  }

  private static func threshold(count: Int) -> Double {
    var generator = SeededGenerator(seed: 1)
    // Larger samples vary less: the threshold for 200 values is safe for them too.
    let count = min(count, 200)
    let shares = (0..<1000).compactMap { _ in
      split((0..<count).map { _ in Double.random(in: 0..<1, using: &generator) }.sorted())?.within
    }
    return shares.min() ?? 0
  }
}
