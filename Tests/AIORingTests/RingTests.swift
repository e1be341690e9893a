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
    check(AIOLayout.self, FreshIndex())
    check(AIOLayout.self, CachedIndex())
    check(PaddedLayout.self, FreshIndex())
    check(PaddedLayout.self, CachedIndex())
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
  func `In the kernel's layout the words that are in no ABI lie beyond the events`(slots: UInt32) {
    for offsets in [AIOLayout.offsets(slots: slots), PaddedLayout.offsets(slots: slots)] {
      let words = [offsets.waiting, offsets.lock, offsets.ticket, offsets.serving]
      #expect(
        words.allSatisfy { $0 >= offsets.events + Int(slots) * IOEvent.size && $0 + 4 <= offsets.total })
      #expect(Set(words + [offsets.head, offsets.tail, offsets.events]).count == 7)
      #expect(offsets.waiting % 128 == 0)
    }
  }
}
