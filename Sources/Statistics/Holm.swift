/// Holm's step-down correction (1979): the chance that any true null hypothesis of several is rejected stays below
/// the level, whatever their dependence.
public enum Holm {
  /// Which hypotheses are rejected at `level`.
  public static func rejected(_ pValues: [Double], level: Double) -> [Bool] {
    var rejected = [Bool](repeating: false, count: pValues.count)
    for (step, index) in pValues.indices.sorted(by: { pValues[$0] < pValues[$1] }).enumerated() {
      guard pValues[index] <= level / Double(pValues.count - step) else { break }
      rejected[index] = true
    }
    return rejected
  }
}
