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
    for trial in trials { note(trial.result.noise, of: trial.spec) }
  }

  /// Adds a trial's readings, which are of its producer's CPU.
  public mutating func note(_ gauge: NoiseGauge?, of spec: TrialSpec) {
    guard let gauge else { return }
    for reading in [gauge.calibrationBeforeNs, gauge.calibrationAfterNs] {
      guard let reading, reading > 0 else { continue }
      fastest[spec.row.producerCpu] = min(reading, fastest[spec.row.producerCpu] ?? reading)
    }
  }

  /// Whether the producer's CPU was slower around a trial than at its fastest.
  public func hadSlowCore(_ gauge: NoiseGauge?, of spec: TrialSpec) -> Bool {
    guard let fastest = fastest[spec.row.producerCpu],
      let before = gauge?.calibrationBeforeNs, let after = gauge?.calibrationAfterNs
    else { return false }
    return max(before, after) > Self.slowRatio * fastest
  }

  /// Whether a one-thread trial ran on a core that was slower than at its fastest.
  public func wasSlow(_ gauge: NoiseGauge?, of spec: TrialSpec) -> Bool {
    spec.row.workload.isAlone && hadSlowCore(gauge, of: spec)
  }
}
