/// What a side does between two polls that find the ring empty or full.
public enum Polling: String, CaseIterable, Sendable {
  /// Polls again at once.
  case spin
  /// Pauses the core for an instant: `pause`, `yield` or what the architecture has.
  case pause
  /// Pauses 16 times after a run of at least two pushes or pops, so that the other side gets ahead and a line is not taken
  /// from it for each event; once else, so that a lone event is not kept waiting.
  case backOff = "back-off"
  /// Gives the CPU to another thread.
  case yield

  /// Pauses after a run.
  public static var backOffPauses: Int { 16 }
  /// Events of the shortest run.
  public static var backOffRun: UInt64 { 2 }
}
