import Synchronization

/// A barrier that two threads pass again and again: neither leaves before the other has arrived, and each then sees what
/// the other wrote before it arrived.
///
/// `@unchecked Sendable` is safe: the pointer never changes, and what it points to is accessed atomically.
package final class Meeting: @unchecked Sendable {
  /// The two threads.
  package enum Side { case leader, follower }

  private let arrivals: UnsafeMutablePointer<Atomic<Int>>
  /// The two counters are two cache lines apart.
  private static let stride = 128 / MemoryLayout<Atomic<Int>>.stride

  package init() {
    arrivals = .allocate(capacity: 2 * Self.stride)
    for index in 0..<(2 * Self.stride) { (arrivals + index).initialize(to: Atomic(0)) }
  }

  deinit { arrivals.deallocate() }

  /// Arrives, and waits for the other side; `yields`: gives the CPU away while waiting.
  @inline(__always)
  package func meet(_ side: Side, yields: Bool) {
    let mine = side == .leader ? 0 : Self.stride
    let theirs = Self.stride - mine
    let arrival = arrivals[mine].load(ordering: .relaxed) + 1
    // Release and acquire: pairs with the other side's arrival, both ways.
    arrivals[mine].store(arrival, ordering: .releasing)
    while arrivals[theirs].load(ordering: .acquiring) < arrival { backOff(yields) }
  }
}
