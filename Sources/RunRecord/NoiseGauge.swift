/// How quiet the machine was around and during a trial. What could not be read is absent.
public struct NoiseGauge: Codable, Equatable, Sendable {
  /// One cache line there and back between the trial's two CPUs, right before the trial, ns; absent where both are
  /// the same. On a virtual machine the host may move the CPUs, and this is the only sign of it.
  public var bounceBeforeNs: Double?
  /// The same, right after it.
  public var bounceAfterNs: Double?
  /// A fixed number of dependent additions on the producer's CPU, before the trial, ns: the core's speed.
  public var calibrationBeforeNs: Double?
  /// The same, after it.
  public var calibrationAfterNs: Double?
  /// From the first reading to the last, ms: what the next two are shares of.
  public var elapsedMilliseconds: Double
  /// Time in which at least one runnable task had no CPU, ms (/proc/pressure/cpu).
  public var stalledMilliseconds: Double?
  /// Time that the host took from all CPUs together, ms, in steps of a clock tick (/proc/stat).
  public var stolenMilliseconds: Double?

  public init(
    bounceBeforeNs: Double?, bounceAfterNs: Double?, calibrationBeforeNs: Double?,
    calibrationAfterNs: Double?,
    elapsedMilliseconds: Double, stalledMilliseconds: Double?, stolenMilliseconds: Double?
  ) {
    (self.bounceBeforeNs, self.bounceAfterNs) = (bounceBeforeNs, bounceAfterNs)
    (self.calibrationBeforeNs, self.calibrationAfterNs) = (calibrationBeforeNs, calibrationAfterNs)
    self.elapsedMilliseconds = elapsedMilliseconds
    (self.stalledMilliseconds, self.stolenMilliseconds) = (stalledMilliseconds, stolenMilliseconds)
  }
}
