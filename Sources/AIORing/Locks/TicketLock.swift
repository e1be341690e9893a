/// First come, first served, over two words of the ring.
public enum TicketLock {
  /// Runs `body` while the lock is held.
  @inlinable @inline(__always)
  public static func hold<M: Memory, R>(_ memory: borrowing M, _ body: () -> R) -> R {
    let serving = acquire(memory)
    let result = body()
    release(memory, serving)
    return result
  }

  /// Draws a ticket and waits until it is served; returns the number served, which ``release(_:_:)`` takes.
  @inlinable @inline(__always)
  public static func acquire<M: Memory>(_ memory: borrowing M) -> M.Value {
    // Relaxed: drawing a ticket orders nothing; being served does.
    let ticket = memory.fetchIncrement(.ticket)
    // Acquire: pairs with the release store below, of the holder before.
    var serving = memory.load(.serving, .acquire)
    while !memory.decide(serving, equals: ticket), memory.spin() {
      serving = memory.load(.serving, .acquire)
    }
    return serving
  }

  /// Serves the next ticket.
  @inlinable @inline(__always)
  public static func release<M: Memory>(_ memory: borrowing M, _ serving: M.Value) {
    // Release: pairs with the acquiring load above, of the next holder. Only the holder changes `serving`, so
    // it adds without a locked instruction.
    memory.storeSuccessor(of: serving, to: .serving, .release)
  }
}
