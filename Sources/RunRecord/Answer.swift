import WeakMemory

/// What a campaign says in short. Strategies are named as in ``SummaryRecord/overview``, the cheapest first.
public struct Answer: Codable, Sendable {
  /// The cheapest strategy that is correct on every architecture that was asked about, and those that cannot be told apart from
  /// it and are correct too; at least one.
  public var cheapest: [String]
  /// Cheaper strategies, and such as cannot be told apart from the cheapest, that are wrong somewhere.
  public var wrong: [Wrong]
  /// The cheapest of those that lose no wake-up of a sleeping consumer either; empty where none was measured.
  public var sleeping: [String]

  /// A strategy that is wrong on some architecture, or was seen to be wrong here.
  public struct Wrong: Codable, Sendable {
    public var strategy: String
    /// The architectures whose models allow a bad event.
    public var architectures: [Model]
    public var isViolatedHere: Bool

    public init(strategy: String, architectures: [Model], isViolatedHere: Bool) {
      (self.strategy, self.architectures, self.isViolatedHere) = (strategy, architectures, isViolatedHere)
    }
  }

  public init(cheapest: [String], wrong: [Wrong], sleeping: [String]) {
    (self.cheapest, self.wrong, self.sleeping) = (cheapest, wrong, sleeping)
  }
}
