import RunRecord

extension NoiseMark {
  /// Two bounces whose ratio is larger than this are of different placements: two hardware threads of one core, two
  /// cores of a socket, and two sockets each take several times as long as the one before. The one ratio for "the host
  /// moved a CPU".
  public static let placementRatio = 1.6
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
      Self.differ(result.noise?.bounceBeforeNs, result.noise?.bounceAfterNs, Self.placementRatio)
    case .speedChanged:
      Self.differ(result.noise?.calibrationBeforeNs, result.noise?.calibrationAfterNs, Self.speedRatio)
    case .interrupted:
      Double(result.bursts.all - result.bursts.undisturbed) > Self.interruptedShare
        * Double(result.bursts.all)
    case .stolen:
      (result.noise?.stolenMilliseconds ?? 0) > Self.stolenShare * (result.noise?.elapsedMilliseconds ?? 0)
    }
  }

  fileprivate static func differ(_ first: Double?, _ second: Double?, _ ratio: Double) -> Bool {
    guard let first, let second else { return false }
    return max(first, second) > ratio * min(first, second)
  }
}

extension NoiseGauge {
  /// One cache line there and back around the trial, ns: the mean of both readings; nil where one is missing or the
  /// host moved a CPU between them.
  var bounceNs: Double? {
    guard let before = bounceBeforeNs, let after = bounceAfterNs, before > 0, after > 0,
      !NoiseMark.differ(before, after, NoiseMark.placementRatio)
    else { return nil }
    return (before + after) / 2
  }
}
