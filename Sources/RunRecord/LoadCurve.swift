/// Latency against offered load: the same absolute rates for every strategy.
public struct LoadCurve: Codable, Equatable, Sendable {
  /// The rates of the series, ascending.
  public var points: [Point]
  /// The highest rate that was sustained, events/s, found by bisection; 0 if none was.
  public var sustainedPerSecond: Double

  public init(points: [Point], sustainedPerSecond: Double) {
    (self.points, self.sustainedPerSecond) = (points, sustainedPerSecond)
  }

  /// One rate.
  public struct Point: Codable, Equatable, Sendable {
    public var eventsPerSecond: Double
    /// From the time at which an event was due to be sent; absent where the rate was not sustained: what is measured
    /// there is how long the test ran.
    public var latency: LatencySummary?

    public init(eventsPerSecond: Double, latency: LatencySummary?) {
      (self.eventsPerSecond, self.latency) = (eventsPerSecond, latency)
    }

    /// Whether the rate was not sustained.
    public var isSaturated: Bool { latency == nil }
  }
}
