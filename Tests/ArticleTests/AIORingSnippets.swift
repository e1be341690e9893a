import AIORing
import Testing

/// The code of AIORing's articles, run.
@Suite struct AIORingSnippets {
  @Test func anEventIsPushedAndPopped() throws {
    let barriers = Edges(
      claim: .acquire, publish: .release, observe: .acquire, retire: .release, wake: .mb, sleep: .mb)

    let ring = try MappedRing<PaddedLayout>(slots: 8)
    let memory = HardwareMemory<PaddedLayout, OrdinaryStores>(ring, stores: OrdinaryStores())
    var producer = Producer(memory: memory, barriers: barriers, indexUse: FreshIndex())
    var consumer = Consumer(memory: memory, barriers: barriers, indexUse: FreshIndex())
    let wasPushed = producer.push(IOEvent(data: 42, obj: 0, res: 4096, res2: 0))
    let popped = consumer.pop()

    #expect(wasPushed)
    #expect(popped?.data == 42 && popped?.res == 4096)
    #expect(ring.slots == 8)
  }

  @Test func aLazyProducerFlushes() throws {
    let ring = try MappedRing<PaddedLayout>(slots: 64)
    let memory = HardwareMemory<PaddedLayout, OrdinaryStores>(ring, stores: OrdinaryStores())
    let barriers = AssignedBarriers(publish: .release, observe: .acquire)
    var producer = Producer(memory: memory, barriers: barriers, indexUse: LazyIndex())
    let events = (0..<5).map { IOEvent(data: $0, obj: 0, res: 0, res2: 0) }
    var accepted = 0

    for event in events where producer.push(event) { accepted += 1 }
    producer.flush()

    let tail = memory.load(.tail, .relaxed)
    #expect(accepted == 5 && tail == 5)
  }

  @Test func aStrategyNeedsNoRow() {
    let barriers = Edges(
      claim: .compiler, publish: .wmb, observe: .acquire, retire: .release, wake: .mb, sleep: .mb)

    #expect(AssignedBarriers(barriers).observe == .acquire)
  }
}
