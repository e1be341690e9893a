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
      }, counts: counts(producing, consuming))
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
      tally: { EventTally(merging: [requested.check.tally, answered.check.tally]) })
  }

  fileprivate func handOff(events: Int, batch: Int) throws(PeerError) -> HandOffBursts {
    let (producing, consuming) = try twoSides(batch: batch)
    guard UInt64(events) <= producing.ring.capacity else {
      throw .turnTooLong(name: peer.name, events: events, capacity: producing.ring.capacity)
    }
    let (push, pop) = (peer.pushTurns, peer.popTurns)
    let turn = OnItsOwnLine<ringbench_turn>(0)
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
      }, counts: counts(producing, consuming))
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
      }, counts: counts(producing, consuming))
  }

  /// A producer and a consumer of a new ring.
  private func twoSides(batch: Int = 1) throws(PeerError) -> (PeerProducer, PeerConsumer) {
    guard batch == 1 || peer.hasBatches else { throw .noBatches(name: peer.name) }
    let ring = try peer.ring(slots: UInt64(slots))
    let pushed = OnItsOwnLine<UInt64>(0)
    return (
      PeerProducer(ring, slots: slots, pushed: pushed), PeerConsumer(ring, slots: slots, pushed: pushed)
    )
  }

  private func counts(_ producing: PeerProducer, _ consuming: PeerConsumer) -> SideCounts {
    SideCounts(
      fullPolls: { producing.state.pointee.full_polls },
      consumed: {
        let state = consuming.state.pointee
        return ConsumedCounts(
          tally: consuming.check.tally, emptyPolls: state.empty_polls, runs: state.runs)
      })
  }
}

/// The producer of a peer's ring. Its thread uses the state during a burst, and others between bursts only.
private final class PeerProducer {
  let ring: PeerRing
  private let pushed: OnItsOwnLine<UInt64>
  private let line: OnItsOwnLine<ringbench_producer>
  var state: UnsafeMutablePointer<ringbench_producer> { line.pointer }

  init(_ ring: PeerRing, slots: UInt32, pushed: OnItsOwnLine<UInt64>) {
    (self.ring, self.pushed) = (ring, pushed)
    line = OnItsOwnLine(
      ringbench_producer(
        ring: ring.sides.producer, sequence: ringbench_sequence(slots: slots), full_polls: 0,
        pushed: pushed.pointer))
  }
}

/// The consumer of a peer's ring. Its thread uses the state during a burst, and others between bursts only.
private final class PeerConsumer {
  let check: PeerCheck
  private let ring: PeerRing
  private let pushed: OnItsOwnLine<UInt64>
  private let line: OnItsOwnLine<ringbench_consumer>
  var state: UnsafeMutablePointer<ringbench_consumer> { line.pointer }

  init(_ ring: PeerRing, slots: UInt32, pushed: OnItsOwnLine<UInt64>) {
    (self.ring, self.pushed) = (ring, pushed)
    check = PeerCheck(slots: slots)
    line = OnItsOwnLine(
      ringbench_consumer(
        ring: ring.sides.consumer, due: ringbench_sequence(slots: slots), empty_polls: 0, runs: 0,
        run_begin: 0,
        pushed: UnsafePointer(pushed.pointer), check: check.functions))
  }
}

extension ringbench_sequence {
  /// From the first event.
  fileprivate init(slots: UInt32) { self.init(slots: UInt64(slots), next: 0, lap: 0, lap_end: UInt64(slots)) }
}

/// A value that shares no cache line with anything else, nor the line beside it, since some cores fetch lines in pairs.
private final class OnItsOwnLine<Value> {
  let pointer: UnsafeMutablePointer<Value>

  init(_ value: Value) {
    let lines = (MemoryLayout<Value>.size + 127) / 128 * 128
    pointer = UnsafeMutableRawPointer.allocate(byteCount: lines, alignment: 128)
      .initializeMemory(as: Value.self, to: value)
  }

  deinit {
    pointer.deinitialize(count: 1)
    UnsafeMutableRawPointer(pointer).deallocate()
  }
}
