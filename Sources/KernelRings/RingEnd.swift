import Synchronization

/// One end of a ring, which one at a time may use.
final class RingEnd: Sendable {
  private let isTaken = Atomic(false)

  /// Makes the caller the one who uses it, for as long as the answer lives.
  func claim() throws(KernelRingError) -> Use {
    // Acquire: pairs with the release in `Use`, so that the next one sees the index at which the last one stopped.
    guard !isTaken.exchange(true, ordering: .acquiring) else { throw .endTaken }
    return Use(self)
  }

  /// Held by who uses the end. A class, because a deinit of the reapers themselves would not be reliable: the
  /// destroy witness that Swift 6.3 makes for a generic struct that cannot be copied leaves it out.
  final class Use: Sendable {
    private let end: RingEnd
    fileprivate init(_ end: RingEnd) { self.end = end }
    deinit { end.isTaken.store(false, ordering: .releasing) }
  }
}
