import Testing

@testable import AIORing

/// Runs a closure on every combination of what a ring is made of, one strategy at a time.
private struct RingRun<Layout: RingLayout, U: IndexUse>: StrategyVisitor {
  var slots: UInt32
  var indexUse: U
  var failures: [String] = []

  mutating func visit<B: Barriers>(_ strategy: Strategy<B>) {
    do {
      try fillAndDrain(strategy)
    } catch {
      failures.append("\(strategy.name): \(error)")
    }
  }

  /// Every fill level, three times round the ring, so that each level meets each wrap-around.
  mutating func fillAndDrain<B: Barriers>(_ strategy: Strategy<B>) throws {
    let ring = try MappedRing<Layout>(slots: slots)
    let memory = HardwareMemory<Layout, OrdinaryStores>(ring, stores: OrdinaryStores())
    var producer = Producer(memory: memory, barriers: strategy.barriers, indexUse: indexUse)
    var consumer = Consumer(memory: memory, barriers: strategy.barriers, indexUse: indexUse)
    var written = EventSequence(slots: slots)
    var due = EventSequence(slots: slots)
    let capacity = Layout.capacity(slots: slots)
    for level in Array(0...capacity) + Array(0...capacity) + Array(0...capacity) {
      for _ in 0..<level {
        if !producer.push(written.event) { failures.append("\(strategy.name): full below capacity") }
        written.advance()
      }
      producer.flush()
      if level == capacity, producer.push(written.event) {
        failures.append("\(strategy.name): took more than its capacity")
      }
      for _ in 0..<level {
        guard let event = consumer.pop() else {
          failures.append("\(strategy.name): empty too early")
          return
        }
        if !due.isDue(event) { failures.append("\(strategy.name): \(due.classify(event))") }
        due.advance()
      }
      if consumer.pop() != nil { failures.append("\(strategy.name): an event from nowhere") }
    }
  }
}

@Suite struct RingTests {
  @Test(arguments: 2...9)
  func `The ring holds its capacity and keeps its order at every fill level, under every strategy`(slots: Int)
  {
    func check<L: RingLayout, U: IndexUse>(_: L.Type, _ indexUse: U) {
      var run = RingRun<L, U>(slots: UInt32(slots), indexUse: indexUse)
      Catalogue.visit(&run)
      #expect(run.failures.isEmpty, "\(L.kind) \(indexUse.kind)")
    }
    func check(_ layout: any RingLayout.Type) {
      check(layout, FreshIndex())
      check(layout, CachedIndex())
      check(layout, LazyIndex())
    }
    for kind in LayoutKind.allCases { check(kind.layout) }
  }

  @Test(arguments: [0, 1] as [UInt32])
  func `A ring of fewer than two slots is refused`(slots: UInt32) {
    #expect(throws: RingError.tooFewSlots(slots)) { _ = try MappedRing<AIOLayout>(slots: slots) }
  }

  @Test func `The ring shows staged events only once they are published`() throws {
    let ring = try MappedRing<PaddedLayout>(slots: 8)
    let memory = HardwareMemory<PaddedLayout, OrdinaryStores>(ring, stores: OrdinaryStores())
    let barriers = AssignedBarriers(publish: .release, observe: .acquire)
    var producer = Producer(memory: memory, barriers: barriers, indexUse: CachedIndex())
    var consumer = Consumer(memory: memory, barriers: barriers, indexUse: CachedIndex())
    var sequence = EventSequence(slots: 8)
    for _ in 0..<3 {
      #expect(Bool(producer.stage(sequence.event)))
      sequence.advance()
    }
    #expect(Bool(consumer.take() == nil))
    producer.publish()
    for _ in 0..<3 { #expect(Bool(consumer.take() != nil)) }
    #expect(Bool(consumer.take() == nil))
    for _ in 0..<5 {
      #expect(Bool(producer.stage(sequence.event)))
      sequence.advance()
    }
    #expect(Bool(!producer.stage(sequence.event)), "the three slots have been taken but not retired")
    consumer.retire()
    #expect(Bool(producer.stage(sequence.event)))
  }

  @Test(arguments: LayoutKind.allCases)
  func `Batches of every size come back in order, around the end of the ring, and as many as fit`(
    layout: LayoutKind
  )
    throws
  {
    func check<L: RingLayout>(_: L.Type, _ indexUse: some IndexUse, _ stores: some PayloadStores) throws {
      // No power of two, so that the places of batches in the ring differ from lap to lap.
      let slots: UInt32 = 7
      let ring = try MappedRing<L>(slots: slots, eventSize: #require(EventSize(bytes: stores.eventWords * 8)))
      let memory = HardwareMemory<L, _>(ring, stores: stores)
      let barriers = AssignedBarriers(claim: .acquire, publish: .release, observe: .acquire, retire: .release)
      var producer = Producer(memory: memory, barriers: barriers, indexUse: indexUse)
      var consumer = Consumer(memory: memory, barriers: barriers, indexUse: indexUse)
      var (sequence, due) = (EventSequence(slots: slots), EventSequence(slots: slots))
      let capacity = Int(L.capacity(slots: slots))
      var inRing = 0
      for round in 0..<200 {
        let (pushes, pops) = (1 + round % 9, 1 + round / 3 % 8)
        var next = sequence
        let batch = (0..<pushes).map { _ in
          defer { next.advance() }
          return next.event
        }
        let pushed = batch.withUnsafeBufferPointer { producer.push($0) }
        #expect(pushed == min(pushes, capacity - inRing))
        for _ in 0..<pushed { sequence.advance() }
        inRing += pushed
        let popped = [IOEvent](unsafeUninitializedCapacity: pops) { $1 = consumer.pop(into: $0) }
        #expect(popped.count == min(pops, inRing))
        inRing -= popped.count
        for event in popped {
          #expect(due.isDue(event))
          due.advance()
        }
      }
    }
    func check<L: RingLayout>(_: L.Type) throws {
      for stores in PayloadStoreKind.allCases where stores.isAvailable && layout.takes(stores) {
        try check(L.self, FreshIndex(), stores)
        try check(L.self, CachedIndex(), stores)
        try check(L.self, LazyIndex(), stores)
      }
      if layout.takes(try #require(EventSize(bytes: 8))) { try check(L.self, CachedIndex(), OneWordStores()) }
    }
    try check(layout.layout)
  }

  @Test(arguments: LayoutKind.allCases, SharingKind.allCases)
  func `Producers in turn fill a shared ring, which says when it is full`(
    layout: LayoutKind, sharing: SharingKind
  ) throws {
    guard layout.takes(sharing) else { return }
    func check<L: RingLayout>(_: L.Type) throws {
      let ring = try MappedRing<L>(slots: 4)
      let memory = HardwareMemory<L, OrdinaryStores>(ring, stores: OrdinaryStores())
      let barriers = AssignedBarriers(claim: .acquire, publish: .release, observe: .acquire, retire: .release)
      var first = SharedProducer(memory: memory, barriers: barriers, sharing: sharing)
      var second = SharedProducer(memory: memory, barriers: barriers, sharing: sharing)
      var consumer = Consumer(memory: memory, barriers: barriers, indexUse: FreshIndex())
      var (ofFirst, ofSecond) = (EventSequence(slots: 4, producer: 0), EventSequence(slots: 4, producer: 1))
      for _ in 0..<50 {
        for _ in 0..<L.capacity(slots: 4) / 2 {
          #expect(Bool(first.push(ofFirst.event)) && Bool(second.push(ofSecond.event)))
          for _ in 0..<2 {
            let popped = consumer.pop()
            let event = try #require(popped)
            let isOfFirst = EventSequence.producer(of: event) == 0
            #expect(isOfFirst ? ofFirst.isDue(event) : ofSecond.isDue(event))
            if isOfFirst { ofFirst.advance() } else { ofSecond.advance() }
          }
        }
      }
      #expect(Bool(consumer.pop() == nil))
      for _ in 0..<L.capacity(slots: 4) { #expect(Bool(first.push(ofFirst.event))) }
      // By an atomic addition each has claimed the slot that it waits for, and only its own pop frees it.
      #expect(Bool(!first.push(ofFirst.event)))
      #expect(Bool(consumer.pop() != nil))
      #expect(Bool(first.push(ofFirst.event)))
      withExtendedLifetime(ring.locks) {}
    }
    try check(layout.layout)
  }

  @Test func `A place found by its index is the one reached step by step, also where indices wrap`() {
    func check<P: RingPosition>(_: P.Type, slots: UInt32) {
      var position = P()
      for _ in 0..<3 * slots {
        #expect(P(index: position.index, slots: slots) == position)
        position.advance(slots: slots)
      }
    }
    for slots in [1, 2, 8] as [UInt32] { check(PaddedLayout.Position.self, slots: slots) }
    check(AIOLayout.Position.self, slots: 3)
    var position = PaddedLayout.Position(index: .max, slots: 8)
    #expect(position.slot == 7)
    position.advance(slots: 8)
    #expect(position == PaddedLayout.Position(index: 0, slots: 8))
  }

  @Test func `A slot's sequence number differs when it is free, when it is full, and in the next lap`() {
    for slots in [1, 2, 4] as [UInt32] {
      var position = SequencedLayout.Position()
      var numbers: [UInt32] = []
      for _ in 0..<3 {
        numbers += [position.sequenceWhenFree, position.sequenceWhenFull]
        for _ in 0..<slots { position.advance(slots: slots) }
      }
      #expect(numbers == [0, 1, 2 * slots, 2 * slots + 1, 4 * slots, 4 * slots + 1])
    }
  }

  @Test func `A free-running index may wrap`() {
    var position = PaddedLayout.Position()
    position.index = .max
    let full = position.headWhenFull(slots: 3)
    #expect(full == UInt32.max - 3)
    position.advance(slots: 3)
    #expect(position.index == 0)
    #expect(position.headWhenFull(slots: 3) == UInt32.max - 2)
  }
}

@Suite struct AIOLayoutTests {
  @Test func `The kernel's layout is the ABI, byte for byte`() throws {
    let ring = try MappedRing<AIOLayout>(slots: 383)
    let words = (0..<8).map { ring.base.load(fromByteOffset: $0 * 4, as: UInt32.self) }
    #expect(words == [0, 383, 0, 0, 0xa10a_10a1, 1, 0, 32])
    #expect(MemoryLayout<IOEvent>.size == 32 && MemoryLayout<IOEvent>.stride == 32)
    let memory = HardwareMemory<AIOLayout, OrdinaryStores>(ring, stores: OrdinaryStores())
    var producer = Producer(memory: memory, barriers: TailFirst(), indexUse: FreshIndex())
    let event = IOEvent(data: 1, obj: 2, res: 3, res2: 4)
    #expect(Bool(producer.push(event)))
    #expect(ring.base.load(fromByteOffset: 12, as: UInt32.self) == 1)
    #expect((0..<4).map { ring.base.load(fromByteOffset: 32 + 8 * $0, as: UInt64.self) } == [1, 2, 3, 4])
  }

  @Test(arguments: [2, 3, 8, 383] as [UInt32])
  func `In every layout the words that are in no ABI lie beyond the events`(slots: UInt32) {
    for kind in LayoutKind.allCases {
      let offsets = kind.layout.offsets(slots: slots)
      let words = [offsets.waiting, offsets.lock, offsets.ticket, offsets.serving]
      #expect(
        words.allSatisfy { $0 >= offsets.events + Int(slots) * offsets.slotSize && $0 + 4 <= offsets.total })
      #expect(Set(words + [offsets.head, offsets.tail, offsets.events]).count == 7)
      #expect(offsets.waiting % 128 == 0)
    }
  }
}

@Suite struct TaggedLayoutTests {
  private typealias RingMemory<L: RingLayout> = HardwareMemory<L, OrdinaryStores>
  private static let barriers = AssignedBarriers(publish: .release, observe: .acquire)

  @Test func `A tag takes the upper half of obj and leaves every other bit of the event`() throws {
    let ring = try MappedRing<TaggedLayout>(slots: 2)
    let memory = RingMemory<TaggedLayout>(ring, stores: OrdinaryStores())
    var producer = Producer(memory: memory, barriers: Self.barriers, indexUse: CachedIndex())
    var consumer = Consumer(memory: memory, barriers: Self.barriers, indexUse: CachedIndex())
    let event = IOEvent(data: .max, obj: .max, res: .max, res2: .max)
    for lap in 0..<3 {
      #expect(Bool(producer.push(event)))
      let words = ring.base + TaggedLayout.offsets(slots: 2).events + lap % 2 * 32
      #expect(words.load(fromByteOffset: 8, as: UInt64.self) == UInt64(lap + 1) << 32 | 0xffff_ffff)
      #expect(Bool(consumer.pop() == IOEvent(data: .max, obj: 0xffff_ffff, res: .max, res2: .max)))
    }
  }

  @Test func `A tag behind the event leaves every bit of it`() throws {
    let ring = try MappedRing<TrailingTagLayout>(slots: 3)
    let memory = RingMemory<TrailingTagLayout>(ring, stores: OrdinaryStores())
    var producer = Producer(memory: memory, barriers: Self.barriers, indexUse: CachedIndex())
    var consumer = Consumer(memory: memory, barriers: Self.barriers, indexUse: CachedIndex())
    let event = IOEvent(data: .max, obj: .max, res: .max, res2: .max)
    for lap in 0..<7 {
      #expect(Bool(producer.push(event)))
      let slot = ring.base + TrailingTagLayout.offsets(slots: 3).events + lap % 3 * 40
      #expect(slot.load(fromByteOffset: 32, as: UInt32.self) == UInt32(lap + 1))
      #expect(Bool(consumer.pop() == event))
    }
  }

  @Test func `The tag of an earlier lap does not make a slot full, also where the index wraps`() throws {
    let ring = try MappedRing<TaggedLayout>(slots: 2)
    let memory = RingMemory<TaggedLayout>(ring, stores: OrdinaryStores())
    var position = PaddedLayout.Position()
    position.index = .max - 1
    memory.store(position.index, to: .head, .relaxed)
    // What the lap before left in the two slots.
    memory.store(position.index &- 1, to: .tag(slot: 0), .relaxed)
    memory.store(position.index, to: .tag(slot: 1), .relaxed)
    var producer = Producer(memory: memory, barriers: Self.barriers, at: position)
    var consumer = Consumer(memory: memory, barriers: Self.barriers, at: position)
    for number in 0..<6 as Range<UInt64> {
      #expect(Bool(consumer.pop() == nil))
      #expect(Bool(producer.push(IOEvent(data: number, obj: 0, res: 0, res2: 0))))
      #expect(Bool(consumer.pop()?.data == number))
    }
  }
}

@Suite struct LazyIndexTests {
  private static let barriers = AssignedBarriers(publish: .release, observe: .acquire)

  @Test func `A lazy producer publishes at once where the consumer starves, and else in batches`() throws {
    let ring = try MappedRing<PaddedLayout>(slots: 16)
    let memory = HardwareMemory<PaddedLayout, OrdinaryStores>(ring, stores: OrdinaryStores())
    var producer = Producer(memory: memory, barriers: Self.barriers, indexUse: LazyIndex())
    let event = IOEvent(data: 0, obj: 0, res: 0, res2: 0)
    func tail() -> UInt32 { memory.load(.tail, .relaxed) }
    #expect(memory.lazyLimit == 4)
    // The head is where the tail was stored last: the consumer has nothing left.
    #expect(Bool(producer.push(event)))
    #expect(tail() == 1)
    // It has: three are held back, and the fourth publishes them all.
    for expected in [1, 1, 1, 5, 5] as [UInt32] {
      #expect(Bool(producer.push(event)))
      #expect(tail() == expected)
    }
    producer.flush()
    #expect(tail() == 6)
    // Starving again.
    memory.store(6, to: .head, .relaxed)
    #expect(Bool(producer.push(event)))
    #expect(tail() == 7)
  }

  @Test func `A full ring holds nothing back`() throws {
    let ring = try MappedRing<PaddedLayout>(slots: 16)
    let memory = HardwareMemory<PaddedLayout, OrdinaryStores>(ring, stores: OrdinaryStores())
    var producer = Producer(memory: memory, barriers: Self.barriers, indexUse: LazyIndex())
    while producer.push(IOEvent(data: 0, obj: 0, res: 0, res2: 0)) {}
    #expect(memory.load(.tail, .relaxed) == 16)
  }

  @Test func `A lazy consumer frees slots in batches, and all of them when the ring is empty`() throws {
    let ring = try MappedRing<PaddedLayout>(slots: 16)
    let memory = HardwareMemory<PaddedLayout, OrdinaryStores>(ring, stores: OrdinaryStores())
    var producer = Producer(memory: memory, barriers: Self.barriers, indexUse: CachedIndex())
    var consumer = Consumer(memory: memory, barriers: Self.barriers, indexUse: LazyIndex())
    for _ in 0..<6 { #expect(Bool(producer.push(IOEvent(data: 0, obj: 0, res: 0, res2: 0)))) }
    for expected in [0, 0, 0, 4, 4, 4] as [UInt32] {
      #expect(Bool(consumer.pop() != nil))
      #expect(memory.load(.head, .relaxed) == expected)
    }
    #expect(Bool(consumer.pop() == nil))
    #expect(memory.load(.head, .relaxed) == 6)
  }

  @Test func `A producer finds the consumer asleep although it held the event back`() throws {
    let ring = try MappedRing<PaddedLayout>(slots: 16)
    let memory = HardwareMemory<PaddedLayout, OrdinaryStores>(ring, stores: OrdinaryStores())
    var producer = Producer(
      memory: memory, barriers: AssignedBarriers(publish: .release, wake: .mb), indexUse: LazyIndex())
    for _ in 0..<2 { #expect(Bool(producer.push(IOEvent(data: 0, obj: 0, res: 0, res2: 0)))) }
    memory.store(1, to: .waiting, .relaxed)
    #expect(Bool(producer.wakeSleeper()))
    #expect(memory.load(.tail, .relaxed) == 2)
  }
}
