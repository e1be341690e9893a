import AIORing

// A side at rest, between its bursts, has its barriers and its index use as values, so that all that is done once a
// trial is compiled once for each memory and not once for each strategy. A burst takes the side, gives it the types
// that its code was specialised for, and puts it back at rest.

typealias RestingPushPop<M: Memory> = PushPopSide<M, AssignedBarriers, IndexUseKind>
where M.Event == IOEvent
typealias RestingProducing<M: Memory> = ProducingSide<M, AssignedBarriers, IndexUseKind>
where M.Event == IOEvent
typealias RestingConsuming<M: Memory> = ConsumingSide<M, AssignedBarriers, IndexUseKind>
where M.Event == IOEvent
typealias RestingAsking<M: Memory> = AskingSide<M, AssignedBarriers, IndexUseKind>
where M.Event == IOEvent
typealias RestingAnswering<M: Memory> = AnsweringSide<M, AssignedBarriers, IndexUseKind>
where M.Event == IOEvent

/// Sets up rings with their sides at rest, and makes a trial's closures of them.
struct RestingSides<Layout: RingLayout, Stores: PayloadStores> {
  typealias RingMemory = HardwareMemory<Layout, Stores>

  let ring: TrialRing
  let stores: Stores
  let barriers: AssignedBarriers

  /// Bursts that run `loops`.
  func bursts(_ loops: BurstLoops<RingMemory>) throws(TrialError) -> WorkloadBursts {
    switch loops {
    case .pushPop(let burst): try pushPop(burst)
    case .throughput(let produce, let consume): try throughput(produce: produce, consume: consume)
    case .roundTrip(let ask, let answer): try roundTrip(ask: ask, answer: answer)
    case .handOff(let push, let pop): try handOff(push: push, pop: pop)
    case .offeredLoad(let send, let receive): try offeredLoad(send: send, receive: receive)
    }
  }

  /// Bursts of one thread.
  private func pushPop(_ burst: @escaping BurstLoops<RingMemory>.PushPop) throws(TrialError) -> WorkloadBursts
  {
    let owner = try RingOwner<Layout>(ring)
    let side = Held(
      PushPopSide(producer: producer(on: owner), consumer: consumer(on: owner), slots: ring.slots),
      keeping: owner)
    return .pushPop(
      PushPopBursts(
        run: { count, injected in side.replace { burst($0, count, injected) } },
        failures: { side.read { $0.failures } ?? 0 }))
  }

  /// Bursts of a producer and a consumer.
  private func throughput(
    produce: @escaping BurstLoops<RingMemory>.Produce, consume: @escaping BurstLoops<RingMemory>.Consume
  ) throws(TrialError) -> WorkloadBursts {
    let (producing, consuming) = try twoSides()
    let checking = ring.checking
    return .throughput(
      ThroughputBursts(
        produce: { count, delay in producing.replace { produce($0, count, delay) } },
        consume: { count, delay in consuming.replace { consume($0, count, checking, delay) } },
        counts: counts(producing, consuming)))
  }

  /// Bursts of requests through one ring and answers through another.
  private func roundTrip(
    ask: @escaping BurstLoops<RingMemory>.Ask, answer: @escaping BurstLoops<RingMemory>.Answer
  ) throws(TrialError) -> WorkloadBursts {
    let there = try RingOwner<Layout>(ring)
    let back = try RingOwner<Layout>(ring)
    let asking = Held(
      AskingSide(
        requests: producer(on: there), answers: consumer(on: back), due: EventSequence(slots: ring.slots),
        polling: ring.polling),
      keeping: there, back)
    let answering = Held(
      AnsweringSide(
        requests: consumer(on: there), answers: producer(on: back), due: EventSequence(slots: ring.slots),
        polling: ring.polling),
      keeping: there, back)
    let checking = ring.checking
    return .roundTrip(
      RoundTripBursts(
        ask: { times, injected in asking.replace { ask($0, times, checking, injected) } },
        answer: { count in answering.replace { answer($0, count, checking) } },
        tally: {
          EventTally(
            merging: [asking.read { $0.tally }, answering.read { $0.tally }].compactMap { $0 })
        }))
  }

  /// Turns of pushes and of pops.
  private func handOff(
    push: @escaping BurstLoops<RingMemory>.Push, pop: @escaping BurstLoops<RingMemory>.Pop
  ) throws(TrialError) -> WorkloadBursts {
    let (producing, consuming) = try twoSides()
    let checking = ring.checking
    return .handOff(
      HandOffBursts(
        push: { times, injected in producing.replace { push($0, times, injected) } },
        pop: { times in consuming.replace { pop($0, times, checking) } },
        counts: counts(producing, consuming)))
  }

  /// Bursts of events at a set rate.
  private func offeredLoad(
    send: @escaping BurstLoops<RingMemory>.Send, receive: @escaping BurstLoops<RingMemory>.Receive
  ) throws(TrialError) -> WorkloadBursts {
    let (producing, consuming) = try twoSides()
    let checking = ring.checking
    return .offeredLoad(
      OfferedLoadBursts(
        send: { count, start, interval, injected in
          producing.replace { send($0, count, start, interval, injected) }
        },
        receive: { times, start, interval in
          consuming.replace { receive($0, times, start, interval, checking) }
        },
        counts: counts(producing, consuming)))
  }

  /// Bursts of a producer and a consumer that sleeps while the ring is empty.
  func sleepingThroughput() throws(TrialError) -> WorkloadBursts {
    let tests = WakeTests()
    return try throughput { side, count, delay in
      ProducingSide.waking(side, count: count, tests: tests, delay: delay)
    } consume: { side, count, checking, delay in
      ConsumingSide.sleeping(side, count: count, tests: tests, checking: checking, delay: delay)
    }
  }

  /// Bursts of rounds in which the two sides miss each other or do not.
  func wakeRounds() throws(TrialError) -> WorkloadBursts {
    let (meeting, tests) = (Meeting(), WakeTests())
    let (producerStart, consumerStart) = (ShuffledStart(seed: 1), ShuffledStart(seed: 2))
    return try throughput { side, count, injected in
      ProducingSide.rounds(
        side, count: count, meeting: meeting, start: producerStart, tests: tests, injected: injected)
    } consume: { side, count, checking, _ in
      ConsumingSide.rounds(
        side, count: count, meeting: meeting, start: consumerStart, tests: tests, checking: checking)
    }
  }

  /// Bursts of events for a consumer that sleeps before each.
  func wakeLatency() throws(TrialError) -> WorkloadBursts {
    let (producing, consuming) = try twoSides()
    let checking = ring.checking
    let tests = WakeTests()
    return .wakeLatency(
      WakeLatencyBursts(
        wake: { times, fallsAsleep, injected in
          producing.replace {
            ProducingSide.wakingOneByOne(
              $0, times: times, tests: tests, fallsAsleep: fallsAsleep, injected: injected)
          }
        },
        sleep: { times in
          consuming.replace {
            ConsumingSide.sleepingOneByOne($0, times: times, tests: tests, checking: checking)
          }
        },
        counts: counts(producing, consuming)))
  }

  /// A producer and a consumer of one ring.
  private func twoSides() throws(TrialError) -> (
    Held<RestingProducing<RingMemory>>, Held<RestingConsuming<RingMemory>>
  ) {
    let owner = try RingOwner<Layout>(ring)
    return (
      Held(
        ProducingSide(producer: producer(on: owner), slots: ring.slots, polling: ring.polling), keeping: owner
      ),
      Held(
        ConsumingSide(consumer: consumer(on: owner), slots: ring.slots, polling: ring.polling), keeping: owner
      )
    )
  }

  private func counts(
    _ producing: Held<RestingProducing<RingMemory>>, _ consuming: Held<RestingConsuming<RingMemory>>
  ) -> SideCounts {
    SideCounts(
      fullPolls: { producing.read { $0.fullPolls.count } ?? 0 },
      consumed: { consuming.read { ConsumedCounts($0) } ?? ConsumedCounts() })
  }

  private func producer(
    on owner: RingOwner<Layout>
  ) -> Producer<RingMemory, AssignedBarriers, IndexUseKind> {
    Producer(memory: RingMemory(owner.ring, stores: stores), barriers: barriers, indexUse: ring.indexUse)
  }

  private func consumer(
    on owner: RingOwner<Layout>
  ) -> Consumer<RingMemory, AssignedBarriers, IndexUseKind> {
    Consumer(memory: RingMemory(owner.ring, stores: stores), barriers: barriers, indexUse: ring.indexUse)
  }
}

/// Owns a ring's memory, which its two sides share.
final class RingOwner<Layout: RingLayout> {
  let ring: MappedRing<Layout>

  init(slots: UInt32, eventSize: EventSize = .usual, pages: PageKind = .usual) throws(TrialError) {
    do throws(RingError) {
      ring = try MappedRing<Layout>(slots: slots, eventSize: eventSize, pages: pages)
    } catch {
      throw .ring(error)
    }
  }

  convenience init(_ ring: TrialRing) throws(TrialError) {
    try self.init(slots: ring.slots, eventSize: ring.eventSize, pages: ring.pages)
  }
}

/// A side of a ring between its bursts, which take it and give it back by value.
final class Held<Side: ~Copyable> {
  private var side: Side?
  /// Owners of the memory that the side uses.
  private let owners: [AnyObject]

  init(_ side: consuming Side, keeping owners: AnyObject...) {
    self.side = consume side
    self.owners = owners
  }

  func replace(_ burst: (consuming Side) -> Side) {
    guard let taken = side.take() else { return }
    side = burst(taken)
  }

  func update(_ burst: (inout Side) -> Void) {
    replace { taken in
      var side = taken
      burst(&side)
      return side
    }
  }

  func read<Result>(_ body: (borrowing Side) -> Result) -> Result? {
    guard let taken = side.take() else { return nil }
    let result = body(taken)
    side = consume taken
    return result
  }
}
