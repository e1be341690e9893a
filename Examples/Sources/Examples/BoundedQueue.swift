import Cells

/// Many producers, many consumers, a ring of slots each of which says by a number whose turn it is.
///
/// Known answer: Vyukov, "Bounded MPMC queue" (1024cores.net): positions are claimed relaxed, the slot's number is loaded
/// with acquire and stored with release.
public struct BoundedQueue<M: CellMemory>: Sendable {
  /// Starts as 0, 1, 2, ...
  let turns: CellArray<M, Int>
  let values: CellArray<M, Int>
  let enqueued, dequeued: Cell<M, Int>

  public init(
    turns: CellArray<M, Int>, values: CellArray<M, Int>, enqueued: Cell<M, Int>, dequeued: Cell<M, Int>
  ) {
    (self.turns, self.values, self.enqueued, self.dequeued) = (turns, values, enqueued, dequeued)
  }

  /// Whether there was room.
  public func enqueue(_ value: CellValue<M, Int>) -> Bool {
    while true {
      let position = enqueued.load(.relaxed)
      let slot = position % turns.count
      let turn = turns[slot].load(.acquire)
      if turn == position {
        if enqueued.compareExchange(expected: position, desired: position + 1, .relaxed).exchanged {
          values[slot].write(value)
          turns[slot].store(position + 1, .release)
          return true
        }
      } else if turn < position {
        return false
      }
      M.spin()
    }
  }

  /// The oldest value; 0: none.
  public func dequeue() -> CellValue<M, Int> {
    while true {
      let position = dequeued.load(.relaxed)
      let slot = position % turns.count
      let turn = turns[slot].load(.acquire)
      if turn == position + 1 {
        if dequeued.compareExchange(expected: position, desired: position + 1, .relaxed).exchanged {
          let value = values[slot].read()
          turns[slot].store(position + CellValue(turns.count), .release)
          return value
        }
      } else if turn < position + 1 {
        return 0
      }
      M.spin()
    }
  }
}
