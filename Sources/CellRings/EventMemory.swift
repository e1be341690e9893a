import CPeers
import Cells

/// A memory in which events lie in slots. On hardware an event is four words; in the checker it is one.
public protocol EventMemory: CellMemory {
  /// An event, which a ring copies and does not look at.
  associatedtype Event: Sendable

  /// Bytes from one slot to the next.
  static var eventStride: Int { get }
  /// Reads a slot without being atomic.
  static func readEvent(_ slot: Address, _ place: SourcePlace) -> Event
  /// Writes a slot without being atomic.
  static func writeEvent(_ event: Event, _ slot: Address, _ place: SourcePlace)
}

extension Hardware: EventMemory {
  public typealias Event = ringbench_event

  @inlinable @inline(__always)
  public static var eventStride: Int { MemoryLayout<ringbench_event>.stride }

  @inlinable @inline(__always)
  public static func readEvent(_ slot: Address, _ place: SourcePlace) -> ringbench_event {
    slot.pointer.load(as: ringbench_event.self)
  }

  @inlinable @inline(__always)
  public static func writeEvent(_ event: ringbench_event, _ slot: Address, _ place: SourcePlace) {
    slot.pointer.storeBytes(of: event, as: ringbench_event.self)
  }
}
