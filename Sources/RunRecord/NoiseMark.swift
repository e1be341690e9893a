/// Why a trial's figure is to be distrusted: the limits of the noise gauge, and what each is called.
public enum NoiseMark: String, CaseIterable, Codable, Sendable {
  /// A thread was seen off its CPU.
  case moved
  /// Before and after, the CPUs were differently far apart: the host moved one of them.
  case bounceChanged = "bounce-changed"
  /// The core ran faster or slower after the trial than before it.
  case speedChanged = "speed-changed"
  /// Most bursts were interrupted.
  case interrupted
  /// The host took too much of the time.
  case stolen

  /// Two bounces further apart than this ratio are of two classes: two hardware threads of one core, two cores of a
  /// socket and two sockets are each several times the one before.
  public static let bounceRatio = 1.6
  /// The same number of additions takes the same time, but for a change of frequency or of what shares the core.
  private static let speedRatio = 1.15
  private static let interruptedShare = 0.5
  private static let stolenShare = 0.1

  /// The marks of a trial; none for a quiet one.
  public static func all(of result: TrialResult) -> [NoiseMark] {
    allCases.filter { $0.applies(to: result) }
  }

  private func applies(to result: TrialResult) -> Bool {
    switch self {
    case .moved: !result.stayedOnCpus
    case .bounceChanged:
      Self.differ(result.noise?.bounceBeforeNs, result.noise?.bounceAfterNs, Self.bounceRatio)
    case .speedChanged:
      Self.differ(result.noise?.calibrationBeforeNs, result.noise?.calibrationAfterNs, Self.speedRatio)
    case .interrupted:
      Double(result.bursts.all - result.bursts.undisturbed) > Self.interruptedShare
        * Double(result.bursts.all)
    case .stolen:
      (result.noise?.stolenMilliseconds ?? 0) > Self.stolenShare * (result.noise?.elapsedMilliseconds ?? 0)
    }
  }

  private static func differ(_ first: Double?, _ second: Double?, _ ratio: Double) -> Bool {
    guard let first, let second else { return false }
    return max(first, second) > ratio * min(first, second)
  }
}
