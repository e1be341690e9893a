import Testing

@testable import AIORing

/// Events of other sizes than the kernel's.
@Suite struct EventSizeTests {
  private static let barriers = AssignedBarriers(publish: .release, observe: .acquire)
  private static let sizes = [8, 16, 24, 32, 40, 512].compactMap(EventSize.init(bytes:))

  private typealias RingMemory<L: RingLayout> = HardwareMemory<L, ChosenStores>

  @Test func `A size is a multiple of 8 bytes up to 512`() {
    #expect([0, -8, 4, 12, 520].allSatisfy { EventSize(bytes: $0) == nil })
    #expect(Self.sizes.map(\.bytes) == [8, 16, 24, 32, 40, 512])
    #expect(EventSize.usual.bytes == MemoryLayout<IOEvent>.size)
  }

  @Test(arguments: LayoutKind.allCases, sizes)
  func `Every event comes out as it went in, lap by lap`(kind: LayoutKind, size: EventSize) throws {
    guard kind.takes(size) else { return #expect(kind == .tagged && size.bytes == 8) }
    for slots: UInt32 in [2, 7, 8] { try roundTrip(kind.layout, slots: slots, size) }
  }

  private func roundTrip<L: RingLayout>(_: L.Type, slots: UInt32, _ size: EventSize) throws {
    let ring = try MappedRing<L>(slots: slots, eventSize: size)
    let memory = RingMemory<L>(ring, stores: ChosenStores(.ordinary, size))
    let use: IndexUseKind = L.kind.takes(.cached) ? .cached : .fresh
    var producer = Producer(memory: memory, barriers: Self.barriers, indexUse: use)
    var consumer = Consumer(memory: memory, barriers: Self.barriers, indexUse: use)
    var (next, due) = (EventSequence(slots: slots), EventSequence(slots: slots))
    for _ in 0..<5 {
      while producer.push(next.event) { next.advance() }
      while let event = consumer.pop() {
        #expect(due.isDue(event))
        due.advance()
      }
    }
    #expect(due == next && due.sequence == UInt64(5 * L.capacity(slots: slots)))
  }

  @Test(arguments: sizes)
  func `A slot that was never written holds an event of a stale lap`(size: EventSize) throws {
    let ring = try MappedRing<PaddedLayout>(slots: 4, eventSize: size)
    let memory = RingMemory<PaddedLayout>(ring, stores: ChosenStores(.ordinary, size))
    for _ in 0..<4 {
      let due = EventSequence(slots: 4)
      #expect(!due.isDue(memory.read(slot: 0)) && due.classify(memory.read(slot: 0)) == .staleLap)
    }
  }

  /// Each word in turn is left as the lap before wrote it.
  @Test(arguments: sizes.filter { $0.words > 1 })
  func `An event with words of two laps is torn, whichever word is old`(size: EventSize) throws {
    let ring = try MappedRing<PaddedLayout>(slots: 4, eventSize: size)
    let memory = RingMemory<PaddedLayout>(ring, stores: ChosenStores(.ordinary, size))
    let words = (ring.base + PaddedLayout.offsets(slots: 4, eventBytes: size.bytes).events)
      .assumingMemoryBound(to: UInt64.self)
    let due = EventSequence(slots: 4, from: 8)
    for word in 0..<size.words {
      memory.write(IOEvent(sequence: 4, lap: 1), slot: 0)
      let old = words[word]
      memory.write(due.event, slot: 0)
      #expect(due.isDue(memory.read(slot: 0)))
      words[word] = old
      #expect(!due.isDue(memory.read(slot: 0)))
      #expect(due.classify(memory.read(slot: 0)) == .torn, "word \(word)")
    }
  }

  @Test(arguments: sizes)
  func `A flipped bit of any word is seen`(size: EventSize) throws {
    let ring = try MappedRing<TrailingTagLayout>(slots: 4, eventSize: size)
    let memory = RingMemory<TrailingTagLayout>(ring, stores: ChosenStores(.ordinary, size))
    let words = (ring.base + TrailingTagLayout.offsets(slots: 4, eventBytes: size.bytes).events)
      .assumingMemoryBound(to: UInt64.self)
    let due = EventSequence(slots: 4)
    for word in 0..<size.words {
      memory.write(due.event, slot: 0)
      words[word] ^= 1 << 37
      #expect(!due.isDue(memory.read(slot: 0)), "word \(word)")
    }
  }

  @Test
  func `Slots have room for the event and its tag, and the sequenced layout gives each whole cache lines`() {
    for size in Self.sizes {
      let trailing = TrailingTagLayout.offsets(slots: 8, eventBytes: size.bytes)
      #expect(trailing.tag == size.bytes && trailing.slotSize == size.bytes + 8)
      let sequenced = SequencedLayout.offsets(slots: 8, eventBytes: size.bytes)
      #expect(sequenced.slotSize.isMultiple(of: 64) && sequenced.slotSize >= size.bytes + 4)
      #expect(PaddedLayout.offsets(slots: 8, eventBytes: size.bytes).slotSize == size.bytes)
    }
  }

  @Test func `A ring in huge pages starts at one, or none is said to be had`() throws {
    do throws(RingError) {
      let ring = try MappedRing<PaddedLayout>(slots: 1024, pages: .huge)
      #expect(Int(bitPattern: ring.base).isMultiple(of: 1 << 21))
      let memory = HardwareMemory(ring, stores: OrdinaryStores())
      #expect(memory.load(.tail, .relaxed) == 0)
    } catch {
      guard case .noHugePages(let reason) = error else { throw error }
      #expect(reason != 0)
    }
  }
}
