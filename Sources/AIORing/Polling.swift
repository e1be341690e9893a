/// What a side does between two polls that find the ring empty or full.
///
/// What it polls is no choice but the protocol's. A consumer of a ring with tags or sequence numbers watches the slot that it reads
/// next, and a producer by sequence numbers the slot that it writes next. In a ring of indices a slot has no sign that it is full:
/// there each side watches the other's index, or, between two looks at it, its own copy.
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
