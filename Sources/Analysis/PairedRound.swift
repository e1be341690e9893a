import RunRecord

/// One round of one row when two builds are compared: each build twice, in random order among all of the round's
/// trials.
public struct PairedRound: Sendable {
  public var base: (TrialResult, TrialResult)
  public var candidate: (TrialResult, TrialResult)

  public init(base: (TrialResult, TrialResult), candidate: (TrialResult, TrialResult)) {
    (self.base, self.candidate) = (base, candidate)
  }

  /// All four results.
  public var results: [TrialResult] { [base.0, base.1, candidate.0, candidate.1] }
}
