import Cells

/// A stack of nodes, each with the number of the one below it; 0: none.
///
/// Known answer: a push releases, a pop acquires (Treiber, "Systems Programming: Coping with Parallelism", IBM RJ 5118,
/// 1986). If a node is pushed again while another thread pops it, that pop installs a stale next node: the ABA problem (IBM
/// System/370 Principles of Operation, appendix A, 1983), against which a version beside the head helps.
public struct TreiberStack<M: CellMemory>: Sendable {
  let head: Cell<M, Int>
  let next: CellArray<M, Int>

  public init(head: Cell<M, Int>, next: CellArray<M, Int>) { (self.head, self.next) = (head, next) }

  public func push(_ node: CellValue<M, Int>) {
    while true {
      let top = head.load(.relaxed)
      next[node].store(top, .relaxed)
      if head.compareExchange(expected: top, desired: node, .release).exchanged { return }
      M.spin()
    }
  }

  /// The node that was on top; 0: none.
  public func pop() -> CellValue<M, Int> {
    while true {
      let top = head.load(.acquire)
      if top == 0 { return 0 }
      let below = next[top].load(.relaxed)
      if head.compareExchange(expected: top, desired: below, .relaxed).exchanged { return top }
      M.spin()
    }
  }
}

/// The same with a version in the head, which each push and pop counts up: head = version * 8 + node.
public struct VersionedStack<M: CellMemory>: Sendable {
  let head: Cell<M, Int>
  let next: CellArray<M, Int>

  public init(head: Cell<M, Int>, next: CellArray<M, Int>) { (self.head, self.next) = (head, next) }

  public func push(_ node: CellValue<M, Int>) {
    while true {
      let top = head.load(.relaxed)
      next[node].store(top % 8, .relaxed)
      let new = (top - top % 8) + 8 + node
      if head.compareExchange(expected: top, desired: new, .release).exchanged { return }
      M.spin()
    }
  }

  public func pop() -> CellValue<M, Int> {
    while true {
      let top = head.load(.acquire)
      if top % 8 == 0 { return 0 }
      let below = next[top % 8].load(.relaxed)
      let new = (top - top % 8) + 8 + below
      if head.compareExchange(expected: top, desired: new, .relaxed).exchanged { return top % 8 }
      M.spin()
    }
  }
}
