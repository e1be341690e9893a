import Synchronization

/// One end of a ring, which has one user at a time.
final class RingEnd: Sendable {
  private let isTaken = Atomic(false)

  /// Makes the caller its user until the returned token is released.
  ///
  /// - Throws: ``KernelRingError/endTaken`` if it has one.
  func claim() throws(KernelRingError) -> Use {
    // Acquire: pairs with the release in `Use`, so that the next user sees the index at which the last one stopped.
    guard !isTaken.exchange(true, ordering: .acquiring) else { throw .endTaken }
    return Use(self)
  }

  /// Held by the end's user. A class, because a deinit of the reapers themselves would not be reliable: the destroy
  /// witness that Swift 6.3 generates for a noncopyable generic struct does not call it.
  final class Use: Sendable {
    private let end: RingEnd
    fileprivate init(_ end: RingEnd) { self.end = end }
    deinit { end.isTaken.store(false, ordering: .releasing) }
  }
}
