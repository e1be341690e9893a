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
  /// The same on the consumer's CPU, before the trial and after it; absent where both are one, and in older results.
  public var consumerCalibrationBeforeNs: Double?
  public var consumerCalibrationAfterNs: Double?
  /// From the first reading to the last, ms: what the next two are shares of.
  public var elapsedMilliseconds: Double
  /// Only in older results: time in which at least one runnable task had no CPU, ms (/proc/pressure/cpu). What keeps the
  /// CPUs awake between trials is such a task.
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
