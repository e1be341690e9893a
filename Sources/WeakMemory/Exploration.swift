import AIORing

/// Whether some execution that a model allows does what it should not.
public enum Verdict: String, Sendable, Codable, CaseIterable {
  /// No execution within the program's bounds does.
  case forbidden
  /// At least one does.
  case allowed
  /// The search was cut short before it found one.
  case unknown
}

/// How much a search may cost before it gives up with ``Verdict/unknown``.
public struct SearchBounds: Sendable {
  /// Partial executions looked at.
  public var steps: Int
  /// Wall time; nil: no limit.
  public var timeout: Duration?

  /// Seconds that somebody may ask for: a `Duration` cannot hold more.
  public static let timeouts = Double.leastNonzeroMagnitude...1e9
  public static let timeoutsInWords = "seconds above 0 and at most 1000000000"

  public init(steps: Int = .max, timeout: Duration? = nil) { (self.steps, self.timeout) = (steps, timeout) }
}

/// Why a search has no answer.
public enum Incompleteness: Error, Sendable, Equatable, CustomStringConvertible {
  case steps(Int)
  case timeout(Duration)
  /// More events than a relation's rows can hold.
  case events(Int)

  public var description: String {
    switch self {
    case .steps(let bound): "stopped at the bound of \(bound) partial executions"
    case .timeout(let limit): "stopped after \(limit)"
    case .events(let bound): "the program has executions of more than \(bound) events"
    }
  }
}

/// What a search found.
public struct Exploration: Sendable {
  /// Whole executions that the model allows, as far as they were looked at.
  public var executions = 0
  /// How many of them the predicate holds in.
  public var matching = 0
  /// The first execution the predicate holds in.
  public var witness: Witness?
  /// An execution with a data race, where the model knows of races.
  public var race: Witness?
  /// Why the search did not see everything; nil if it did, or if it stopped at the first match as asked.
  public var incompleteness: Incompleteness?

  /// ``Verdict/allowed`` if something matched, else whether that is certain.
  public var verdict: Verdict { matching > 0 ? .allowed : incompleteness == nil ? .forbidden : .unknown }
}
