import Cells

/// A lock of one's own. It is measured and checked as what guards a ring: each side takes it for every push or pop.
///
/// Each of the two threads has its own copy of the value, as with ``CellRing``.
public protocol CellLock<Memory>: Sendable {
  associatedtype Memory: EventMemory

  /// A lock that nobody holds.
  init(in place: some CellPlace<Memory>)

  /// Takes the lock, and waits for it with `Memory.spin()`.
  ///
  /// - Parameter thread: 0: the one that pushes; 1: the one that pops.
  mutating func lock(_ thread: Int)
  /// Gives it back.
  mutating func unlock(_ thread: Int)
}

/// A ring whose indices and slots are accessed under a lock only.
public struct LockedRing<Lock: CellLock>: CellRing {
  public typealias Memory = Lock.Memory

  @usableFromInline var lock: Lock
  @usableFromInline let slots: EventSlots<Memory>
  /// How many events were popped and pushed, side by side: whoever holds the lock needs both.
  @usableFromInline let head, tail: Cell<Memory, Int>

  @inlinable
  public init(capacity: Int, in place: some CellPlace<Memory>) {
    lock = Lock(in: place)
    slots = place.slots(count: capacity, "slots")
    let indices = place.cells([0, 0], "index")
    (head, tail) = (indices[0], indices[1])
  }

  @inlinable @inline(__always)
  public mutating func push(_ event: Memory.Event) -> Bool {
    lock.lock(0)
    let own = tail.read()
    let hasRoom = own - head.read() != CellValue(slots.count)
    if hasRoom {
      slots[own & CellValue(slots.count - 1)].write(event)
      tail.write(own + 1)
    }
    lock.unlock(0)
    return hasRoom
  }

  @inlinable @inline(__always)
  public mutating func pop() -> Memory.Event? {
    lock.lock(1)
    let own = head.read()
    var event: Memory.Event?
    if tail.read() != own {
      event = slots[own & CellValue(slots.count - 1)].read()
      head.write(own + 1)
    }
    lock.unlock(1)
    return event
  }
}
