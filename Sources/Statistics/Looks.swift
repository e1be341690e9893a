/// When a growing sample is looked at, and how much of the error level each look may spend, so that repeated looks do not
/// make a false alarm likely.
public struct Looks: Sendable {
  /// The error level of all looks together.
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
    let next = next(from: rounds)
    return next.at == rounds ? next.look : nil
  }

  /// The number of the first look that is due after more than so many rounds: used when the time is
  /// up between two looks.
  public func next(after rounds: Int) -> Int { next(from: rounds + 1).look }

  /// After how many rounds the first look is due that is due after more than so many.
  public func nextCount(after rounds: Int) -> Int { next(from: rounds + 1).at }

  private func next(from rounds: Int) -> (look: Int, at: Int) {
    var next = (look: 1, at: first)
    while next.at < rounds { next = (next.look + 1, Int((Double(next.at) * Self.growth).rounded(.up))) }
    return next
  }
}
