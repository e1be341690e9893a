/// When a sample that grows is looked at, and how much of the level of error each look may spend: looking often
/// must not make a false alarm likely.
public struct Looks: Sendable {
  /// The error that all looks together may make.
  public let level: Double
  /// Rounds before the first look.
  public let first: Int

  public init(level: Double, first: Int) { (self.level, self.first) = (level, first) }

  /// From one look to the next the sample grows by half.
  private static let growth = 1.5

  /// What look number `look`, from 1, may spend: 1/2, 1/6, 1/12, ... of the level, whose sum over any number of
  /// looks stays below it (Bonferroni over looks; the idea of spending: Lan and DeMets, Biometrika 70, 1983).
  public func level(of look: Int) -> Double { level / Double(look * (look + 1)) }

  /// The number of the look that is due after so many rounds; nil if none is.
  public func due(after rounds: Int) -> Int? {
    var (look, at) = (1, first)
    while at < rounds {
      at = Int((Double(at) * Self.growth).rounded(.up))
      look += 1
    }
    return at == rounds ? look : nil
  }
}
