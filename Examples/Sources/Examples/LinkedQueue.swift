import Cells

/// A queue of linked nodes with a dummy at its head; 0: no node.
///
/// Known answer: Michael and Scott, "Simple, Fast, and Practical Non-Blocking and Blocking Concurrent Queue Algorithms",
/// PODC 1996, written for sequential consistency; with C11's orders a node is linked with release and followed with acquire
/// (Norris and Demsky, "CDSChecker", OOPSLA 2013, ms-queue).
public struct LinkedQueue<M: CellMemory>: Sendable {
  let head, tail: Cell<M, Int>
  let next, values: CellArray<M, Int>

  public init(head: Cell<M, Int>, tail: Cell<M, Int>, next: CellArray<M, Int>, values: CellArray<M, Int>) {
    (self.head, self.tail, self.next, self.values) = (head, tail, next, values)
  }

  /// - Parameter node: A node that is in no queue.
  public func enqueue(_ value: CellValue<M, Int>, node: CellValue<M, Int>) {
    values[node].write(value)
    while true {
      let last = tail.load(.acquire)
      let behind = next[last].load(.acquire)
      if behind == 0 {
        if next[last].compareExchange(expected: 0, desired: node, .release).exchanged {
          _ = tail.compareExchange(expected: last, desired: node, .release)
          return
        }
        M.spin()
      } else {
        // Another enqueue has linked its node and not yet moved the tail: help it.
        if tail.compareExchange(expected: last, desired: behind, .release).exchanged { continue }
        M.spin()
      }
    }
  }

  /// The oldest value; 0: none.
  public func dequeue() -> CellValue<M, Int> {
    while true {
      let first = head.load(.acquire)
      let second = next[first].load(.acquire)
      if second == 0 { return 0 }
      let value = values[second].read()
      if head.compareExchange(expected: first, desired: second, .release).exchanged { return value }
      M.spin()
    }
  }
}
