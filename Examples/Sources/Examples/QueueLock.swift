import Cells

/// Each thread spins on a word of its own; the lock is handed from one to the next.
///
/// Known answer: Mellor-Crummey and Scott, "Algorithms for Scalable Synchronization on Shared-Memory Multiprocessors", TOCS
/// 1991. The exchange acquires and releases, the hand-over releases, the wait acquires.
public struct QueueLock<M: CellMemory>: Sendable {
  /// The last in the queue; 0: the lock is free.
  let tail: Cell<M, Int>
  /// Per thread, numbered from 1: who comes next, and whether it must still wait.
  let next, waits: CellArray<M, Int>

  public init(tail: Cell<M, Int>, next: CellArray<M, Int>, waits: CellArray<M, Int>) {
    (self.tail, self.next, self.waits) = (tail, next, waits)
  }

  public func lock(_ me: Int) {
    next[me].store(0, .relaxed)
    waits[me].store(1, .relaxed)
    let before = tail.exchange(CellValue(me), .acquireRelease)
    if before != 0 {
      next[before].store(CellValue(me), .release)
      while waits[me].load(.acquire) != 0 { M.spin() }
    }
  }

  public func unlock(_ me: Int) {
    var after = next[me].load(.acquire)
    if after == 0 {
      if tail.compareExchange(expected: CellValue(me), desired: 0, .release).exchanged { return }
      // Somebody has joined and not yet said so.
      while true {
        after = next[me].load(.acquire)
        if after != 0 { break }
        M.spin()
      }
    }
    waits[after].store(0, .release)
  }
}
