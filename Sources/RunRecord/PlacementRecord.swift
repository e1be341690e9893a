/// How the host had put two CPUs during some of a workload's trials: how far apart, and on how fast cores.
public struct PlacementRecord: Codable, Sendable {
  public var workload: Workload
  public var producerCpu: Int
  public var consumerCpu: Int
  /// One cache line there and back, the median over the trials, ns.
  public var bounceNs: Double
  /// Whether a core was slower than at its fastest, as beside a busy hardware thread; absent where it was not gauged.
  public var producerIsSlow: Bool?
  public var consumerIsSlow: Bool?
  public var trials: Int
  /// Whether it is the most frequent one of the pair in that workload, which the rows' figures come from.
  public var isUsed: Bool

  public init(
    workload: Workload, producerCpu: Int, consumerCpu: Int, bounceNs: Double, producerIsSlow: Bool?,
    consumerIsSlow: Bool?,
    trials: Int, isUsed: Bool
  ) {
    (self.workload, self.producerCpu, self.consumerCpu) = (workload, producerCpu, consumerCpu)
    self.bounceNs = bounceNs
    (self.producerIsSlow, self.consumerIsSlow) = (producerIsSlow, consumerIsSlow)
    (self.trials, self.isUsed) = (trials, isUsed)
  }
}
