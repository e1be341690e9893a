import RunRecord

/// The fastest speed seen of each CPU, which tells the one-thread trials that ran on a slower core. On a virtual machine
/// another guest on the same host core takes two fifths of a thread's speed for seconds at a time, and nothing else
/// inside the guest shows it.
public struct CoreSpeeds: Sendable {
  /// A core slower than at its fastest by this ratio is shared with another thread; frequency changes are smaller.
  private static let slowRatio = 1.25

  private var fastest: [Int: Double] = [:]

  public init() {}

  /// The speeds seen in a campaign's trials.
  public init(of trials: [TrialRecord]) {
    self.init(of: trials.compactMap { trial in trial.result.map { (trial.spec, $0) } })
  }

  /// The speeds seen in trials with a result.
  public init(of trials: [(spec: TrialSpec, result: TrialResult)]) {
    for trial in trials { for gauge in trial.result.gauges { note(gauge, of: trial.spec) } }
  }

  /// Adds a trial's readings.
  public mutating func note(_ gauge: NoiseGauge?, of spec: TrialSpec) {
    guard let gauge else { return }
    note(gauge.calibrationBeforeNs, gauge.calibrationAfterNs, cpu: spec.row.producerCpu)
    note(gauge.consumerCalibrationBeforeNs, gauge.consumerCalibrationAfterNs, cpu: spec.row.consumerCpu)
  }

  private mutating func note(_ readings: Double?..., cpu: Int) {
    for reading in readings.compactMap(\.self) where reading > 0 {
      fastest[cpu] = min(reading, fastest[cpu] ?? reading)
    }
  }

  /// Whether the producer's CPU was slower around a trial than at its fastest.
  public func hadSlowCore(_ gauge: NoiseGauge?, of spec: TrialSpec) -> Bool {
    guard let before = isSlow(gauge?.calibrationBeforeNs, cpu: spec.row.producerCpu),
      let after = isSlow(gauge?.calibrationAfterNs, cpu: spec.row.producerCpu)
    else { return false }
    return before || after
  }

  /// Which of a trial's two cores were slower than at their fastest, before it and after it.
  enum Pair: Hashable {
    case steady(producerIsSlow: Bool, consumerIsSlow: Bool)
    /// One of them changed its speed during the trial.
    case changed
    /// Not gauged.
    case unknown
  }

  /// The two cores of a trial of two threads.
  func pair(_ gauge: NoiseGauge?, of spec: TrialSpec) -> Pair {
    guard let producerBefore = isSlow(gauge?.calibrationBeforeNs, cpu: spec.row.producerCpu),
      let producerAfter = isSlow(gauge?.calibrationAfterNs, cpu: spec.row.producerCpu),
      let consumerBefore = isSlow(gauge?.consumerCalibrationBeforeNs, cpu: spec.row.consumerCpu),
      let consumerAfter = isSlow(gauge?.consumerCalibrationAfterNs, cpu: spec.row.consumerCpu)
    else { return .unknown }
    guard producerBefore == producerAfter, consumerBefore == consumerAfter else { return .changed }
    return .steady(producerIsSlow: producerBefore, consumerIsSlow: consumerBefore)
  }

  private func isSlow(_ reading: Double?, cpu: Int) -> Bool? {
    guard let reading, let fastest = fastest[cpu] else { return nil }
    return reading > Self.slowRatio * fastest
  }

  /// Whether a one-thread trial ran on a core that was slower than at its fastest.
  public func wasSlow(_ gauge: NoiseGauge?, of spec: TrialSpec) -> Bool {
    spec.row.workload.isAlone && hadSlowCore(gauge, of: spec)
  }
}
