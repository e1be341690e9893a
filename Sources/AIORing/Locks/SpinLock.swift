/// Test and test-and-set over one word of the ring.
public enum SpinLock {
  /// Runs `body` while the lock is held.
  @inlinable @inline(__always)
  public static func hold<M: Memory, R>(_ memory: borrowing M, _ body: () -> R) -> R {
    acquire(memory)
    let result = body()
    release(memory)
    return result
  }

  /// Waits until the lock is free, and takes it.
  @inlinable @inline(__always)
  public static func acquire<M: Memory>(_ memory: borrowing M) {
    // Acquire: pairs with the release store below, of whichever side held the lock before.
    while !memory.decide(memory.exchange(.lock, with: 1, .acquire), equals: 0) {
      guard memory.spin() else { break }
      // Wait on a shared copy of the line, not by locked instructions.
      while !memory.decide(memory.load(.lock, .relaxed), equals: 0), memory.spin() {}
    }
  }

  /// Frees the lock.
  @inlinable @inline(__always)
  public static func release<M: Memory>(_ memory: borrowing M) {
    // Release: pairs with the acquiring exchange above.
    memory.store(0, to: .lock, .release)
  }
}
