import CellRings
import Cells

/// A fault that a ring may have.
protocol RingFault: Sendable {
  /// The order of the store that publishes an event.
  static var publish: StoreOrder { get }
  /// The order of the load that finds it.
  static var observe: LoadOrder { get }
  /// The order of the store that gives a slot back.
  static var retire: StoreOrder { get }
  /// Of so many pushes one loses its event; 0: none.
  static var losesOneOf: Int { get }
  /// Of so many pops one gives the event again; 0: none.
  static var repeatsOneOf: Int { get }
  /// What is added to the slot's number.
  static var offset: Int { get }
}

extension RingFault {
  static var publish: StoreOrder { .release }
  static var observe: LoadOrder { .acquire }
  static var retire: StoreOrder { .release }
  static var losesOneOf: Int { 0 }
  static var repeatsOneOf: Int { 0 }
  static var offset: Int { 0 }
}

enum NoFault: RingFault {}
enum RelaxedPublish: RingFault { static var publish: StoreOrder { .relaxed } }
enum RelaxedObserve: RingFault { static var observe: LoadOrder { .relaxed } }
enum RelaxedRetire: RingFault { static var retire: StoreOrder { .relaxed } }
enum Loses: RingFault { static var losesOneOf: Int { 100 } }
enum LosesAll: RingFault { static var losesOneOf: Int { 1 } }
enum Repeats: RingFault { static var repeatsOneOf: Int { 100 } }
enum OutOfBounds: RingFault { static var offset: Int { 1 } }

/// A ring with an index for each side, and a fault.
struct FaultyRing<Memory: EventMemory, Fault: RingFault>: CellRing {
  let slots: EventSlots<Memory>
  let head, tail: Cell<Memory, Int>
  /// A side's own counts.
  private var operations = 0
  private var last: Memory.Event?

  init(capacity: Int, in place: some CellPlace<Memory>) {
    slots = place.slots(count: capacity, "slots")
    (head, tail) = (place.cell(0, "head"), place.cell(0, "tail"))
  }

  private func slot(_ number: CellValue<Memory, Int>) -> EventSlot<Memory> {
    slots[(number & CellValue(slots.count - 1)) + CellValue(Fault.offset)]
  }

  mutating func push(_ event: Memory.Event) -> Bool {
    let own = tail.load(.relaxed)
    if own - head.load(.acquire) == CellValue(slots.count) { return false }
    operations += 1
    if Fault.losesOneOf > 0, operations % Fault.losesOneOf == 0 { return true }
    slot(own).write(event)
    tail.store(own + 1, Fault.publish)
    return true
  }

  mutating func pop() -> Memory.Event? {
    operations += 1
    if Fault.repeatsOneOf > 0, operations % Fault.repeatsOneOf == 0, let last { return last }
    let own = head.load(.relaxed)
    if tail.load(Fault.observe) == own { return nil }
    let event = slot(own).read()
    head.store(own + 1, Fault.retire)
    last = event
    return event
  }
}

/// A ticket lock that may forget its release.
struct TicketLock<Memory: EventMemory, Fault: RingFault>: CellLock {
  let next, serving: Cell<Memory, Int>

  init(in place: some CellPlace<Memory>) {
    (next, serving) = (place.cell(0, "next"), place.cell(0, "serving"))
  }

  func lock(_ thread: Int) {
    let ticket = next.fetch(.add, 1, .relaxed)
    while serving.load(Fault.observe) != ticket { Memory.spin() }
  }

  func unlock(_ thread: Int) { serving.store(serving.load(.relaxed) + 1, Fault.publish) }
}
