import AIORing

/// Takes completions of an io_uring from its completion queue, without a system call.
///
/// observe pairs with the release store of the tail in io_commit_cqring(), retire with the kernel's load of the head
/// before it writes a completion (io_uring(7); io_uring/io_uring.c).
public struct IOUringReaper<B: Barriers>: ~Copyable {
  private let ring: IOUring
  private let use: RingEnd.Use
  @usableFromInline var consumer: Consumer<IOUringMemory<CompletionSlot>, B, FreshIndex>

  /// A reaper with barriers of your choice; only observe and retire matter. `seastar`'s, acquire and release, are
  /// liburing's too.
  ///
  /// - Throws: ``KernelRingError/endTaken`` if the ring has a reaper, ``KernelRingError/lockNotShared`` for
  ///   barriers that are a lock.
  public init(_ ring: IOUring, barriers: B) throws(KernelRingError) {
    guard barriers.lock == nil else { throw .lockNotShared }
    use = try ring.consumingEnd.claim()
    let memory = ring.completions
    // Only reapers store the head, and the ring has no other reaper now.
    consumer = Consumer(
      memory: memory, barriers: barriers, at: memory.position(at: memory.load(.head, .relaxed)))
    self.ring = ring
  }

  /// Removes the oldest completion and frees its slot; nil if there is none.
  @inlinable @inline(__always)
  public mutating func next() -> Completion? {
    guard let entry = consumer.pop() else { return nil }
    return Completion(entry)
  }

  /// Calls `body` with at most `most` completions, oldest first, and frees their slots with one store of the head.
  /// Returns how many there were.
  @inlinable @inline(__always)
  public mutating func reap(atMost most: Int, _ body: (Completion) -> Void) -> Int {
    var count = 0
    while count < most, let entry = consumer.take() {
      body(Completion(entry))
      count += 1
    }
    if count > 0 { consumer.retire() }
    return count
  }
}
