/// The consuming side of a ring: aio_read_evt(). A ring has one, and it cannot be copied.
public struct Consumer<M: Memory, B: ConsumerBarriers, U: IndexUse>: ~Copyable {
  /// What the ring runs on.
  public let memory: M
  /// What stands at its edges.
  public let barriers: B
  /// How often it loads the tail and stores the head.
  public let indexUse: U
  @usableFromInline var position = M.Layout.Position()
  @usableFromInline var cachedTail: M.Value
  /// The head as it was stored last; kept where the index use is lazy.
  @usableFromInline var storedHead: UInt32 = 0

  /// The consumer of an empty ring.
  @inlinable
  public init(memory: M, barriers: B, indexUse: U) {
    self.memory = memory
    self.barriers = barriers
    self.indexUse = indexUse
    cachedTail = memory.constant(0)
  }

  /// The consumer of a ring that others have used before: `position` is where its head stands.
  @inlinable
  public init(memory: M, barriers: B, at position: M.Layout.Position) where U == FreshIndex {
    self.init(memory: memory, barriers: barriers, indexUse: FreshIndex())
    self.position = position
    storedHead = position.index
  }

  /// The same consumer, at the same place in its ring, with other barriers and another index use.
  @inlinable @inline(__always)
  public consuming func with<C: ConsumerBarriers, V: IndexUse>(
    _ barriers: C, _ indexUse: V
  ) -> Consumer<M, C, V> {
    var other = Consumer<M, C, V>(memory: memory, barriers: barriers, indexUse: indexUse)
    (other.position, other.cachedTail, other.storedHead) = (position, cachedTail, storedHead)
    return other
  }

  /// The private head: events popped so far, as an index.
  @inlinable public var head: UInt32 { position.index }

  /// Removes the oldest event and frees its slot, with a lazy index soon; nil if the ring is empty.
  @inlinable @inline(__always)
  public mutating func pop() -> M.Event? {
    memory.withLock(barriers.lock, isConstant: barriers.lockIsConstant) {
      let slot = position.slot
      guard let event = observeAndRead() else {
        if isHoldingBack { storeHead() }
        return nil
      }
      if M.Layout.ringProtocol.freesInSlot {
        free(slot)
      } else if !mayWait() {
        storeHead()
      }
      return event
    }
  }

  /// Frees the slots that a lazy index holds back: called before the consumer does anything but pop. A pop that finds the
  /// ring empty frees them too. Costs nothing with another index use.
  @inlinable @inline(__always)
  public mutating func flush() {
    guard isHoldingBack else { return }
    memory.withLock(barriers.lock, isConstant: barriers.lockIsConstant) { storeHead() }
  }

  /// Removes the oldest events, as many as there are and `events` has room for, leaves them there, and frees their slots
  /// together; returns how many. A lock is held once for all of them.
  @inlinable @inline(__always)
  public mutating func pop(into events: UnsafeMutableBufferPointer<M.Event>) -> Int {
    memory.withLock(barriers.lock, isConstant: barriers.lockIsConstant) {
      guard case .index = M.Layout.ringProtocol else { return popOneByOne(into: events) }
      let count = ready(upTo: events.count)
      if count == 0 { return 0 }
      memory.read(into: UnsafeMutableBufferPointer(rebasing: events[..<count]), from: position)
      position.advance(by: UInt32(truncatingIfNeeded: count), slots: memory.slots)
      storeHead()
      return count
    }
  }

  /// Where a word of each slot says that it is full, only the head is stored for all of them together.
  @inlinable @inline(__always)
  mutating func popOneByOne(into events: UnsafeMutableBufferPointer<M.Event>) -> Int {
    var count = 0
    while count < events.count {
      let slot = position.slot
      guard let event = observeAndRead() else { break }
      if M.Layout.ringProtocol.freesInSlot { free(slot) }
      events.initializeElement(at: count, to: event)
      count &+= 1
    }
    if count > 0, !M.Layout.ringProtocol.freesInSlot { storeHead() }
    return count
  }

  /// Removes the oldest event but keeps its slot until ``retire()``; nil if the ring is empty.
  @inlinable @inline(__always)
  public mutating func take() -> M.Event? {
    memory.withLock(barriers.lock, isConstant: barriers.lockIsConstant) {
      let slot = position.slot
      let event = observeAndRead()
      // Each sequence number is stored anyway, and on a line that travels anyway.
      if M.Layout.ringProtocol.freesInSlot, event != nil { free(slot) }
      return event
    }
  }

  /// Frees the slots of all taken events.
  @inlinable @inline(__always)
  public mutating func retire() {
    if M.Layout.ringProtocol.freesInSlot { return }
    memory.withLock(barriers.lock, isConstant: barriers.lockIsConstant) { storeHead() }
  }

  /// Announces that the consumer is about to sleep and looks once more: true if the ring is still empty, and the
  /// caller sleeps; false if an event came in between, and the announcement is taken back.
  @inlinable @inline(__always)
  public mutating func announceSleep() -> Bool where B: Barriers {
    memory.store(1, to: .waiting, barriers.sleep.flagStore)
    // sleep: the flag store before, the load of the tail or the tag after. Pairs with the producer's wake barrier.
    memory.fence(barriers.sleep)
    let isEmpty =
      switch M.Layout.ringProtocol {
      case .index:
        memory.decide(memory.load(.tail, barriers.sleep.tailReload), equals: position.index)
      case .tag, .sequence:
        !memory.decide(
          memory.load(.tag(slot: position.slot), barriers.sleep.tailReload), equals: dueTag)
      }
    if isEmpty { return true }
    memory.store(0, to: .waiting, .relaxed)
    return false
  }

  @inlinable @inline(__always)
  mutating func observeAndRead() -> M.Event? {
    // Loaded once: a side may lie in memory, and an acquire load keeps the compiler from merging the loads of its fields.
    let memory = memory
    guard hasEvent(memory) else { return nil }
    let event = memory.read(slot: position.slot)
    position.advance(slots: memory.slots)
    return event
  }

  @inlinable @inline(__always)
  mutating func storeHead() {
    // retire: the event read before, the head store after. Pairs with the producer's claim barrier.
    memory.fence(barriers.retire)
    memory.store(position.index, to: .head, barriers.headStore)
    if indexUse.kind.isLazy { storedHead = position.index }
  }

  /// Frees a slot by its sequence number: that of the next lap.
  @inlinable @inline(__always)
  func free(_ slot: UInt32) {
    // retire: the event read before, the sequence number after. Pairs with the producer's claim barrier.
    memory.fence(barriers.retire)
    let sequence =
      position.sequenceWhenFree(behind: slot) &+ M.Layout.Position.sequence(lapStart: memory.slots)
    memory.store(sequence, to: .tag(slot: slot), barriers.headStore)
  }

  /// What the slot under the head holds once its event is there, where a word of the slot says so.
  @inlinable @inline(__always)
  var dueTag: UInt32 {
    M.Layout.ringProtocol == .sequence ? position.sequenceWhenFull : position.tag
  }

  /// Whether there are slots that a lazy index has not freed.
  @inlinable @inline(__always)
  var isHoldingBack: Bool {
    !M.Layout.ringProtocol.freesInSlot && indexUse.kind.isLazy && storedHead != position.index
  }

  /// Whether the slot just read may stay taken for now: few do.
  @inlinable @inline(__always)
  func mayWait() -> Bool {
    indexUse.kind.isLazy && position.events(since: storedHead, slots: memory.slots) < memory.lazyLimit
  }

  /// How many events are published, as far as one load of the tail tells, and `most` at most; if any, the observe barrier
  /// stands after the load that says so.
  @inlinable @inline(__always)
  mutating func ready(upTo most: Int) -> Int {
    if indexUse.kind.keepsCopy {
      let ready = memory.steps(from: position, to: cachedTail, upTo: most)
      if ready == most { return ready }
    }
    memory.fence(barriers.poll)
    let tail = memory.load(.tail, barriers.tailLoad)
    if indexUse.kind.keepsCopy { cachedTail = tail }
    let ready = memory.steps(from: position, to: tail, upTo: most)
    // observe: the load of the tail before, the events read after. Pairs with the producer's publish barrier.
    if ready > 0 { memory.fence(barriers.observe) }
    return ready
  }

  /// Whether an event is published; if so, the observe barrier stands after the load that says so.
  @inlinable @inline(__always)
  mutating func hasEvent(_ memory: M) -> Bool {
    switch M.Layout.ringProtocol {
    case .index:
      // The likely case: it is what a cached index is for.
      if indexUse.kind.keepsCopy, _fastPath(!memory.decide(cachedTail, equals: position.index)) {
        return true
      }
      // Unpaired on purpose: a fence that one reader in the field has here instead of at observe.
      memory.fence(barriers.poll)
      let tail = memory.load(.tail, barriers.tailLoad)
      // Stored before the decision, although an empty ring gains nothing: one variable less in the hot loop.
      if indexUse.kind.keepsCopy { cachedTail = tail }
      if _slowPath(memory.decide(tail, equals: position.index)) { return false }
    case .tag, .sequence:
      memory.fence(barriers.poll)
      let tag = memory.load(.tag(slot: position.slot), barriers.tailLoad)
      if _slowPath(!memory.decide(tag, equals: dueTag)) { return false }
    }
    // observe: the load of the tail or the tag before, the event read after. Pairs with the producer's publish barrier.
    memory.fence(barriers.observe)
    return true
  }
}
