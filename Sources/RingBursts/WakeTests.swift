import Synchronization

/// What the producer tells, outside the ring, about its tests for a sleeper: how a lost wake-up is told from one that is
/// still to come. Each ring has one, written by the producer only.
final class WakeTests: Sendable {
  /// Tests made since the ring was made: one after each push.
  let made = Atomic<UInt64>(0)
  /// Whether the last of them found a sleeper.
  let foundSleeper = Atomic<Bool>(false)
}

/// How an encounter of the two sides ended, from what each has seen of the other.
enum WakeOutcome {
  /// The consumer saw the event and stays awake.
  case sawEvent
  /// The consumer sleeps, and the producer wakes it.
  case woken
  /// The consumer sleeps on a ring with an event in it, and nobody will wake it.
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

/// How the encounters of a producer and a sleeping consumer ended.
package struct WakeUpTally: Equatable, Sendable {
  /// Rounds, or times that the consumer announced its sleep.
  package var rounds: UInt64 = 0
  /// Wake-ups that were lost.
  package var missed: UInt64 = 0

  package init(rounds: UInt64 = 0, missed: UInt64 = 0) { (self.rounds, self.missed) = (rounds, missed) }
}
