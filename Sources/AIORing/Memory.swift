/// What the ring runs on. The same `push` and `pop` run on hardware, at full speed, and on the checker's memory,
/// whose values remember which loads they depend on.
public protocol Memory {
  /// How indices move and where things lie.
  associatedtype Layout: RingLayout
  /// What loading a word gives: a number on hardware; in the checker a number with its dependencies.
  associatedtype Value
  /// What a slot holds.
  associatedtype Event

  /// The number of slots of the ring.
  var slots: UInt32 { get }
  /// The events after which a ``IndexUseKind/lazy`` side stores its index at the latest.
  var lazyLimit: UInt32 { get }

  /// A number that depends on no load.
  func constant(_ number: UInt32) -> Value
  /// Loads a word with the given ordering.
  func load(_ word: RingWord, _ order: AccessOrder) -> Value
  /// Stores a number to a word with the given ordering.
  func store(_ number: UInt32, to word: RingWord, _ order: AccessOrder)
  /// Stores `number` to a word and returns what it held: one atomic access, acquire or acquire and release.
  func exchange(_ word: RingWord, with number: UInt32, _ order: AccessOrder) -> Value
  /// Adds 1 to a word and returns what it held, relaxed.
  func fetchIncrement(_ word: RingWord) -> Value
  /// Stores what was loaded, plus 1: a data dependency.
  func storeSuccessor(of value: Value, to word: RingWord, _ order: AccessOrder)
  /// The number that was loaded, to find a slot by: an address dependency of the accesses to slots from here on.
  func slotNumber(_ value: Value) -> UInt32
  /// Whether a loaded value equals a number. Every branch of the ring on a loaded value goes through here: this
  /// is where control dependencies come from.
  func decide(_ value: Value, equals number: UInt32) -> Bool
  /// Whether two loaded values are equal; a control dependency on both.
  func decide(_ value: Value, equals other: Value) -> Bool

  /// How many places there are from `place` to the one with an index that was loaded, and `most` at most.
  func steps(from place: Layout.Position, to index: Value, upTo most: Int) -> Int

  /// Reads the event in a slot.
  func read(slot: UInt32) -> Event
  /// Writes an event into a slot.
  func write(_ event: Event, slot: UInt32)
  /// Reads the events of consecutive slots, which do not wrap around, into memory that holds none.
  func read(into events: UnsafeMutableBufferPointer<Event>, slot: UInt32)
  /// Writes events into consecutive slots, which do not wrap around.
  func write(_ events: UnsafeBufferPointer<Event>, slot: UInt32)

  /// Puts a barrier between the accesses before and after it; nothing for orderings that are not fences.
  func fence(_ ordering: Ordering)
  /// Called in a loop that waits for another thread; true to look again. In the checker it is false: a run
  /// that waits for ever is not an execution.
  func spin() -> Bool

  /// Acquires a lock that is not one of the ring's words.
  func acquireSystemLock(_ kind: LockKind)
  /// Releases it.
  func releaseSystemLock(_ kind: LockKind)
  /// Runs `body` between the two.
  func withSystemLock<R>(_ kind: LockKind, _ body: () -> R) -> R
  /// Sleeps while `waiting` is 1: the last step of the sleeping consumer.
  func sleep()
  /// Clears `waiting` and wakes the sleeper.
  func wake()
}

extension Memory {
  /// 32, of which each costs little more than of 128, and a quarter of a small ring, so that both sides can work at once.
  @inlinable @inline(__always)
  public var lazyLimit: UInt32 { max(1, min(32, slots / 4)) }

  @inlinable
  public func steps(from place: Layout.Position, to index: Value, upTo most: Int) -> Int {
    var (place, count) = (place, 0)
    while count < most, !decide(index, equals: place.index) {
      place.advance(slots: slots)
      count += 1
    }
    return count
  }

  @inlinable @inline(__always)
  public func read(into events: UnsafeMutableBufferPointer<Event>, slot: UInt32) {
    readOneByOne(into: events, slot: slot)
  }

  @inlinable @inline(__always)
  public func write(_ events: UnsafeBufferPointer<Event>, slot: UInt32) {
    writeOneByOne(events, slot: slot)
  }

  @inlinable @inline(__always)
  func readOneByOne(into events: UnsafeMutableBufferPointer<Event>, slot: UInt32) {
    for index in events.indices {
      events.initializeElement(at: index, to: read(slot: slot &+ UInt32(truncatingIfNeeded: index)))
    }
  }

  @inlinable @inline(__always)
  func writeOneByOne(_ events: UnsafeBufferPointer<Event>, slot: UInt32) {
    for index in events.indices { write(events[index], slot: slot &+ UInt32(truncatingIfNeeded: index)) }
  }

  /// Reads the events of the slots from `first` on, around the ring's end.
  @inlinable @inline(__always)
  func read(into events: UnsafeMutableBufferPointer<Event>, from first: Layout.Position) {
    let untilEnd = min(events.count, Int(slots &- first.slot))
    read(into: UnsafeMutableBufferPointer(rebasing: events[..<untilEnd]), slot: first.slot)
    if untilEnd < events.count {
      read(into: UnsafeMutableBufferPointer(rebasing: events[untilEnd...]), slot: 0)
    }
  }

  /// Writes events into the slots from `first` on, around the ring's end.
  @inlinable @inline(__always)
  func write(_ events: UnsafeBufferPointer<Event>, from first: Layout.Position) {
    let untilEnd = min(events.count, Int(slots &- first.slot))
    write(UnsafeBufferPointer(rebasing: events[..<untilEnd]), slot: first.slot)
    if untilEnd < events.count { write(UnsafeBufferPointer(rebasing: events[untilEnd...]), slot: 0) }
  }

  @inlinable @inline(__always)
  public func withSystemLock<R>(_ kind: LockKind, _ body: () -> R) -> R {
    acquireSystemLock(kind)
    let result = body()
    releaseSystemLock(kind)
    return result
  }

  /// Runs `body` under the lock of a strategy, or bare.
  ///
  /// `isConstant` says whether the lock is known at compile time. If not, the body stands here once: a copy for each
  /// kind of lock would take the optimiser minutes.
  @inlinable @inline(__always)
  public func withLock<R>(_ kind: LockKind?, isConstant: Bool, _ body: () -> R) -> R {
    guard isConstant else {
      let served = acquire(kind)
      let result = body()
      release(kind, served)
      return result
    }
    switch kind {
    case nil: return body()
    case .spinlock: return SpinLock.hold(self, body)
    case .ticketLock: return TicketLock.hold(self, body)
    case .mutex: return withSystemLock(.mutex, body)
    case .synchronizationMutex: return withSystemLock(.synchronizationMutex, body)
    }
  }

  /// Acquires a lock; returns the number that a ticket lock serves.
  @inlinable @inline(__always)
  func acquire(_ kind: LockKind?) -> Value? {
    switch kind {
    case nil: break
    case .spinlock: SpinLock.acquire(self)
    case .ticketLock: return TicketLock.acquire(self)
    case .mutex: acquireSystemLock(.mutex)
    case .synchronizationMutex: acquireSystemLock(.synchronizationMutex)
    }
    return nil
  }

  @inlinable @inline(__always)
  func release(_ kind: LockKind?, _ served: Value?) {
    switch kind {
    case nil: break
    case .spinlock: SpinLock.release(self)
    case .ticketLock: if let served { TicketLock.release(self, served) }
    case .mutex: releaseSystemLock(.mutex)
    case .synchronizationMutex: releaseSystemLock(.synchronizationMutex)
    }
  }
}

extension Memory where Value == UInt32 {
  @inlinable @inline(__always)
  public func slotNumber(_ value: UInt32) -> UInt32 { value }

  @inlinable @inline(__always)
  public func steps(from place: Layout.Position, to index: UInt32, upTo most: Int) -> Int {
    min(most, Int(Layout.Position(index: index, slots: slots).events(since: place.index, slots: slots)))
  }
}
