/// How far apart the host had put two CPUs during some of a campaign's trials.
public struct PlacementRecord: Codable, Sendable {
  public var producerCpu: Int
  public var consumerCpu: Int
  /// One cache line there and back, the median over the trials, ns.
  public var bounceNs: Double
  public var trials: Int
  /// Whether it is the most frequent one of the pair, which the rows' figures come from.
  public var isUsed: Bool

  public init(producerCpu: Int, consumerCpu: Int, bounceNs: Double, trials: Int, isUsed: Bool) {
    (self.producerCpu, self.consumerCpu, self.bounceNs) = (producerCpu, consumerCpu, bounceNs)
    (self.trials, self.isUsed) = (trials, isUsed)
  }
}
