/// One row of the catalogue: a way to keep the ring in order, and where it comes from.
public struct Strategy<B: Barriers>: Sendable {
  /// What it is called in options and reports.
  public let name: String
  /// One line of what it is.
  public let summary: String
  /// The patch, commit, project or standard it was taken from, with its year.
  public let source: String
  /// Where its author says that it is correct.
  public let claim: Claim
  /// Whether it also claims that a sleeping consumer is always woken.
  public let claimsWakeUps: Bool
  /// What stands at its edges.
  public let barriers: B

  /// A row.
  public init(
    _ name: String, _ summary: String, source: String, claim: Claim, claimsWakeUps: Bool = false,
    _ barriers: B
  ) {
    (self.name, self.summary, self.source) = (name, summary, source)
    (self.claim, self.claimsWakeUps, self.barriers) = (claim, claimsWakeUps, barriers)
  }

  /// The row without its type.
  public var entry: StrategyEntry {
    StrategyEntry(
      name: name, summary: summary, source: source, claim: claim, claimsWakeUps: claimsWakeUps,
      barriers: AssignedBarriers(barriers))
  }
}

/// Where a strategy claims to be correct, for ordinary payload stores. A claim is its author's, not this suite's:
/// the checker and the measurements judge it.
public enum Claim: String, Sendable {
  /// On every architecture.
  case everywhere
  /// Where the hardware reorders nothing but a store with a later load: x86, SPARC TSO, z.
  case totalStoreOrder = "total-store-order"
  /// Nowhere: it is in the catalogue to be caught.
  case nowhere
}

/// A row of the catalogue as plain data.
public struct StrategyEntry: Sendable {
  public let name: String
  public let summary: String
  public let source: String
  public let claim: Claim
  public let claimsWakeUps: Bool
  public let barriers: AssignedBarriers
}

/// Something that is done with every strategy, each as a type of its own, so that what it does is specialised.
public protocol StrategyVisitor {
  mutating func visit<B: Barriers>(_ strategy: Strategy<B>)
}
