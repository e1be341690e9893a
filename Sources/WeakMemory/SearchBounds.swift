/// How much a search may do before it gives up with ``Verdict/unknown``.
public struct SearchBounds: Sendable {
  /// The number of partial executions to look at.
  public var steps: Int
  /// Wall time; nil: no limit.
  public var timeout: Duration?

  /// The timeouts that can be asked for, seconds: a `Duration` cannot hold more.
  public static let timeouts = Double.leastNonzeroMagnitude...1e9
  public static let timeoutsInWords = "seconds above 0 and at most 1000000000"

  public init(steps: Int = .max, timeout: Duration? = nil) { (self.steps, self.timeout) = (steps, timeout) }
}

/// Why a search has no answer.
public enum Incompleteness: Error, Sendable, Equatable, CustomStringConvertible {
  case steps(Int)
  case timeout(Duration)
  /// An execution has more events than a set can hold.
  case events(Int)
  /// A thread came to a bound of the program's own.
  case truncated

  public var description: String {
    switch self {
    case .steps(let bound): "stopped at the bound of \(bound) partial executions"
    case .timeout(let limit): "stopped after \(limit)"
    case .events(let bound): "the program has executions of more than \(bound) events"
    case .truncated: "a thread came to the bound that the program sets itself"
    }
  }
}
