import Cells

/// Its owner pushes and takes at one end, thieves steal at the other.
///
/// Known answer: Chase and Lev, "Dynamic Circular Work-Stealing Deque", SPAA 2005, with the C11 orders of Lê, Pop, Cohen and
/// Zappa Nardelli, "Correct and Efficient Work-Stealing for Weak Memory Models", PPoPP 2013, figure 1, without growing: the
/// two sequentially consistent fences are what keeps an item from being taken twice.
public struct WorkStealingDeque<M: CellMemory>: Sendable {
  let top, bottom: Cell<M, Int>
  let items: CellArray<M, Int>

  public init(top: Cell<M, Int>, bottom: Cell<M, Int>, items: CellArray<M, Int>) {
    (self.top, self.bottom, self.items) = (top, bottom, items)
  }

  /// The owner's; there must be room.
  public func push(_ item: CellValue<M, Int>) {
    let last = bottom.load(.relaxed)
    items[last % items.count].store(item, .relaxed)
    M.fence(.release)
    bottom.store(last + 1, .relaxed)
  }

  /// The owner's: the newest item; 0: none.
  public func take() -> CellValue<M, Int> {
    let last = bottom.load(.relaxed) - 1
    bottom.store(last, .relaxed)
    M.fence(.seqCst)
    let first = top.load(.relaxed)
    if first > last {
      bottom.store(last + 1, .relaxed)
      return 0
    }
    let item = items[last % items.count].load(.relaxed)
    if first < last { return item }
    // The last one: a thief may want it too.
    let isOurs = top.compareExchange(expected: first, desired: first + 1, .seqCst).exchanged
    bottom.store(last + 1, .relaxed)
    return isOurs ? item : 0
  }

  /// A thief's: the oldest item; 0: none, or another was faster.
  public func steal() -> CellValue<M, Int> {
    let first = top.load(.acquire)
    M.fence(.seqCst)
    let last = bottom.load(.acquire)
    if first >= last { return 0 }
    let item = items[first % items.count].load(.relaxed)
    return top.compareExchange(expected: first, desired: first + 1, .seqCst).exchanged ? item : 0
  }
}
