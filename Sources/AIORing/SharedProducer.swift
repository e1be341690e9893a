/// One of several producers of a ring. It pushes as ``Producer`` does, at the slot that it claims.
///
/// Its barriers are values, read at run time: beside a locked instruction or a lock on a line that others write, a
/// well-predicted branch costs nothing that can be measured.
public struct SharedProducer<M: Memory>: ~Copyable {
  /// What the ring runs on. Its slots are a power of two, so that an index has the same slot after it has wrapped.
  public let memory: M
  @usableFromInline let barriers: AssignedBarriers
  /// What the producers exclude each other by; nil: each claims by an atomic addition.
  @usableFromInline let lock: LockKind?
  /// The claimed slot of an event that waits for it to be free.
  @usableFromInline var claimed: UInt32?

  /// A producer of a ring that is empty or in use. Where the barriers are a lock, that lock is what claims: it excludes the
  /// consumer as well.
  @inlinable
  public init(memory: M, barriers: AssignedBarriers, sharing: SharingKind) {
    self.memory = memory
    lock = sharing.with(barriers).lock
    var barriers = barriers
    // Taken around the whole push: no lock is taken twice.
    barriers.lock = nil
    self.barriers = barriers
  }

  /// Appends an event and makes it visible; false if the ring is full. A producer that claims by an atomic addition has its
  /// slot then, for which the consumer waits: it must push again.
  @inlinable
  public mutating func push(_ event: M.Event) -> Bool {
    guard let lock else {
      // Relaxed: a number is all that it gives. What it claims is handed over by the slot's sequence number.
      let tail = claimed ?? memory.slotNumber(memory.fetchIncrement(.tail))
      claimed = push(event, at: tail) == nil ? tail : nil
      return claimed == nil
    }
    return memory.withLock(lock, isConstant: false) {
      // Relaxed: the lock orders it with the store of the producer before.
      let tail = memory.slotNumber(memory.load(.tail, .relaxed))
      guard let next = push(event, at: tail) else { return false }
      // Where the tail publishes, push has stored it.
      if M.Layout.ringProtocol.publishesInSlot { memory.store(next, to: .tail, .relaxed) }
      return true
    }
  }

  /// Pushes into the slot with that index; returns the next index, or nil if the slot is not free.
  @inlinable @inline(__always)
  func push(_ event: M.Event, at index: UInt32) -> UInt32? {
    var producer = Producer<M, AssignedBarriers, FreshIndex>(
      memory: memory, barriers: barriers, at: M.Layout.Position(index: index, slots: memory.slots))
    return producer.push(event) ? producer.tail : nil
  }
}
