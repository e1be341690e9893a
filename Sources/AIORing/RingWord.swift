/// The words of a ring that both sides access.
public enum RingWord: Hashable, Sendable {
  /// Stored by the consumer at retire, loaded by the producer at claim.
  case head
  /// Stored by the producer at publish, loaded by the consumer at observe, where the protocol is ``RingProtocol/index``.
  /// Of producers that share the ring: the next slot that any of them claims.
  case tail
  /// The tag of a slot: stored at publish and loaded at observe, where the protocol is ``RingProtocol/tag``. Where it is
  /// ``RingProtocol/sequence``, the slot's sequence number: stored at retire and loaded at claim as well.
  case tag(slot: UInt32)
  /// 1 while the consumer sleeps or is about to.
  case waiting
  /// The spinlock: 1 while held.
  case lock
  /// The ticket lock's next ticket.
  case ticket
  /// The ticket lock's ticket being served.
  case serving
}
