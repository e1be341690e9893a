import RunRecord

/// How fast each CPU was seen to be at its fastest, and so which trials of one thread alone ran on a slower core. On a
/// virtual machine another guest on the same host core takes two fifths of a thread's speed for seconds at a time, and
/// nothing else inside the guest tells.
public struct CoreSpeeds: Sendable {
  /// A core this much slower than at its fastest shares what it has; a change of frequency alone is smaller.
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

  /// Takes note of a trial's readings, which are of its producer's CPU.
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

  /// Whether a thread alone ran on a core that was slower than at its fastest.
  public func wasSlow(_ gauge: NoiseGauge?, of spec: TrialSpec) -> Bool {
    spec.row.workload.isAlone && hadSlowCore(gauge, of: spec)
  }
}
