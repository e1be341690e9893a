/// One row of the catalogue: a way to keep the ring in order, and where it comes from.
public struct Strategy<B: Barriers>: Sendable {
  /// Its name in options and reports.
  public let name: String
  /// One line of what it is.
  public let summary: String
  /// The patch, commit, project or standard it was taken from, with the year.
  public let source: String
  /// Where its author says that it is correct.
  public let correctnessClaim: CorrectnessClaim
  /// Whether its author also claims that a sleeping consumer is always woken.
  public let claimsWakeUps: Bool
  /// What kind of row it is.
  public let family: StrategyFamily
  /// What stands at its edges.
  public let barriers: B

  /// A row of the catalogue.
  public init(
    _ name: String, _ summary: String, source: String, correctnessClaim: CorrectnessClaim,
    claimsWakeUps: Bool = false, family: StrategyFamily = .barriers, _ barriers: B
  ) {
    (self.name, self.summary, self.source, self.family) = (name, summary, source, family)
    (self.correctnessClaim, self.claimsWakeUps) = (correctnessClaim, claimsWakeUps)
    self.barriers = barriers
  }

  /// The row without its type.
  public var entry: StrategyEntry {
    StrategyEntry(
      name: name, summary: summary, source: source, correctnessClaim: correctnessClaim,
      claimsWakeUps: claimsWakeUps, family: family, barriers: AssignedBarriers(barriers))
  }
}

/// A row of the catalogue as plain data.
public struct StrategyEntry: Sendable {
  public let name: String
  public let summary: String
  public let source: String
  public let correctnessClaim: CorrectnessClaim
  public let claimsWakeUps: Bool
  public let family: StrategyFamily
  public let barriers: AssignedBarriers
}

/// Work to be done for every strategy. Each strategy is visited as a type of its own, so that the work is specialised for
/// it.
public protocol StrategyVisitor {
  mutating func visit<B: Barriers>(_ strategy: Strategy<B>)
}
