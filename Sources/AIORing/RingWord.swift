/// The words of a ring that both sides access.
public enum RingWord: UInt8, CaseIterable, Sendable {
  /// Stored by the consumer at retire, loaded by the producer at claim.
  case head
  /// Stored by the producer at publish, loaded by the consumer at observe.
  case tail
  /// 1 while the consumer sleeps or is about to.
  case waiting
  /// The spinlock: 1 while held.
  case lock
  /// The ticket lock's next ticket.
  case ticket
  /// The ticket lock's ticket being served.
  case serving
}
