import Cells

/// First come, first served (Reed and Kanodia, "Synchronization with Eventcounts and Sequencers", CACM 1979).
///
/// Known answer: taking a ticket needs no order; what is served is loaded with acquire and stored with release, as in
/// the kernel's asm-generic/ticket_spinlock.h.
public struct TicketLock<M: CellMemory>: Sendable {
  let next, serving: Cell<M, Int>

  public init(next: Cell<M, Int>, serving: Cell<M, Int>) { (self.next, self.serving) = (next, serving) }

  public func lock() {
    let ticket = next.fetch(.add, 1, .relaxed)
    while serving.load(.acquire) != ticket { M.spin() }
  }

  public func unlock() { serving.store(serving.load(.relaxed) + 1, .release) }
}
