import Cells

/// A ring of one's own, written over cells: the same code is measured at full speed and looked at under every memory model.
///
/// One thread pushes and one pops. Each of them has its own copy of the value: what the two share is in cells, and a
/// variable of the type, such as a cached index, belongs to the side that changes it.
///
/// ```swift
/// struct OwnRing<Memory: EventMemory>: CellRing {
///   let slots: EventSlots<Memory>
///   let head, tail: Cell<Memory, Int>
///   …
/// }
/// ```
public protocol CellRing<Memory>: Sendable {
  associatedtype Memory: EventMemory

  /// An empty ring.
  ///
  /// - Parameters:
  ///   - capacity: How many events it must hold at least; a power of two.
  ///   - place: Where it puts its cells.
  init(capacity: Int, in place: some CellPlace<Memory>)

  /// Pushes an event, which becomes visible to ``pop()`` without another call; false: the ring was full. Called by one thread.
  mutating func push(_ event: Memory.Event) -> Bool

  /// Pops the oldest event; nil: the ring was empty. Called by one thread.
  mutating func pop() -> Memory.Event?
}
