import RunRecord

/// The fastest speed seen of each CPU, which tells the one-thread trials that ran on a slower core. On a virtual machine
/// another guest on the same host core takes two fifths of a thread's speed for seconds at a time, and nothing else
/// inside the guest shows it.
public struct CoreSpeeds: Sendable {
  /// A core slower than at its fastest by this ratio is shared with another thread; frequency changes are smaller.
  private static let sharedRatio = 1.25
  /// Two threads' figures come from bursts whose cores had nearly the same clock. Of one campaign, in which it drifted by a tenth,
  /// 26 of 56 hand-offs were within 2 % where all bursts counted, and all 56 where only those within this ratio did.
  private static let clockRatio = 1.05

  private var fastest: [Int: Double] = [:]
  /// The usual readings of a core that has its CPU to itself: those that most are near.
  private var usual: [Int: ClosedRange<Double>] = [:]

  public init() {}

  /// The speeds seen in a campaign's trials.
  public init(of trials: [TrialRecord]) {
    self.init(of: trials.compactMap { trial in trial.result.map { (trial.spec, $0) } })
  }

  /// The speeds seen in trials with a result.
  public init(of trials: [(spec: TrialSpec, result: TrialResult)]) {
    var readings: [Int: [Double]] = [:]
    for trial in trials {
      for gauge in trial.result.gauges {
        note(gauge, of: trial.spec)
        readings[trial.spec.row.producerCpu, default: []] += gauge.calibrations
        readings[trial.spec.row.consumerCpu, default: []] += gauge.consumerCalibrations
      }
    }
    usual = Dictionary(
      uniqueKeysWithValues: readings.compactMap { cpu, readings in
        guard let fastest = fastest[cpu] else { return nil }
        let own = readings.filter { $0 <= Self.sharedRatio * fastest }.sorted()
        return own[own.densestWindow(ratio: Self.clockRatio)].first.map { (cpu, $0...Self.clockRatio * $0) }
      })
  }

  /// Adds a trial's readings.
  public mutating func note(_ gauge: NoiseGauge?, of spec: TrialSpec) {
    guard let gauge else { return }
    note(gauge.calibrations, cpu: spec.row.producerCpu)
    note(gauge.consumerCalibrations, cpu: spec.row.consumerCpu)
  }

  private mutating func note(_ readings: [Double], cpu: Int) {
    if let least = readings.min() { fastest[cpu] = min(least, fastest[cpu] ?? least) }
  }

  /// Whether the producer's CPU was slower around a trial than at its fastest.
  public func hadSlowCore(_ gauge: NoiseGauge?, of spec: TrialSpec) -> Bool {
    let cpu = spec.row.producerCpu
    guard let before = isShared(gauge?.calibrationBeforeNs, cpu: cpu),
      let after = isShared(gauge?.calibrationAfterNs, cpu: cpu)
    else { return false }
    return before || after
  }

  /// Which of a trial's two cores were slower than at their fastest, before it and after it.
  enum Pair: Hashable {
    case steady(producerIsSlow: Bool, consumerIsSlow: Bool)
    /// One of them changed its speed during the trial, or had another clock than it usually has.
    case changed
    /// Not gauged.
    case unknown
  }

  /// The two cores of a trial of two threads.
  func pair(_ gauge: NoiseGauge?, of spec: TrialSpec) -> Pair {
    let (producer, consumer) = (spec.row.producerCpu, spec.row.consumerCpu)
    guard let producerBefore = isShared(gauge?.calibrationBeforeNs, cpu: producer),
      let producerAfter = isShared(gauge?.calibrationAfterNs, cpu: producer),
      let consumerBefore = isShared(gauge?.consumerCalibrationBeforeNs, cpu: consumer),
      let consumerAfter = isShared(gauge?.consumerCalibrationAfterNs, cpu: consumer)
    else { return .unknown }
    guard producerBefore == producerAfter, consumerBefore == consumerAfter,
      producerBefore || hasUsualClock(gauge?.calibrations, cpu: producer),
      consumerBefore || hasUsualClock(gauge?.consumerCalibrations, cpu: consumer)
    else { return .changed }
    return .steady(producerIsSlow: producerBefore, consumerIsSlow: consumerBefore)
  }

  private func isShared(_ reading: Double?, cpu: Int) -> Bool? {
    guard let reading, let fastest = fastest[cpu] else { return nil }
    return reading > Self.sharedRatio * fastest
  }

  private func hasUsualClock(_ readings: [Double]?, cpu: Int) -> Bool {
    guard let readings, let usual = usual[cpu] else { return true }
    return readings.allSatisfy(usual.contains)
  }

  /// Whether a one-thread trial ran on a core that was slower than at its fastest.
  public func wasSlow(_ gauge: NoiseGauge?, of spec: TrialSpec) -> Bool {
    spec.row.workload.isAlone && hadSlowCore(gauge, of: spec)
  }
}

extension NoiseGauge {
  /// The readings of the producer's CPU.
  fileprivate var calibrations: [Double] {
    [calibrationBeforeNs, calibrationAfterNs].compactMap(\.self).filter { $0 > 0 }
  }
  /// Those of the consumer's.
  fileprivate var consumerCalibrations: [Double] {
    [consumerCalibrationBeforeNs, consumerCalibrationAfterNs].compactMap(\.self).filter { $0 > 0 }
  }
}
