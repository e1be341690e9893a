import RunRecord

/// Where the two sides of a ring settled, as their polls tell: which of them waited for the other.
public enum Regime: String, Sendable {
  case mostlyEmpty = "mostly empty"
  case mostlyFull = "mostly full"
  /// Each side waits for the other in turn.
  case alternating
  /// Neither waits.
  case flowing

  /// A side that found the ring empty, or full, at least this often per event was waiting for the other.
  public static let waitingPollsPerEvent = 0.2

  /// The regime that these polls were counted in.
  public init(_ polls: PollCounts) {
    let waits = (
      consumer: polls.emptyPerEvent >= Self.waitingPollsPerEvent,
      producer: polls.fullPerEvent >= Self.waitingPollsPerEvent
    )
    self =
      switch waits {
      case (true, false): .mostlyEmpty
      case (false, true): .mostlyFull
      case (true, true): .alternating
      case (false, false): .flowing
      }
  }
}
