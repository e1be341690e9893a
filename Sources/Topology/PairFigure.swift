/// How long a cache line takes between the CPUs of a pair.
public struct PairFigure: Codable, Sendable {
  public let pair: CPUPair
  /// The line's way to the other CPU and back, ns: the median of the readings.
  public let roundTripNs: Double
  /// How many readings there are, each the median of some dozens of round trips.
  public let readings: Int

  enum CodingKeys: String, CodingKey {
    case pair, readings
    case roundTripNs = "round_trip_ns"
  }

  /// What was read on `pair`.
  public init(pair: CPUPair, roundTripNs: Double, readings: Int) {
    (self.pair, self.roundTripNs, self.readings) = (pair, roundTripNs, readings)
  }
}
