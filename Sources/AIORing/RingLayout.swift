/// How indices move over the slots, and where the words of a ring lie in memory.
public protocol RingLayout: Sendable, SendableMetatype {
  /// Where a side stands in the ring.
  associatedtype Position: RingPosition
  /// The layout's name in options and reports.
  static var kind: LayoutKind { get }
  /// How a slot is said to be full.
  static var ringProtocol: RingProtocol { get }
  /// How many events a ring of `slots` slots holds.
  static func capacity(slots: UInt32) -> UInt32
  /// Byte offsets of everything in a ring of `slots` slots for events of `eventBytes` bytes.
  static func offsets(slots: UInt32, eventBytes: Int) -> RingOffsets
}

extension RingLayout {
  /// Byte offsets of everything in a ring of `slots` slots for events of the usual size.
  @inlinable @inline(__always)
  public static func offsets(slots: UInt32) -> RingOffsets {
    offsets(slots: slots, eventBytes: IOEvent.size)
  }
}

/// How a slot is said to be full.
public enum RingProtocol: Sendable {
  /// By the tail: all slots before it are, as in the kernel's ring.
  case index
  /// By a tag in the slot itself, as in NVMe's completion queue. `publish` and `observe` act on the tag. The head goes
  /// back as an index.
  case tag
  /// By a sequence number in the slot itself, which also says that it is free, and for which lap: all four edges act on it.
  /// Neither index travels, so that any number of producers can share the ring (``SharedProducer``).
  case sequence

  /// Whether an event is published by a word of its slot, and not by the tail.
  @inlinable @inline(__always)
  public var publishesInSlot: Bool { self != .index }

  /// Whether a slot is freed by a word of its own, and not by the head.
  @inlinable @inline(__always)
  public var freesInSlot: Bool { self == .sequence }
}

/// The layouts by name.
public enum LayoutKind: String, CaseIterable, Sendable {
  /// The kernel's ABI.
  case aio
  /// Each index on cache lines of its own.
  case padded
  /// A tag in the event: one cache line carries the event and the sign that it is there.
  case tagged
  /// A tag behind the event, in a slot of 40 bytes.
  case trailingTag = "trailing-tag"
  /// A sequence number behind the event, in a slot of 64 bytes.
  case sequenced

  /// Whether events can be written into its slots with such stores. A tag in the event leaves ordinary ones only: its half of
  /// a word must stay as it is.
  public func takes(_ stores: PayloadStoreKind) -> Bool {
    switch (self, stores) {
    case (.tagged, .streaming): false
    default: true
    }
  }

  /// Whether its sides can use indices in such a way. Where no index travels there is none to copy or to hold back.
  public func takes(_ use: IndexUseKind) -> Bool { self != .sequenced || use == .fresh }

  /// Whether its slots have room for events of that size. A tag in the event is half of its second word.
  public func takes(_ size: EventSize) -> Bool { self != .tagged || size.words >= 2 }

  /// Whether several producers can claim its slots so. Without a sequence number in the slot a producer that has claimed
  /// a later slot would publish the earlier ones too, written or not.
  public func takes(_ sharing: SharingKind) -> Bool {
    sharing != .fetchAdd || self == .sequenced
  }

  /// How several producers share it unless something else is said.
  public var usualSharing: SharingKind { self == .sequenced ? .fetchAdd : .spinlock }
}

// Embedded Swift has no existential types.
#if !hasFeature(Embedded)
  extension LayoutKind {
    /// The layout as a type, for work that is done in any.
    public var layout: any RingLayout.Type {
      switch self {
      case .aio: AIOLayout.self
      case .padded: PaddedLayout.self
      case .tagged: TaggedLayout.self
      case .trailingTag: TrailingTagLayout.self
      case .sequenced: SequencedLayout.self
      }
    }
  }
#endif

/// A side's own index: where it stands, privately, in registers.
public protocol RingPosition: Sendable, Equatable {
  init()
  /// The index as the other side sees it.
  var index: UInt32 { get }
  /// The slot it stands for.
  var slot: UInt32 { get }
  /// Moves to the next slot of a ring of `slots` slots.
  mutating func advance(slots: UInt32)
  /// Moves on by `count` slots, `slots` at most.
  mutating func advance(by count: UInt32, slots: UInt32)
  /// The head at which a tail that stands here finds the ring full.
  func headWhenFull(slots: UInt32) -> UInt32
  /// Events from the place with that index up to this one, in a ring of `slots` slots.
  func events(since index: UInt32, slots: UInt32) -> UInt32
  /// The place with that index in a ring of `slots` slots, a power of two.
  init(index: UInt32, slots: UInt32)
}

extension RingPosition {
  /// What the tag of the slot holds once the event that belongs here is in it: never what an earlier lap left there, as
  /// long as a ring has fewer than 2^32 slots, and never the 0 of an empty ring's first lap.
  @inlinable @inline(__always)
  var tag: UInt32 { index &+ 1 }

  /// The sequence number of a slot that is free for the event that belongs here: 0 in an empty ring's first lap, and 2 more
  /// for each slot in each lap.
  @inlinable @inline(__always)
  var sequenceWhenFree: UInt32 { Self.sequence(lapStart: index &- slot) }

  /// The sequence number of the slot once the event that belongs here is in it.
  @inlinable @inline(__always)
  var sequenceWhenFull: UInt32 { sequenceWhenFree &+ 1 }

  /// What ``sequenceWhenFree`` was at the slot that this place was advanced from.
  @inlinable @inline(__always)
  func sequenceWhenFree(behind slot: UInt32) -> UInt32 { Self.sequence(lapStart: index &- 1 &- slot) }

  /// The sequence number of free slots in the lap that begins with that index.
  @inlinable @inline(__always)
  static func sequence(lapStart: UInt32) -> UInt32 { 2 &* lapStart }
}

/// Byte offsets from the start of a ring.
public struct RingOffsets: Sendable, Equatable {
  public var head: Int
  public var tail: Int
  /// The first slot.
  public var events: Int
  /// From one slot to the next.
  public var slotSize: Int
  /// Of the tag in a slot; in a ring whose slots have none, 0.
  public var tag: Int
  public var waiting: Int
  public var lock: Int
  public var ticket: Int
  public var serving: Int
  /// Bytes of the whole ring.
  public var total: Int

  /// Words that one side spins on while the other works stand this many bytes apart: two cache lines, since
  /// x86 fetches them in pairs (Intel Optimization Manual, 2.1.5.4, spatial prefetcher).
  @usableFromInline static var apart: Int { 128 }

  /// The words that are in no ABI stand behind the slots, on lines of their own.
  @inlinable @inline(__always)
  init(head: Int, tail: Int, events: Int, slotSize: Int, tag: Int = 0, slots: UInt32) {
    (self.head, self.tail, self.events) = (head, tail, events)
    (self.slotSize, self.tag) = (slotSize, tag)
    let end = events + Int(slots) * slotSize
    let start = (end + Self.apart - 1) / Self.apart * Self.apart
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
  @inlinable public static var ringProtocol: RingProtocol { .index }
  @inlinable public static func capacity(slots: UInt32) -> UInt32 { slots - 1 }

  @inlinable @inline(__always) public static func offsets(slots: UInt32, eventBytes: Int) -> RingOffsets {
    RingOffsets(
      head: AIORingHeader.headOffset, tail: AIORingHeader.tailOffset, events: AIORingHeader.length,
      slotSize: eventBytes, slots: slots)
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
    public mutating func advance(by count: UInt32, slots: UInt32) {
      let left = slots &- index
      index = count < left ? index &+ count : count &- left
    }
    @inlinable @inline(__always)
    public func headWhenFull(slots: UInt32) -> UInt32 {
      var next = self
      next.advance(slots: slots)
      return next.index
    }
    @inlinable @inline(__always)
    public func events(since index: UInt32, slots: UInt32) -> UInt32 {
      self.index >= index ? self.index - index : self.index &+ slots &- index
    }
    @inlinable @inline(__always)
    public init(index: UInt32, slots: UInt32) { self.index = index }
  }
}

/// Head, tail and events on cache lines of their own; indices run freely and every slot is used.
public enum PaddedLayout: RingLayout {
  @inlinable public static var kind: LayoutKind { .padded }
  @inlinable public static var ringProtocol: RingProtocol { .index }
  @inlinable public static func capacity(slots: UInt32) -> UInt32 { slots }

  @inlinable @inline(__always) public static func offsets(slots: UInt32, eventBytes: Int) -> RingOffsets {
    RingOffsets(
      head: 0, tail: RingOffsets.apart, events: 2 * RingOffsets.apart, slotSize: eventBytes, slots: slots)
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
    public mutating func advance(by count: UInt32, slots: UInt32) {
      index &+= count
      let left = slots &- slot
      slot = count < left ? slot &+ count : count &- left
    }
    @inlinable @inline(__always)
    public func headWhenFull(slots: UInt32) -> UInt32 { index &- slots }
    @inlinable @inline(__always)
    public func events(since index: UInt32, slots: UInt32) -> UInt32 { self.index &- index }
    @inlinable @inline(__always)
    public init(index: UInt32, slots: UInt32) { (self.index, slot) = (index, index & (slots &- 1)) }
  }
}

/// A slot says itself that it is full: by a 32-bit tag in the upper half of the event's ``IOEvent/obj``, which an event
/// gives up. An event and its tag share a cache line, so that one line travels for each event (two events, with lines of
/// 64 bytes). Nobody loads the tail.
public enum TaggedLayout: RingLayout {
  public typealias Position = PaddedLayout.Position
  @inlinable public static var kind: LayoutKind { .tagged }
  @inlinable public static var ringProtocol: RingProtocol { .tag }
  @inlinable public static func capacity(slots: UInt32) -> UInt32 { slots }

  @inlinable @inline(__always) public static func offsets(slots: UInt32, eventBytes: Int) -> RingOffsets {
    RingOffsets(
      head: 0, tail: RingOffsets.apart, events: 2 * RingOffsets.apart, slotSize: eventBytes,
      tag: IOEvent.upperHalfOfObj, slots: slots)
  }
}

/// The same for events that have no bit to spare: the tag stands behind the event, in a slot of 40 bytes, so that most
/// slots lie on two cache lines of 64 bytes or share one with a neighbour.
public enum TrailingTagLayout: RingLayout {
  public typealias Position = PaddedLayout.Position
  @inlinable public static var kind: LayoutKind { .trailingTag }
  @inlinable public static var ringProtocol: RingProtocol { .tag }
  @inlinable public static func capacity(slots: UInt32) -> UInt32 { slots }

  @inlinable @inline(__always) public static func offsets(slots: UInt32, eventBytes: Int) -> RingOffsets {
    RingOffsets(
      head: 0, tail: RingOffsets.apart, events: 2 * RingOffsets.apart, slotSize: eventBytes + 8,
      tag: eventBytes, slots: slots)
  }
}

/// A slot says itself whether it is free or full, and for which lap, as in Vyukov's bounded queue: a 32-bit sequence number
/// stands behind the event. A slot has cache lines of its own, so that producers with neighbouring slots do not disturb
/// each other. The tail is only where producers that share the ring claim their slots; nobody uses the head.
public enum SequencedLayout: RingLayout {
  public typealias Position = PaddedLayout.Position
  @inlinable public static var kind: LayoutKind { .sequenced }
  @inlinable public static var ringProtocol: RingProtocol { .sequence }
  @inlinable public static func capacity(slots: UInt32) -> UInt32 { slots }

  @inlinable @inline(__always) public static func offsets(slots: UInt32, eventBytes: Int) -> RingOffsets {
    RingOffsets(
      head: 0, tail: RingOffsets.apart, events: 2 * RingOffsets.apart,
      slotSize: (eventBytes + 4 + 63) / 64 * 64,
      tag: eventBytes, slots: slots)
  }
}
