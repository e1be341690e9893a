/// One line of `trials.jsonl`: what was asked for, and the result.
public struct TrialRecord: Codable, Sendable {
  public var schema: Int
  /// Its place in the campaign's order, from 0.
  public var index: Int
  /// Its round, from 0.
  public var round: Int
  public var spec: TrialSpec
  public var outcome: Outcome
  /// What went wrong, where something did.
  public var message: String?
  /// The child's result; absent unless the outcome is `completed`.
  public var result: TrialResult?
  /// Wall-clock time of the child process, s.
  public var seconds: Double
  /// Why the figure is to be distrusted; absent for a quiet trial. A marked trial was repeated if time
  /// allowed.
  public var marks: [NoiseMark]?

  public init(
    index: Int, round: Int, spec: TrialSpec, outcome: Outcome, message: String? = nil,
    result: TrialResult? = nil, seconds: Double, marks: [NoiseMark] = []
  ) {
    self.marks = marks.isEmpty ? nil : marks
    schema = SchemaVersion.current
    (self.index, self.round, self.spec, self.outcome) = (index, round, spec, outcome)
    (self.message, self.result, self.seconds) = (message, result, seconds)
  }

  /// How a trial's child process ended.
  public enum Outcome: String, Codable, Sendable {
    case completed
    /// Did not end in time and was killed.
    case hung
    /// Ended by a signal.
    case crashed
    /// Ended with an error of its own.
    case failed
  }
}
