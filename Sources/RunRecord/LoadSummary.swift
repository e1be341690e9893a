/// Latency against offered load over a campaign's rounds.
public struct LoadSummary: Codable, Sendable {
  public var points: [Point]
  /// The highest rate that was sustained, events/s.
  public var sustainedPerSecond: MeasuredFigure
  /// One way at the lowest rates, ns; absent where no round sustained one.
  public var unloadedNs: MeasuredFigure?

  public init(points: [Point], sustainedPerSecond: MeasuredFigure, unloadedNs: MeasuredFigure?) {
    (self.points, self.sustainedPerSecond, self.unloadedNs) = (points, sustainedPerSecond, unloadedNs)
  }

  /// One rate.
  public struct Point: Codable, Sendable {
    public var eventsPerSecond: Double
    /// Rounds in which the rate was sustained, of all.
    public var sustainedRounds: Int
    public var rounds: Int
    /// Medians over the rounds that sustained it; absent where most did not.
    public var latency: LatencySummary?

    public init(eventsPerSecond: Double, sustainedRounds: Int, rounds: Int, latency: LatencySummary?) {
      (self.eventsPerSecond, self.sustainedRounds) = (eventsPerSecond, sustainedRounds)
      (self.rounds, self.latency) = (rounds, latency)
    }
  }
}
