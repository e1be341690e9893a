import AIORing
import RunRecord

/// The bursts of one strategy on rings of its own, with the types behind closures: one call a burst. What is
/// generic is only what runs inside a burst, so that each strategy costs little code.
struct RingBench<Layout: RingLayout, U: IndexUse, Stores: PayloadStores, B: Barriers> {
  typealias RingMemory = HardwareMemory<Layout, Stores>

  let slots: UInt32
  let checking: Bool
  let yields: Bool
  let barriers: B
  let indexUse: U
  let stores: Stores

  /// Bursts of pushes and pops by one thread.
  func pushPop() throws(TrialError) -> PushPopBursts {
    let ring = try RingOwner<Layout>(slots: slots)
    let side = Held(
      PushPopSide(producer: producer(on: ring), consumer: consumer(on: ring), slots: slots))
    return PushPopBursts(
      run: { count, injected in side.replace { PushPopSide.burst($0, count: count, injected: injected) } },
      failures: { side.read { $0.failures } ?? 0 }, owners: [ring])
  }

  /// The same with a test for a sleeper after each push.
  func pushWakePop() throws(TrialError) -> PushPopBursts {
    let ring = try RingOwner<Layout>(slots: slots)
    let side = Held(
      PushPopSide(producer: producer(on: ring), consumer: consumer(on: ring), slots: slots))
    return PushPopBursts(
      run: { count, injected in
        side.replace { PushPopSide.wakeTestBurst($0, count: count, injected: injected) }
      },
      failures: { side.read { $0.failures } ?? 0 }, owners: [ring])
  }

  /// Bursts of a producer and a consumer, each event published and retired at once.
  func throughput() throws(TrialError) -> ThroughputBursts {
    let ring = try RingOwner<Layout>(slots: slots)
    let producing = Held(ProducingSide(producer: producer(on: ring), slots: slots))
    let consuming = Held(ConsumingSide(consumer: consumer(on: ring), slots: slots))
    return ThroughputBursts(
      produce: { count, delay in
        producing.replace { ProducingSide.burst($0, count: count, delay: delay, yields: yields) }
      },
      consume: { count, delay in
        consuming.replace {
          ConsumingSide.burst($0, count: count, checking: checking, delay: delay, yields: yields)
        }
      },
      fullPolls: { producing.read { $0.fullPolls } ?? 0 },
      consumed: { consuming.read { ConsumedCounts($0) } ?? ConsumedCounts() }, owners: [ring])
  }

  /// The same, published and retired every `batch` events.
  func batchedThroughput(batch: Int) throws(TrialError) -> ThroughputBursts {
    let ring = try RingOwner<Layout>(slots: slots)
    let producing = Held(ProducingSide(producer: producer(on: ring), slots: slots))
    let consuming = Held(ConsumingSide(consumer: consumer(on: ring), slots: slots))
    return ThroughputBursts(
      produce: { count, delay in
        producing.replace {
          ProducingSide.burst($0, count: count, batch: batch, delay: delay, yields: yields)
        }
      },
      consume: { count, delay in
        consuming.replace {
          ConsumingSide.burst(
            $0, count: count, batch: batch, checking: checking, delay: delay, yields: yields)
        }
      },
      fullPolls: { producing.read { $0.fullPolls } ?? 0 },
      consumed: { consuming.read { ConsumedCounts($0) } ?? ConsumedCounts() }, owners: [ring])
  }

  /// Bursts of questions through one ring and answers through another.
  func roundTrip() throws(TrialError) -> RoundTripBursts {
    let there = try RingOwner<Layout>(slots: slots)
    let back = try RingOwner<Layout>(slots: slots)
    let asking = Held(
      AskingSide(requests: producer(on: there), answers: consumer(on: back), slots: slots))
    let answering = Held(
      AnsweringSide(requests: consumer(on: there), answers: producer(on: back), slots: slots))
    return RoundTripBursts(
      ask: { times, injected in
        asking.replace {
          AskingSide.burst($0, times: times, checking: checking, injected: injected, yields: yields)
        }
      },
      answer: { count in
        answering.replace { AnsweringSide.burst($0, count: count, checking: checking, yields: yields) }
      },
      tally: {
        EventTally(
          merging: [asking.read { $0.tally }, answering.read { $0.tally }].compactMap { $0 })
      }, owners: [there, back])
  }

  /// Bursts of events at a set rate.
  func oneWay(interval: Double) throws(TrialError) -> OneWayBursts {
    let ring = try RingOwner<Layout>(slots: slots)
    let producing = Held(ProducingSide(producer: producer(on: ring), slots: slots))
    let consuming = Held(ConsumingSide(consumer: consumer(on: ring), slots: slots))
    return OneWayBursts(
      send: { count, start, injected in
        producing.replace {
          ProducingSide.pacedBurst(
            $0, count: count, start: start, interval: interval, injected: injected, yields: yields)
        }
      },
      receive: { times, start in
        consuming.replace {
          ConsumingSide.pacedBurst(
            $0, times: times, start: start, interval: interval, checking: checking, yields: yields)
        }
      },
      fullPolls: { producing.read { $0.fullPolls } ?? 0 },
      consumed: { consuming.read { ConsumedCounts($0) } ?? ConsumedCounts() }, owners: [ring])
  }

  /// Bursts of a producer and a consumer that sleeps while the ring is empty.
  func sleepingThroughput() throws(TrialError) -> ThroughputBursts {
    let ring = try RingOwner<Layout>(slots: slots)
    let producing = Held(ProducingSide(producer: producer(on: ring), slots: slots))
    let consuming = Held(ConsumingSide(consumer: consumer(on: ring), slots: slots))
    let tests = WakeTests()
    return ThroughputBursts(
      produce: { count, delay in
        producing.replace {
          ProducingSide.waking($0, count: count, tests: tests, delay: delay, yields: yields)
        }
      },
      consume: { count, delay in
        consuming.replace {
          ConsumingSide.sleeping($0, count: count, tests: tests, checking: checking, delay: delay)
        }
      },
      fullPolls: { producing.read { $0.fullPolls } ?? 0 },
      consumed: { consuming.read { ConsumedCounts($0) } ?? ConsumedCounts() }, owners: [ring])
  }

  /// Bursts of rounds in which the two sides miss each other or do not.
  func wakeRounds() throws(TrialError) -> ThroughputBursts {
    let ring = try RingOwner<Layout>(slots: slots)
    let producing = Held(ProducingSide(producer: producer(on: ring), slots: slots))
    let consuming = Held(ConsumingSide(consumer: consumer(on: ring), slots: slots))
    let (meeting, tests) = (Meeting(), WakeTests())
    let (producerStart, consumerStart) = (ShuffledStart(seed: 1), ShuffledStart(seed: 2))
    return ThroughputBursts(
      produce: { count, injected in
        producing.replace {
          ProducingSide.rounds(
            $0, count: count, meeting: meeting, start: producerStart, tests: tests, injected: injected,
            yields: yields)
        }
      },
      consume: { count, _ in
        consuming.replace {
          ConsumingSide.rounds(
            $0, count: count, meeting: meeting, start: consumerStart, tests: tests, checking: checking,
            yields: yields)
        }
      },
      fullPolls: { producing.read { $0.fullPolls } ?? 0 },
      consumed: { consuming.read { ConsumedCounts($0) } ?? ConsumedCounts() }, owners: [ring])
  }

  /// Bursts of events for a consumer that sleeps before each.
  func wakeLatency() throws(TrialError) -> WakeLatencyBursts {
    let ring = try RingOwner<Layout>(slots: slots)
    let producing = Held(ProducingSide(producer: producer(on: ring), slots: slots))
    let consuming = Held(ConsumingSide(consumer: consumer(on: ring), slots: slots))
    let tests = WakeTests()
    return WakeLatencyBursts(
      wake: { times, fallsAsleep, injected in
        producing.replace {
          ProducingSide.wakingOneByOne(
            $0, times: times, tests: tests, fallsAsleep: fallsAsleep, injected: injected, yields: yields)
        }
      },
      sleep: { times in
        consuming.replace {
          ConsumingSide.sleepingOneByOne($0, times: times, tests: tests, checking: checking)
        }
      },
      consumed: { consuming.read { ConsumedCounts($0) } ?? ConsumedCounts() }, owners: [ring])
  }

  private func producer(on ring: RingOwner<Layout>) -> Producer<RingMemory, B, U> {
    Producer(memory: RingMemory(ring.ring, stores: stores), barriers: barriers, indexUse: indexUse)
  }

  private func consumer(on ring: RingOwner<Layout>) -> Consumer<RingMemory, B, U> {
    Consumer(memory: RingMemory(ring.ring, stores: stores), barriers: barriers, indexUse: indexUse)
  }
}

/// Keeps a ring's memory while bursts use it.
final class RingOwner<Layout: RingLayout> {
  let ring: MappedRing<Layout>

  init(slots: UInt32) throws(TrialError) {
    do throws(RingError) { ring = try MappedRing<Layout>(slots: slots) } catch { throw .ring(error) }
  }
}

/// A side of a ring between its bursts, which take it and give it back by value.
final class Held<Side: ~Copyable> {
  private var side: Side?

  init(_ side: consuming Side) { self.side = consume side }

  func replace(_ burst: (consuming Side) -> Side) {
    guard let taken = side.take() else { return }
    side = burst(taken)
  }

  func read<Result>(_ body: (borrowing Side) -> Result) -> Result? {
    guard let taken = side.take() else { return nil }
    let result = body(taken)
    side = consume taken
    return result
  }
}
