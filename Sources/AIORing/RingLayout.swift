/// How indices move over the slots, and where the words of a ring lie in memory.
public protocol RingLayout: Sendable, SendableMetatype {
  /// Where a side stands in the ring.
  associatedtype Position: RingPosition
  /// The layout's name in options and reports.
  static var kind: LayoutKind { get }
  /// How many events a ring of `slots` slots holds.
  static func capacity(slots: UInt32) -> UInt32
  /// Byte offsets of everything in a ring of `slots` slots.
  static func offsets(slots: UInt32) -> RingOffsets
}

/// The layouts by name.
public enum LayoutKind: String, CaseIterable, Sendable {
  /// The kernel's ABI.
  case aio
  /// Each index on cache lines of its own.
  case padded
}

/// A side's own index: where it stands, privately, in registers.
public protocol RingPosition: Sendable, Equatable {
  init()
  /// The index as the other side sees it.
  var index: UInt32 { get }
  /// The slot it stands for.
  var slot: UInt32 { get }
  /// Moves to the next slot of a ring of `slots` slots.
  mutating func advance(slots: UInt32)
  /// The head at which a tail that stands here finds the ring full.
  func headWhenFull(slots: UInt32) -> UInt32
}

/// Byte offsets from the start of a ring.
public struct RingOffsets: Sendable, Equatable {
  public var head: Int
  public var tail: Int
  public var events: Int
  public var waiting: Int
  public var lock: Int
  public var ticket: Int
  public var serving: Int
  /// Bytes of the whole ring.
  public var total: Int

  /// Words that one side spins on while the other works stand this many bytes apart: two cache lines, since
  /// x86 fetches them in pairs (Intel Optimization Manual, 2.1.5.4, spatial prefetcher).
  @usableFromInline static var apart: Int { 128 }

  /// The words that are in no ABI, on lines of their own from `start` on.
  @inlinable @inline(__always)
  init(head: Int, tail: Int, events: Int, wordsFrom start: Int) {
    (self.head, self.tail, self.events) = (head, tail, events)
    waiting = start
    lock = start + Self.apart
    ticket = start + 2 * Self.apart
    // Beside the ticket, as in the kernel's arch_spinlock_t: both change hands together.
    serving = ticket + 4
    total = start + 3 * Self.apart
  }
}

/// The kernel's ABI, byte for byte: `struct aio_ring` (fs/aio.c), a 32-byte header, then the events. Head and
/// tail lie in [0, nr) and share a cache line with each other and the first event. One slot stays empty.
public enum AIOLayout: RingLayout {
  @inlinable public static var kind: LayoutKind { .aio }
  @inlinable public static func capacity(slots: UInt32) -> UInt32 { slots - 1 }

  @inlinable @inline(__always) public static func offsets(slots: UInt32) -> RingOffsets {
    let end = AIORingHeader.length + Int(slots) * IOEvent.size
    let apart = RingOffsets.apart
    return RingOffsets(
      head: AIORingHeader.headOffset, tail: AIORingHeader.tailOffset, events: AIORingHeader.length,
      wordsFrom: (end + apart - 1) / apart * apart)
  }

  /// An index in [0, nr).
  @frozen public struct Position: RingPosition {
    public var index: UInt32
    @inlinable public init() { index = 0 }
    @inlinable public var slot: UInt32 { index }
    @inlinable @inline(__always)
    public mutating func advance(slots: UInt32) {
      index &+= 1
      if index == slots { index = 0 }
    }
    @inlinable @inline(__always)
    public func headWhenFull(slots: UInt32) -> UInt32 {
      var next = self
      next.advance(slots: slots)
      return next.index
    }
  }
}

/// Head, tail and events on cache lines of their own; indices run freely and every slot is used.
public enum PaddedLayout: RingLayout {
  @inlinable public static var kind: LayoutKind { .padded }
  @inlinable public static func capacity(slots: UInt32) -> UInt32 { slots }

  @inlinable @inline(__always) public static func offsets(slots: UInt32) -> RingOffsets {
    let apart = RingOffsets.apart
    let events = 2 * apart
    let end = events + Int(slots) * IOEvent.size
    return RingOffsets(head: 0, tail: apart, events: events, wordsFrom: (end + apart - 1) / apart * apart)
  }

  /// An index that wraps at 2^32 and, beside it, its slot: no division, so any number of slots will do.
  @frozen public struct Position: RingPosition {
    public var index: UInt32
    public var slot: UInt32
    @inlinable public init() { (index, slot) = (0, 0) }
    @inlinable @inline(__always)
    public mutating func advance(slots: UInt32) {
      index &+= 1
      slot &+= 1
      if slot == slots { slot = 0 }
    }
    @inlinable @inline(__always)
    public func headWhenFull(slots: UInt32) -> UInt32 { index &- slots }
  }
}
