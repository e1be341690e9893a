import AIORing

/// One of several producers of a shared ring, from burst to burst.
struct SharedProducingSide<M: Memory>: ~Copyable where M.Event == IOEvent {
  var producer: SharedProducer<M>
  var sequence: EventSequence
  /// Pushes that found the ring full.
  var fullPolls: FailedPolls

  init(producer: consuming SharedProducer<M>, number: Int, slots: UInt32, polling: Polling) {
    self.producer = producer
    fullPolls = FailedPolls(polling)
    sequence = EventSequence(slots: slots, producer: number)
  }

  /// Pushes `count` events.
  @inline(never)
  mutating func burst(count: Int, delay: Delay) {
    for _ in 0..<count {
      let event = sequence.event
      while !producer.push(event) { fullPolls.wait(after: sequence.sequence) }
      sequence.advance()
      delay.wait()
    }
  }
}

/// The consumer of a shared ring, from burst to burst.
struct SharedConsumingSide<M: Memory>: ~Copyable where M.Event == IOEvent {
  var consumer: Consumer<M, AssignedBarriers, IndexUseKind>
  /// The next event of each producer.
  private var due: [EventSequence]
  private var popped: UInt64 = 0
  private(set) var tally = EventTally()
  /// Pops that found the ring empty.
  private var emptyPolls: FailedPolls

  init(
    consumer: consuming Consumer<M, AssignedBarriers, IndexUseKind>, producers: Int, slots: UInt32,
    polling: Polling
  ) {
    self.consumer = consumer
    emptyPolls = FailedPolls(polling)
    due = (0..<producers).map { EventSequence(slots: slots, producer: $0) }
  }

  var counts: ConsumedCounts {
    ConsumedCounts(tally: tally, emptyPolls: emptyPolls.count, runs: emptyPolls.runs)
  }

  /// Pops `count` events of each producer.
  @inline(never)
  mutating func burst(count: Int, checking: Bool, delay: Delay) {
    let ends = due.map { $0.number + UInt64(count) }
    let end = popped &+ UInt64(count * due.count)
    while popped != end {
      if let event = consumer.pop() {
        popped &+= 1
        if checking { check(event) } else { use(event) }
        delay.wait()
      } else {
        emptyPolls.wait(after: popped)
      }
    }
    consumer.flush()
    emptyPolls.endRun(after: popped)
    // As many events were popped as pushed: who has not had its turn lost an event that was counted as bad above.
    for (producer, end) in ends.enumerated() where !checking || due[producer].number != end {
      due[producer] = EventSequence(slots: due[producer].slots, producer: producer, from: end)
    }
  }

  /// Checks that the event is the next one of its producer.
  @inline(__always)
  private mutating func check(_ event: IOEvent) {
    let producer = EventSequence.producer(of: event)
    guard producer < due.count else { return tally.note(event, due: due[0]) }
    if _fastPath(due[producer].isDue(event)) { due[producer].advance() } else { noteBad(event, of: producer) }
  }

  /// A producer's sequence goes on behind a later event of its own, so that the lost ones are bad once; what came instead
  /// of an event that is still due leaves it due.
  @inline(never)
  private mutating func noteBad(_ event: IOEvent, of producer: Int) {
    tally.note(event, due: due[producer])
    var came = EventSequence(slots: due[producer].slots, from: event)
    guard came.isDue(event), came.number > due[producer].number else { return }
    came.advance()
    due[producer] = came
  }
}

extension TrialRing {
  /// The bursts of several producers and a consumer on the ring, which has a layout of that type.
  @inline(never)
  func shared<Layout: RingLayout>(
    by sharing: RingSharing, _ barriers: AssignedBarriers, _: Layout.Type
  ) throws(TrialError) -> SharedRingBursts {
    typealias RingMemory = HardwareMemory<Layout, PayloadStoreKind>
    let owner = try RingOwner<Layout>(self)
    let memory = RingMemory(owner.ring, stores: payloadStores)
    let producers = (0..<sharing.producers).map { number in
      Held(
        SharedProducingSide(
          producer: SharedProducer(memory: memory, barriers: barriers, sharing: sharing.kind),
          number: number, slots: slots, polling: polling), keeping: owner)
    }
    let consumer = Held(
      SharedConsumingSide(
        consumer: Consumer(memory: memory, barriers: barriers, indexUse: indexUse),
        producers: sharing.producers, slots: slots, polling: polling), keeping: owner)
    return SharedRingBursts(
      produce: producers.map { side in
        { count, delay in side.update { $0.burst(count: count, delay: delay) } }
      },
      consume: { [checking] count, delay in
        consumer.update { $0.burst(count: count, checking: checking, delay: delay) }
      },
      counts: SideCounts(
        fullPolls: { producers.reduce(0) { $0 + ($1.read { $0.fullPolls.count } ?? 0) } },
        consumed: { consumer.read { $0.counts } ?? ConsumedCounts() }))
  }
}
