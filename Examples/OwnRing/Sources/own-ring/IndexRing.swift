import CellRings
import Cells

/// A ring with an index for each side, each of which remembers the other's.
struct IndexRing<Memory: EventMemory, Publishing: PublishOrder>: CellRing {
  let slots: EventSlots<Memory>
  let head, tail: Cell<Memory, Int>
  /// The producer's copy of the head, and the consumer's of the tail: each side has its own value of this type.
  var seenHead: CellValue<Memory, Int> = 0
  var seenTail: CellValue<Memory, Int> = 0

  init(capacity: Int, in place: some CellPlace<Memory>) {
    slots = place.slots(count: capacity, "slots")
    head = place.cell(0, "head")
    tail = place.cell(0, "tail")
  }

  mutating func push(_ event: Memory.Event) -> Bool {
    let own = tail.load(.relaxed)
    if own - seenHead == CellValue(slots.count) {
      seenHead = head.load(.acquire)
      if own - seenHead == CellValue(slots.count) { return false }
    }
    slots[own & CellValue(slots.count - 1)].write(event)
    tail.store(own + 1, Publishing.order)
    return true
  }

  mutating func pop() -> Memory.Event? {
    let own = head.load(.relaxed)
    if own == seenTail {
      seenTail = tail.load(.acquire)
      if own == seenTail { return nil }
    }
    let event = slots[own & CellValue(slots.count - 1)].read()
    head.store(own + 1, .release)
    return event
  }
}

/// The order of the store that publishes an event.
protocol PublishOrder: Sendable {
  static var order: StoreOrder { get }
}

enum Released: PublishOrder {
  static var order: StoreOrder { .release }
}

/// The mistake: the new tail may become visible before the event does.
enum Forgotten: PublishOrder {
  static var order: StoreOrder { .relaxed }
}
