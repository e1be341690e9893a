/// Where the two threads of a trial run.
public struct CPUPair: Hashable, Codable, Sendable, CustomStringConvertible {
  public let producer: CPU
  public let consumer: CPU
  /// How far apart the two are.
  public let distance: DistanceClass

  /// The pair as `--pairs` takes it.
  public var description: String { "\(producer):\(consumer)" }
}
