import Cells

/// The slots of a ring.
public struct EventSlots<Memory: EventMemory>: Sendable {
  @usableFromInline let first: Memory.Address
  public let count: Int

  /// The slots from the address of the first on.
  @inlinable @inline(__always)
  public init(at first: Memory.Address, count: Int) { (self.first, self.count) = (first, count) }

  /// A slot. Which one may depend on a load: an address dependency.
  @inlinable @inline(__always)
  public subscript<Index: CellNumber>(
    index: CellValue<Memory, Index>, fileID: StaticString = #fileID, line: UInt = #line
  ) -> EventSlot<Memory> {
    let cells = CellArray<Memory, Int>(at: first, count: count, stride: Memory.eventStride)
    return EventSlot(at: cells[index, fileID, line].address)
  }
}

/// A place for one event.
public struct EventSlot<Memory: EventMemory>: Sendable {
  @usableFromInline let address: Memory.Address

  @inlinable @inline(__always)
  init(at address: Memory.Address) { self.address = address }

  /// Reads the event without being atomic: a data race if the other side may write it at the same time.
  @inlinable @inline(__always)
  public func read(fileID: StaticString = #fileID, line: UInt = #line) -> Memory.Event {
    Memory.readEvent(address, SourcePlace(fileID: fileID, line: line))
  }

  /// Writes an event without being atomic: a data race if the other side may access it at the same time.
  @inlinable @inline(__always)
  public func write(_ event: Memory.Event, fileID: StaticString = #fileID, line: UInt = #line) {
    Memory.writeEvent(event, address, SourcePlace(fileID: fileID, line: line))
  }
}
