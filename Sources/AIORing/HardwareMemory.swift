import CBarriers

#if !hasFeature(Embedded)
  import CLinux
#endif

/// The ring on real memory. A view: its creator keeps the memory and the locks alive while a side uses it.
public struct HardwareMemory<Layout: RingLayout, Stores: PayloadStores>: Memory {
  public typealias Value = UInt32
  public typealias Event = IOEvent

  public let slots: UInt32
  @usableFromInline let stores: Stores
  // One pointer for all words: the layout's offsets are constant, so that a loop needs one register for the
  // ring.
  @usableFromInline let base: UnsafeMutableRawPointer
  #if !hasFeature(Embedded)
    @usableFromInline let locks: Unmanaged<SystemLocks>?
  #endif

  /// A view of a ring of `slots` slots at `base`, at least as large and aligned as the layout's offsets ask.
  @inlinable
  public init(base: UnsafeMutableRawPointer, slots: UInt32, stores: Stores) {
    self.slots = slots
    self.stores = stores
    self.base = base
    #if !hasFeature(Embedded)
      locks = nil
    #endif
  }

  @inlinable @inline(__always)
  func pointer(to word: RingWord) -> HardwareWord {
    let offsets = Layout.offsets(slots: slots, eventBytes: stores.eventWords * 8)
    let offset =
      switch word {
      case .head: offsets.head
      case .tail: offsets.tail
      case .tag(let slot): offsets.events + Int(slot) * offsets.slotSize + offsets.tag
      case .waiting: offsets.waiting
      case .lock: offsets.lock
      case .ticket: offsets.ticket
      case .serving: offsets.serving
      }
    return HardwareWord(base + offset)
  }

  @inlinable @inline(__always)
  func event(in slot: UInt32) -> UnsafeMutablePointer<IOEvent> {
    let offsets = Layout.offsets(slots: slots, eventBytes: stores.eventWords * 8)
    return (base + offsets.events + Int(slot) * offsets.slotSize).assumingMemoryBound(to: IOEvent.self)
  }

  @inlinable @inline(__always)
  public func constant(_ number: UInt32) -> UInt32 { number }

  @inlinable @inline(__always)
  public func load(_ word: RingWord, _ order: AccessOrder) -> UInt32 { pointer(to: word).load(order) }

  @inlinable @inline(__always)
  public func store(_ number: UInt32, to word: RingWord, _ order: AccessOrder) {
    pointer(to: word).store(number, order)
  }

  @inlinable @inline(__always)
  public func exchange(_ word: RingWord, with number: UInt32, _ order: AccessOrder) -> UInt32 {
    pointer(to: word).exchange(with: number, order)
  }

  @inlinable @inline(__always)
  public func fetchIncrement(_ word: RingWord) -> UInt32 { pointer(to: word).fetchIncrement() }

  @inlinable @inline(__always)
  public func storeSuccessor(of value: UInt32, to word: RingWord, _ order: AccessOrder) {
    store(value &+ 1, to: word, order)
  }

  @inlinable @inline(__always)
  public func decide(_ value: UInt32, equals number: UInt32) -> Bool { value == number }

  @inlinable @inline(__always)
  public func read(slot: UInt32) -> IOEvent {
    let place = event(in: slot)
    if stores.eventWords != IOEvent.words { return readWords(from: place) }
    guard case .tagged = Layout.kind else { return place.pointee }
    return IOEvent(
      data: place.pointee.data, obj: UInt64(Self.lowerHalfOfObj(place).pointee), res: place.pointee.res,
      res2: place.pointee.res2)
  }

  /// In a ``TaggedLayout`` with ordinary stores, whatever the kind asked for: the tag's half of `obj` stays as it is.
  @inlinable @inline(__always)
  public func write(_ event: IOEvent, slot: UInt32) {
    let place = self.event(in: slot)
    if stores.eventWords != IOEvent.words { return writeWords(of: event, to: place) }
    guard case .tagged = Layout.kind else { return stores.write(event, to: place) }
    place.pointee.data = event.data
    Self.lowerHalfOfObj(place).pointee = UInt32(truncatingIfNeeded: event.obj)
    place.pointee.res = event.res
    place.pointee.res2 = event.res2
  }

  /// Copied by one call where slots hold nothing but events of the usual size, so that few instructions stand between the
  /// accesses to two cache lines and many lines are on their way at once.
  @inlinable @inline(__always)
  public func read(into events: UnsafeMutableBufferPointer<IOEvent>, slot: UInt32) {
    guard hasBareEvents, let copies = events.baseAddress else {
      return readOneByOne(into: events, slot: slot)
    }
    copies.initialize(from: event(in: slot), count: events.count)
  }

  /// The same for a write with ordinary stores.
  @inlinable @inline(__always)
  public func write(_ events: UnsafeBufferPointer<IOEvent>, slot: UInt32) {
    guard hasBareEvents, stores.kind == .ordinary, let copies = events.baseAddress else {
      return writeOneByOne(events, slot: slot)
    }
    event(in: slot).update(from: copies, count: events.count)
  }

  /// Whether a slot is an event of the usual size and nothing else.
  @inlinable @inline(__always)
  var hasBareEvents: Bool {
    guard case .index = Layout.ringProtocol else { return false }
    return stores.eventWords == IOEvent.words
  }

  @inlinable @inline(__always)
  static func lowerHalfOfObj(_ place: UnsafeMutablePointer<IOEvent>) -> UnsafeMutablePointer<UInt32> {
    (UnsafeMutableRawPointer(place) + IOEvent.lowerHalfOfObj).assumingMemoryBound(to: UInt32.self)
  }

  @inlinable @inline(__always)
  public func fence(_ ordering: Ordering) { ordering.standOnHardware() }

  @inlinable @inline(__always)
  public func spin() -> Bool {
    rb_pause()
    return true
  }
}

#if hasFeature(Embedded)
  extension HardwareMemory {
    /// Never called: without an operating system the catalogue has no row with such a lock.
    @inlinable public func acquireSystemLock(_ kind: LockKind) {}
    /// Never called.
    @inlinable public func releaseSystemLock(_ kind: LockKind) {}
    /// Spins: there is no operating system to sleep in.
    @inlinable public func sleep() { rb_pause() }
    @inlinable public func wake() { store(0, to: .waiting, .relaxed) }
  }
#else
  extension HardwareMemory {
    /// The view of a ring that lives in `ring`, with its locks. `ring` must outlive it, and have been made for events of the size
    /// that the stores have.
    public init(_ ring: borrowing MappedRing<Layout>, stores: Stores) {
      slots = ring.slots
      self.stores = stores
      base = ring.base
      locks = Unmanaged.passUnretained(ring.locks)
    }

    /// Looks once, not twice, whether there are locks.
    @inlinable @inline(__always)
    public func withSystemLock<R>(_ kind: LockKind, _ body: () -> R) -> R {
      guard let locks else { return body() }
      return locks._withUnsafeGuaranteedRef { $0.hold(kind, body) }
    }

    @inlinable @inline(__always)
    public func acquireSystemLock(_ kind: LockKind) {
      locks?._withUnsafeGuaranteedRef { $0.acquire(kind) }
    }

    @inlinable @inline(__always)
    public func releaseSystemLock(_ kind: LockKind) {
      locks?._withUnsafeGuaranteedRef { $0.release(kind) }
    }

    /// Sleeps for at most 10 ms, so that a lost wake-up is found and not waited for.
    @inlinable public func sleep() {
      _ = rb_futex_wait(pointer(to: .waiting).address, 1, 10_000_000)
    }

    @inlinable public func wake() {
      store(0, to: .waiting, .relaxed)
      _ = rb_futex_wake(pointer(to: .waiting).address)
    }
  }
#endif
