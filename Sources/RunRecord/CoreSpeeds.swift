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
    for trial in trials { note(trial.result?.noise, of: trial.spec) }
  }

  /// Takes note of a trial's readings, which are of its producer's CPU.
  public mutating func note(_ gauge: NoiseGauge?, of spec: TrialSpec) {
    guard let gauge else { return }
    for reading in [gauge.calibrationBeforeNs, gauge.calibrationAfterNs] {
      guard let reading, reading > 0 else { continue }
      fastest[spec.producerCpu] = min(reading, fastest[spec.producerCpu] ?? reading)
    }
  }

  /// Whether a thread alone ran on a core that was slower than at its fastest.
  public func wasSlow(_ gauge: NoiseGauge?, of spec: TrialSpec) -> Bool {
    guard spec.workload.isAlone, let fastest = fastest[spec.producerCpu],
      let before = gauge?.calibrationBeforeNs, let after = gauge?.calibrationAfterNs
    else { return false }
    return max(before, after) > Self.slowRatio * fastest
  }
}
