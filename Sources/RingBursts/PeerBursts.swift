import AIORing
import CPeers
import CellRings

// A trial's closures of a peer. The loops are the peer's own copy of those in this folder; here are the rings and the two
// sides' states.

/// The ring of a trial that is a peer's.
package struct TrialPeer {
  package var peer: Peer
  package var slots: UInt32
  /// Of the events; the peer's own.
  package var eventSize: EventSize
  /// Whether the consumer checks each event.
  package var checking: Bool
  /// What a side does that finds the ring empty or full.
  package var polling: Polling
  /// How many threads push.
  package var producers = 1

  package init(
    _ peer: Peer, slots: UInt32, eventSize: EventSize = .usual, checking: Bool = true,
    polling: Polling = .pause
  ) {
    (self.peer, self.slots, self.eventSize) = (peer, slots, eventSize)
    (self.checking, self.polling) = (checking, polling)
  }

  fileprivate var checks: Int32 { checking ? 1 : 0 }
  fileprivate var waiting: ringbench_waiting {
    let polling =
      switch polling {
      case .spin: RINGBENCH_SPIN
      case .pause: RINGBENCH_PAUSE
      case .backOff: RINGBENCH_BACK_OFF
      case .yield: RINGBENCH_YIELD
      }
    return ringbench_waiting(polling: polling)
  }
}

extension WorkloadBursts {
  /// Sets up the peer's ring, or its two rings of a round trip.
  ///
  /// - Throws: ``TrialError`` when the ring has fewer than two slots, when the peer makes no such ring, or when it has no
  ///   such workload.
  package init(_ workload: RingWorkload, on peer: TrialPeer) throws(TrialError) {
    guard peer.slots >= 2 else { throw .ring(.tooFewSlots(peer.slots)) }
    do throws(PeerError) {
      let peerBytes = peer.peer.eventWords * 8
      guard peerBytes == peer.eventSize.bytes else {
        throw .otherEvents(name: peer.peer.name, bytes: peerBytes, expected: peer.eventSize.bytes)
      }
      self =
        switch workload {
        case .throughput(batch: 1) where peer.producers > 1: .shared(try peer.shared())
        case _ where peer.producers > 1: throw .oneProducer(name: peer.peer.name)
        case .pushPop: .pushPop(try peer.pushPop())
        case .throughput(let batch): .throughput(try peer.throughput(batch: batch))
        case .roundTrip: .roundTrip(try peer.roundTrip())
        case .handOff(let events, let batch): .handOff(try peer.handOff(events: events, batch: batch))
        case .offeredLoad: .offeredLoad(try peer.offeredLoad())
        case .pushWakePop, .wakeRounds, .wakeLatency, .sleepingThroughput:
          throw .noSleeper(name: peer.peer.name)
        }
    } catch {
      throw .peer(error)
    }
  }
}

extension TrialPeer {
  fileprivate func pushPop() throws(PeerError) -> PushPopBursts {
    let (producing, consuming) = try twoSides()
    let burst = peer.pushPop
    var failures: UInt64 = 0
    return PushPopBursts(
      run: { count, injected in
        failures += burst(producing.state, consuming.state, UInt64(count), Int64(injected.turns))
      }, failures: { failures })
  }

  fileprivate func throughput(batch: Int) throws(PeerError) -> ThroughputBursts {
    let (producing, consuming) = try twoSides(batch: batch)
    let (produce, consume) = (peer.produce, peer.consume)
    return ThroughputBursts(
      produce: { [waiting] count, delay in
        produce(producing.state, UInt64(count), UInt64(batch), Int64(delay.turns), waiting)
      },
      consume: { [waiting, checks] count, delay in
        consume(consuming.state, UInt64(count), UInt64(batch), checks, Int64(delay.turns), waiting)
      }, counts: consuming.counts)
  }

  fileprivate func shared() throws(PeerError) -> SharedRingBursts {
    guard let consume = peer.consumeShared else { throw .oneProducer(name: peer.name) }
    let (producing, consuming) = try sides()
    let produce = peer.produce
    return SharedRingBursts(
      produce: producing.map { side in
        { [waiting] count, delay in produce(side.state, UInt64(count), 1, Int64(delay.turns), waiting) }
      },
      consume: { [waiting, checks, producers] count, delay in
        consume(consuming.state, UInt64(producers), UInt64(count), checks, Int64(delay.turns), waiting)
      }, counts: consuming.counts)
  }

  fileprivate func roundTrip() throws(PeerError) -> RoundTripBursts {
    let (requesting, requested) = try twoSides()
    let (answering, answered) = try twoSides()
    let (ask, answer) = (peer.ask, peer.answer)
    return RoundTripBursts(
      ask: { [waiting, checks] times, injected in
        ask(
          requesting.state, answered.state, times.baseAddress, UInt64(times.count), checks,
          Int64(injected.turns), waiting)
      },
      answer: { [waiting, checks] count in
        answer(requested.state, answering.state, UInt64(count), checks, waiting)
      },
      tally: { EventTally(merging: [requested.tally, answered.tally]) })
  }

  fileprivate func handOff(events: Int, batch: Int) throws(PeerError) -> HandOffBursts {
    let (producing, consuming) = try twoSides(batch: batch)
    guard UInt64(events) <= producing.ring.capacity else {
      throw .turnTooLong(name: peer.name, events: events, capacity: producing.ring.capacity)
    }
    let (push, pop) = (peer.pushTurns, peer.popTurns)
    let turn = OnOwnLines<ringbench_turn>([0])
    return HandOffBursts(
      push: { [waiting] times, injected in
        push(
          producing.state, turn.pointer, UInt64(events), UInt64(batch), times.baseAddress,
          UInt64(times.count),
          Int64(injected.turns), waiting)
      },
      pop: { [waiting, checks] times in
        pop(
          consuming.state, turn.pointer, UInt64(events), UInt64(batch), times.baseAddress,
          UInt64(times.count),
          checks, waiting)
      }, counts: consuming.counts)
  }

  fileprivate func offeredLoad() throws(PeerError) -> OfferedLoadBursts {
    let (producing, consuming) = try twoSides()
    let (send, receive) = (peer.send, peer.receive)
    return OfferedLoadBursts(
      send: { [waiting] count, start, interval, injected in
        send(producing.state, UInt64(count), start, interval, Int64(injected.turns), waiting)
      },
      receive: { [waiting, checks] times, start, interval in
        receive(
          consuming.state, times.baseAddress, UInt64(times.count), start, interval, checks, waiting)
      }, counts: consuming.counts)
  }

  /// A producer and a consumer of a new ring.
  private func twoSides(batch: Int = 1) throws(PeerError) -> (PeerProducer, PeerConsumer) {
    guard batch == 1 || peer.hasBatches else { throw .noBatches(name: peer.name) }
    let (producing, consuming) = try sides()
    return (producing[0], consuming)
  }

  /// The producers and the consumer of a new ring.
  private func sides() throws(PeerError) -> ([PeerProducer], PeerConsumer) {
    let ring = try peer.ring(slots: UInt64(slots))
    let producing = (0..<producers).map { PeerProducer(ring, slots: slots, number: $0) }
    return (producing, PeerConsumer(ring, slots: slots, of: producing))
  }
}

/// A producer of a peer's ring. Its thread uses the state during a burst, and others between bursts only.
private final class PeerProducer {
  let ring: PeerRing
  /// How many events it has pushed, as it tells the consumer.
  let pushed: OnOwnLines<UInt64>
  private let line: OnOwnLines<ringbench_producer>
  var state: UnsafeMutablePointer<ringbench_producer> { line.pointer }

  init(_ ring: PeerRing, slots: UInt32, number: Int) {
    self.ring = ring
    let sequence = ringbench_sequence(slots: slots, producer: number)
    pushed = OnOwnLines([sequence.next])
    line = OnOwnLines([
      ringbench_producer(
        ring: ring.sides.producer, sequence: sequence, full_polls: 0, pushed: pushed.pointer)
    ])
  }
}

/// The consumer of a peer's ring, with what it expects of each producer. Its thread uses the state during a burst, and others
/// between bursts only.
private final class PeerConsumer {
  private let checks: [PeerCheck]
  private let producers: [PeerProducer]
  private let lines: OnOwnLines<ringbench_consumer>
  /// That of the first producer, which the others' follow.
  var state: UnsafeMutablePointer<ringbench_consumer> { lines.pointer }
  var tally: EventTally { EventTally(merging: checks.map(\.tally)) }
  /// What it and the producers have counted.
  var counts: SideCounts {
    SideCounts(
      fullPolls: { self.producers.reduce(0) { $0 + $1.state.pointee.full_polls } },
      consumed: {
        let state = self.state.pointee
        return ConsumedCounts(tally: self.tally, emptyPolls: state.empty_polls, runs: state.runs)
      })
  }

  init(_ ring: PeerRing, slots: UInt32, of producers: [PeerProducer]) {
    self.producers = producers
    checks = producers.map { _ in PeerCheck(slots: slots) }
    lines = OnOwnLines(
      zip(producers, checks).map { producer, check in
        ringbench_consumer(
          ring: ring.sides.consumer, due: producer.state.pointee.sequence, empty_polls: 0, runs: 0,
          run_begin: 0, pushed: UnsafePointer(producer.pushed.pointer), check: check.functions)
      })
  }
}

extension ringbench_sequence {
  /// From a producer's first event.
  fileprivate init(slots: UInt32, producer: Int) {
    let first = UInt64(producer) << RINGBENCH_PRODUCER_SHIFT
    self.init(slots: UInt64(slots), next: first, lap: 0, lap_end: first + UInt64(slots))
  }
}

/// Values that share no cache line with anything else, nor the line beside it, since some cores fetch lines in pairs.
private final class OnOwnLines<Value> {
  let pointer: UnsafeMutablePointer<Value>
  private let count: Int

  init(_ values: [Value]) {
    count = values.count
    let bytes = (MemoryLayout<Value>.stride * count + 127) / 128 * 128
    pointer = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 128)
      .initializeMemory(as: Value.self, from: values, count: count)
  }

  deinit {
    pointer.deinitialize(count: count)
    UnsafeMutableRawPointer(pointer).deallocate()
  }
}
