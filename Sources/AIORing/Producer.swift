/// The producing side of a ring: aio_complete(). A ring has one, and it cannot be copied.
public struct Producer<M: Memory, B: ProducerBarriers, U: IndexUse>: ~Copyable {
  /// What the ring runs on.
  public let memory: M
  /// What stands at its edges.
  public let barriers: B
  /// How often it loads the head and stores the tail.
  public let indexUse: U
  @usableFromInline var position = M.Layout.Position()
  @usableFromInline var cachedHead: M.Value
  /// The tail as it was stored last; kept where the index use is lazy.
  @usableFromInline var storedTail: UInt32 = 0

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
    storedTail = position.index
  }

  /// The same producer, at the same place in its ring, with other barriers and another index use.
  @inlinable @inline(__always)
  public consuming func with<C: ProducerBarriers, V: IndexUse>(
    _ barriers: C, _ indexUse: V
  ) -> Producer<M, C, V> {
    var other = Producer<M, C, V>(memory: memory, barriers: barriers, indexUse: indexUse)
    (other.position, other.cachedHead, other.storedTail) = (position, cachedHead, storedTail)
    return other
  }

  /// The private tail: events pushed so far, as an index.
  @inlinable public var tail: UInt32 { position.index }

  /// Appends an event and makes it visible, or with a lazy index sees to it that it soon will be; false if the ring is
  /// full.
  @inlinable @inline(__always)
  public mutating func push(_ event: M.Event) -> Bool {
    memory.withLock(barriers.lock, isConstant: barriers.lockIsConstant) {
      guard let slot = claimAndWrite(event) else {
        if isHoldingBack { publishTail() }
        return false
      }
      if !mayWait() { publishEvent(in: slot) }
      return true
    }
  }

  /// Appends an event that may stay invisible until ``publish()``; false if the ring is full.
  @inlinable @inline(__always)
  public mutating func stage(_ event: M.Event) -> Bool {
    memory.withLock(barriers.lock, isConstant: barriers.lockIsConstant) {
      guard let slot = claimAndWrite(event) else { return false }
      // Each tag is stored anyway, and on a line that travels anyway.
      if M.Layout.ringProtocol.publishesInSlot { publishEvent(in: slot) }
      return true
    }
  }

  /// Appends as many of `events` as there is room for and makes them visible together; returns how many. A lock is held once
  /// for all of them.
  @inlinable @inline(__always)
  public mutating func push(_ events: UnsafeBufferPointer<M.Event>) -> Int {
    memory.withLock(barriers.lock, isConstant: barriers.lockIsConstant) {
      guard case .index = M.Layout.ringProtocol else { return pushOneByOne(events) }
      let count = room(upTo: events.count)
      if count == 0 { return 0 }
      let first = position
      position.advance(by: UInt32(truncatingIfNeeded: count), slots: memory.slots)
      if barriers.storesTailFirst {
        // The positive control: published before they are written.
        storeTail()
        memory.fence(barriers.publish)
      }
      memory.write(UnsafeBufferPointer(rebasing: events[..<count]), from: first)
      publishTail()
      return count
    }
  }

  /// Where a word of each slot says that it is full, there is nothing to do for all of them together.
  @inlinable @inline(__always)
  mutating func pushOneByOne(_ events: UnsafeBufferPointer<M.Event>) -> Int {
    var count = 0
    while count < events.count, let slot = claimAndWrite(events[count]) {
      publishEvent(in: slot)
      count &+= 1
    }
    return count
  }

  /// Makes all staged events visible.
  @inlinable @inline(__always)
  public mutating func publish() {
    if M.Layout.ringProtocol.publishesInSlot { return }
    memory.withLock(barriers.lock, isConstant: barriers.lockIsConstant) { publishTail() }
  }

  /// Makes visible what a lazy index holds back: called before the producer does anything but push. Costs nothing with
  /// another index use.
  @inlinable @inline(__always)
  public mutating func flush() {
    guard isHoldingBack else { return }
    memory.withLock(barriers.lock, isConstant: barriers.lockIsConstant) { publishTail() }
  }

  /// Wakes the consumer if it said that it sleeps: called after each ``push(_:)->Bool`` on a ring whose consumer sleeps.
  @inlinable @inline(__always)
  public mutating func wakeSleeper() -> Bool {
    flush()
    // wake: the tail store before, the flag load after. Pairs with the consumer's sleep barrier.
    memory.fence(barriers.wake)
    let waiting = memory.load(.waiting, barriers.wake.flagLoad)
    if memory.decide(waiting, equals: 0) { return false }
    memory.wake()
    return true
  }

  /// Writes an event into the next slot and returns the slot; nil if the ring is full.
  @inlinable @inline(__always)
  mutating func claimAndWrite(_ event: M.Event) -> UInt32? {
    // Loaded once: a side may lie in memory, and an acquire load keeps the compiler from merging the loads of its fields.
    let memory = memory
    guard hasRoom(memory) else { return nil }
    let slot = position.slot
    if barriers.storesTailFirst {
      // The positive control: published before it is written.
      position.advance(slots: memory.slots)
      if M.Layout.ringProtocol.publishesInSlot { storeTag(of: slot) } else { storeTail() }
      memory.fence(barriers.publish)
      memory.write(event, slot: slot)
    } else {
      memory.write(event, slot: slot)
      position.advance(slots: memory.slots)
    }
    return slot
  }

  /// Makes the event just written visible.
  @inlinable @inline(__always)
  mutating func publishEvent(in slot: UInt32) {
    guard M.Layout.ringProtocol.publishesInSlot else { return publishTail() }
    if barriers.storesTailFirst { return }
    // publish: the event before, its tag after. Pairs with the consumer's observe barrier.
    memory.fence(barriers.publish)
    storeTag(of: slot)
  }

  @inlinable @inline(__always)
  mutating func publishTail() {
    if barriers.storesTailFirst { return }
    // publish: the event before, the tail after. Pairs with the consumer's observe barrier.
    memory.fence(barriers.publish)
    storeTail()
  }

  @inlinable @inline(__always)
  mutating func storeTail() {
    memory.store(position.index, to: .tail, barriers.tailStore)
    if indexUse.kind.isLazy { storedTail = position.index }
  }

  /// The private tail is one further than the slot already: its index is what ``RingPosition/tag`` was there, and the
  /// sequence number is what ``RingPosition/sequenceWhenFull`` was there.
  @inlinable @inline(__always)
  func storeTag(of slot: UInt32) {
    let tag =
      M.Layout.ringProtocol == .sequence ? position.sequenceWhenFree(behind: slot) &+ 1 : position.index
    memory.store(tag, to: .tag(slot: slot), barriers.tailStore)
  }

  /// Whether there are events that a lazy index has not published.
  @inlinable @inline(__always)
  var isHoldingBack: Bool {
    guard case .index = M.Layout.ringProtocol, indexUse.kind.isLazy else { return false }
    return storedTail != position.index
  }

  /// Whether the event just written may stay unseen for now: few do, and the consumer has others to pop.
  @inlinable @inline(__always)
  func mayWait() -> Bool {
    guard isHoldingBack, position.events(since: storedTail, slots: memory.slots) < memory.lazyLimit else {
      return false
    }
    // Relaxed: whatever is read here, only the time of the store depends on it.
    return !memory.decide(memory.load(.head, .relaxed), equals: storedTail)
  }

  /// How many slots from the tail on are free, as far as one load of the head tells, and `most` at most; if any, the claim
  /// barrier stands after the load that says so.
  @inlinable @inline(__always)
  mutating func room(upTo most: Int) -> Int {
    let full = M.Layout.Position(index: position.headWhenFull(slots: memory.slots), slots: memory.slots)
    if indexUse.kind.keepsCopy {
      let room = memory.steps(from: full, to: cachedHead, upTo: most)
      if room == most { return room }
    }
    let head = memory.load(.head, barriers.headLoad)
    if indexUse.kind.keepsCopy { cachedHead = head }
    let room = memory.steps(from: full, to: head, upTo: most)
    // claim: the head load before, the slot writes after. Pairs with the consumer's retire barrier.
    if room > 0 { memory.fence(barriers.claim) }
    return room
  }

  /// Whether the slot under the tail is free; if so, the claim barrier stands after the load that says so.
  @inlinable @inline(__always)
  mutating func hasRoom(_ memory: M) -> Bool {
    if M.Layout.ringProtocol.freesInSlot {
      let sequence = memory.load(.tag(slot: position.slot), barriers.headLoad)
      if _slowPath(!memory.decide(sequence, equals: position.sequenceWhenFree)) { return false }
      // claim: the load of the sequence number before, the slot write after. Pairs with the consumer's retire barrier.
      memory.fence(barriers.claim)
      return true
    }
    let full = position.headWhenFull(slots: memory.slots)
    // The likely case: it is what a cached index is for.
    if indexUse.kind.keepsCopy, _fastPath(!memory.decide(cachedHead, equals: full)) { return true }
    let head = memory.load(.head, barriers.headLoad)
    // Stored before the decision, although a full ring gains nothing: one variable less in the hot loop.
    if indexUse.kind.keepsCopy { cachedHead = head }
    if _slowPath(memory.decide(head, equals: full)) { return false }
    // claim: the head load before, the slot write after. Pairs with the consumer's retire barrier.
    memory.fence(barriers.claim)
    return true
  }
}
