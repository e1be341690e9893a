import Synchronization

/// Where two threads meet over and over: neither leaves before the other has come, and what each wrote before it
/// came the other sees when it leaves.
///
/// Sendable without the compiler's word for it: the pointer is never changed, and what it points to is atomic.
package final class Meeting: @unchecked Sendable {
  /// The two threads.
  package enum Side { case leader, follower }

  private let arrivals: UnsafeMutablePointer<Atomic<Int>>
  /// Arrivals stand two cache lines apart.
  private static let stride = 128 / MemoryLayout<Atomic<Int>>.stride

  package init() {
    arrivals = .allocate(capacity: 2 * Self.stride)
    for index in 0..<(2 * Self.stride) { (arrivals + index).initialize(to: Atomic(0)) }
  }

  deinit { arrivals.deallocate() }

  /// Comes, and waits for the other side; `yields`: waiting means giving the CPU away.
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
