import Synchronization

/// What the producer says, apart from the ring, of its tests for a sleeper: how a lost wake-up is told from one
/// that is still to come. One a ring, written by the producer only.
final class WakeTests: Sendable {
  /// Tests made since the ring was made: one after each push.
  let made = Atomic<UInt64>(0)
  /// Whether the last of them found a sleeper.
  let foundSleeper = Atomic<Bool>(false)
}

/// How an encounter of the two sides ended, by what each has seen of the other.
enum WakeOutcome {
  /// The consumer saw the event and stays awake.
  case sawEvent
  /// The consumer sleeps, and the producer wakes it.
  case woken
  /// The consumer sleeps on a ring with an event in it, and nobody is going to wake it.
  case lost

  /// - Parameters:
  ///   - sleeps: The consumer, having announced that it sleeps, found the ring empty once more.
  ///   - foundSleeper: The producer, having stored the tail, found the announcement.
  init(sleeps: Bool, foundSleeper: Bool) {
    switch (sleeps, foundSleeper) {
    case (false, _): self = .sawEvent
    case (true, true): self = .woken
    case (true, false): self = .lost
    }
  }
}
