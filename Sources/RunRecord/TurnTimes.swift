import Statistics

/// What the two sides of a hand-off took, ns an event. The figures are of bursts: the mean over the middle half of a burst's
/// turns, which resolves below the counter's step.
public struct TurnTimes: Codable, Equatable, Sendable {
  /// The producer's part.
  public var pushNs: Spread
  /// The consumer's, checking the event included.
  public var popNs: Spread

  public init(pushNs: Spread, popNs: Spread) { (self.pushNs, self.popNs) = (pushNs, popNs) }
}
