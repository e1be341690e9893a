/// Whether some execution that a model allows does what it should not.
public enum Verdict: String, Sendable, Codable, CaseIterable {
  /// No execution within the program's bounds does.
  case forbidden
  /// At least one does.
  case allowed
  /// The search was cut short before it found one.
  case unknown
}
