/// Wilcoxon's signed-rank test (1945): do paired differences lie around zero? Exact for any sample, ties too: under
/// the null hypothesis every difference is as likely to have the other sign.
public enum SignedRank {
  /// How likely differences at least as one-sided as these are when neither side is slower; two-sided.
  /// 1 for an empty sample.
  public static func pValue(_ differences: [Double]) -> Double {
    let sorted = differences.filter { $0 != 0 }.sorted { abs($0) < abs($1) }
    guard !sorted.isEmpty else { return 1 }
    // Twice the rank, so that the mean of tied ranks is whole.
    var ranks: [Int] = []
    while ranks.count < sorted.count {
      let from = ranks.count
      let tied = sorted[from...].prefix { abs($0) == abs(sorted[from]) }.count
      ranks += Array(repeating: 2 * from + tied + 1, count: tied)
    }
    let total = ranks.reduce(0, +)
    let positive = zip(sorted, ranks).reduce(0) { $0 + ($1.0 > 0 ? $1.1 : 0) }
    // chances[s]: that the ranks of positive sign add up to s.
    var chances = [Double](repeating: 0, count: total + 1)
    chances[0] = 1
    var reached = 0
    for rank in ranks {
      for sum in stride(from: reached, through: 0, by: -1) {
        chances[sum] /= 2
        chances[sum + rank] += chances[sum]
      }
      reached += rank
    }
    let tail = min(positive, total - positive)
    return min(1, 2 * chances[...tail].reduce(0, +))
  }
}
