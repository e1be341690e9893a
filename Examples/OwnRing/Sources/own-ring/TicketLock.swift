import CellRings
import Cells

/// A lock of one's own: it is measured as what guards a ring.
struct TicketLock<Memory: EventMemory>: CellLock {
  let next, serving: Cell<Memory, Int>

  init(in place: some CellPlace<Memory>) {
    (next, serving) = (place.cell(0, "next"), place.cell(0, "serving"))
  }

  func lock(_ thread: Int) {
    let ticket = next.fetch(.add, 1, .relaxed)
    while serving.load(.acquire) != ticket { Memory.spin() }
  }

  func unlock(_ thread: Int) { serving.store(serving.load(.relaxed) + 1, .release) }
}
