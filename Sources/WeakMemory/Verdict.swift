/// Whether a model allows an execution that shows the violation asked about.
public enum Verdict: String, Sendable, Codable, CaseIterable {
  /// No execution of the program shows it.
  case forbidden
  /// At least one execution shows it.
  case allowed
  /// The search was cut short before it found such an execution.
  case unknown
}
