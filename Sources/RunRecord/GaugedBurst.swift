import Statistics

/// One burst of a trial that shared its threads with trials of other rows, burst by burst, and how the two CPUs stood right
/// before it and right after it. On a virtual machine the host changes the speed of a core within milliseconds, which only
/// readings as near as these can tell.
public struct GaugedBurst: Codable, Equatable, Sendable {
  public var nsPerOperation: Double
  /// Hand-off: the two sides' parts of ``nsPerOperation``.
  public var pushNs: Double?
  public var popNs: Double?
  /// Of the burst's single times, for the workloads that have them.
  public var latency: LatencySummary?
  public var before: CPUReadings
  public var after: CPUReadings

  public init(
    nsPerOperation: Double, pushNs: Double? = nil, popNs: Double? = nil, latency: LatencySummary? = nil,
    before: CPUReadings, after: CPUReadings
  ) {
    (self.nsPerOperation, self.pushNs, self.popNs) = (nsPerOperation, pushNs, popNs)
    (self.latency, self.before, self.after) = (latency, before, after)
  }

  /// The readings around it, as those around a whole trial.
  public var noise: NoiseGauge {
    var gauge = NoiseGauge(
      bounceBeforeNs: before.bounceNs, bounceAfterNs: after.bounceNs,
      calibrationBeforeNs: before.calibrationNs, calibrationAfterNs: after.calibrationNs,
      elapsedMilliseconds: 0, stalledMilliseconds: nil, stolenMilliseconds: nil)
    gauge.consumerCalibrationBeforeNs = before.consumerCalibrationNs
    gauge.consumerCalibrationAfterNs = after.consumerCalibrationNs
    return gauge
  }
}

/// How two CPUs stood at one moment.
public struct CPUReadings: Codable, Equatable, Sendable {
  /// One cache line there and back between them, ns.
  public var bounceNs: Double
  /// A fixed number of dependent additions on the producer's CPU, ns: the core's speed.
  public var calibrationNs: Double
  /// The same on the consumer's CPU.
  public var consumerCalibrationNs: Double

  public init(bounceNs: Double, calibrationNs: Double, consumerCalibrationNs: Double) {
    (self.bounceNs, self.calibrationNs) = (bounceNs, calibrationNs)
    self.consumerCalibrationNs = consumerCalibrationNs
  }
}

extension NoiseGauge {
  /// The same times with the usual readings around these bursts: the middle ones of each kind.
  public func around(_ bursts: [GaugedBurst]) -> NoiseGauge {
    func usual(_ reading: (GaugedBurst) -> Double) -> Double? { median(of: bursts.map(reading)) }
    var gauge = self
    (gauge.bounceBeforeNs, gauge.bounceAfterNs) = (usual(\.before.bounceNs), usual(\.after.bounceNs))
    gauge.calibrationBeforeNs = usual(\.before.calibrationNs)
    gauge.calibrationAfterNs = usual(\.after.calibrationNs)
    gauge.consumerCalibrationBeforeNs = usual(\.before.consumerCalibrationNs)
    gauge.consumerCalibrationAfterNs = usual(\.after.consumerCalibrationNs)
    return gauge
  }
}
