/// The producing side of a ring: aio_complete(). A ring has one, and it cannot be copied.
public struct Producer<M: Memory, B: Barriers, U: IndexUse>: ~Copyable {
  /// What the ring runs on.
  public let memory: M
  @usableFromInline let barriers: B
  @usableFromInline let indexUse: U
  @usableFromInline var position = M.Layout.Position()
  @usableFromInline var cachedHead: M.Value

  /// The producer of an empty ring.
  @inlinable
  public init(memory: M, barriers: B, indexUse: U) {
    self.memory = memory
    self.barriers = barriers
    self.indexUse = indexUse
    cachedHead = memory.constant(0)
  }

  /// The producer of a ring that others have used before: `position` is where its tail stands.
  @inlinable
  public init(memory: M, barriers: B, at position: M.Layout.Position) where U == FreshIndex {
    self.init(memory: memory, barriers: barriers, indexUse: FreshIndex())
    self.position = position
  }

  /// The same producer, at the same place in its ring, with other barriers and another index use.
  @inlinable @inline(__always)
  public consuming func with<C: Barriers, V: IndexUse>(_ barriers: C, _ indexUse: V) -> Producer<M, C, V> {
    var other = Producer<M, C, V>(memory: memory, barriers: barriers, indexUse: indexUse)
    (other.position, other.cachedHead) = (position, cachedHead)
    return other
  }

  /// The private tail: events pushed so far, as an index.
  @inlinable public var tail: UInt32 { position.index }

  /// Appends an event and makes it visible; false if the ring is full.
  @inlinable @inline(__always)
  public mutating func push(_ event: M.Event) -> Bool {
    memory.withLock(barriers.lock, isConstant: barriers.lockIsConstant) {
      guard claimAndWrite(event) else { return false }
      storeTail()
      return true
    }
  }

  /// Appends an event that stays invisible until ``publish()``; false if the ring is full.
  @inlinable @inline(__always)
  public mutating func stage(_ event: M.Event) -> Bool {
    memory.withLock(barriers.lock, isConstant: barriers.lockIsConstant) { claimAndWrite(event) }
  }

  /// Makes all staged events visible.
  @inlinable @inline(__always)
  public mutating func publish() {
    memory.withLock(barriers.lock, isConstant: barriers.lockIsConstant) { storeTail() }
  }

  /// Wakes the consumer if it said that it sleeps: called after each ``push(_:)`` on a ring whose consumer sleeps.
  @inlinable @inline(__always)
  public mutating func wakeSleeper() -> Bool {
    // wake: the tail store before, the flag load after. Pairs with the consumer's sleep barrier.
    memory.fence(barriers.wake)
    let waiting = memory.load(.waiting, barriers.wake.flagLoad)
    if memory.decide(waiting, equals: 0) { return false }
    memory.wake()
    return true
  }

  @inlinable @inline(__always)
  mutating func claimAndWrite(_ event: M.Event) -> Bool {
    guard hasRoom() else { return false }
    let slot = position.slot
    if barriers.storesTailFirst {
      // The positive control: published before it is written.
      position.advance(slots: memory.slots)
      memory.store(position.index, to: .tail, barriers.tailStore)
      memory.fence(barriers.publish)
      memory.write(event, slot: slot)
    } else {
      memory.write(event, slot: slot)
      position.advance(slots: memory.slots)
    }
    return true
  }

  @inlinable @inline(__always)
  mutating func storeTail() {
    if barriers.storesTailFirst { return }
    // publish: the event before, the tail after. Pairs with the consumer's observe barrier.
    memory.fence(barriers.publish)
    memory.store(position.index, to: .tail, barriers.tailStore)
  }

  /// Whether the slot under the tail is free; if so, the claim barrier stands after the load that says so.
  @inlinable @inline(__always)
  mutating func hasRoom() -> Bool {
    let full = position.headWhenFull(slots: memory.slots)
    // The likely case: it is what a cached index is for.
    if case .cached = indexUse.kind, _fastPath(!memory.decide(cachedHead, equals: full)) { return true }
    let head = memory.load(.head, barriers.headLoad)
    // Stored before the decision, although a full ring gains nothing: one variable less in the hot loop.
    if case .cached = indexUse.kind { cachedHead = head }
    if memory.decide(head, equals: full) { return false }
    // claim: the head load before, the slot write after. Pairs with the consumer's retire barrier.
    memory.fence(barriers.claim)
    return true
  }
}
