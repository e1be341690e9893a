import RingBursts
import RunRecord
import Statistics

/// Trials of a ring, whatever its types: the threads, the delays, the clocks, and the result.
struct RingTrial {
  let spec: TrialSpec
  let clock: CycleClock

  private func delay(_ nanoseconds: Double) -> Delay { Delay(nanoseconds: nanoseconds, clock: clock) }

  /// One thread that pushes and pops.
  func pushPop(_ bursts: PushPopBursts) throws(TrialError) -> TrialResult {
    let summary = try OneSide.run(spec, clock) {
      let injected = delay(spec.injectedDelayNanoseconds * Double(Delay.period))
      return { bursts.run($0, injected) }
    }
    let failures = bursts.failures()
    if failures > 0 { throw .singleThreadFailure(failures) }
    return summary.result()
  }

  /// A producer and a consumer, either of which the specification may delay.
  func throughput(_ bursts: ThroughputBursts) throws(TrialError) -> TrialResult {
    let summary = try TwoSides(spec, clock).run {
      let delay = delay(
        (spec.row.pacing.delaysProducer ? spec.delayNanoseconds : 0) + spec.injectedDelayNanoseconds)
      return { bursts.produce($0, delay) }
    } consumer: {
      let delay = delay(spec.row.pacing.delaysConsumer ? spec.delayNanoseconds : 0)
      return { bursts.consume($0, delay) }
    }
    return result(summary, bursts.counts)
  }

  /// Several producers and a consumer.
  func shared(_ bursts: SharedRingBursts) throws(TrialError) -> TrialResult {
    let producers = bursts.produce.map { produce in
      {
        let injected = delay(spec.injectedDelayNanoseconds)
        return { produce($0, injected) }
      }
    }
    let summary = try TwoSides(spec, clock).run(producers: producers) {
      { bursts.consume($0, .none) }
    }
    return result(summary, bursts.counts)
  }

  /// Round trips: one thread asks and the other answers.
  ///
  /// - Parameter memory: Where bursts leave their single times.
  func roundTrip(_ bursts: RoundTripBursts, in memory: TimeBuffers = TimeBuffers()) -> TwoSidedBursts {
    let times = TimeSamples(in: memory.consumer)
    return TwoSidedBursts(
      producer: { { bursts.answer($0) } },
      consumer: {
        let injected = delay(spec.injectedDelayNanoseconds)
        return { bursts.ask(times.room(for: $0), injected) }
      },
      afterBurst: { times.fold() },
      result: { summary in
        // The figure is the mean over a burst, which resolves below the counter's step; a single time does not.
        summary.result(
          latency: times.summary(clock),
          check: spec.row.checking ? EventCheck(bursts.tally(), checked: 2 * summary.operations) : nil)
      },
      figures: { summary in
        zip(summary.counting, summary.nsOfBursts).map { burst, ns in
          BurstFigures(ns: ns, latency: times.summary(ofBurst: burst, clock))
        }
      })
  }

  /// The sides in turn. The figures are ns an event.
  ///
  /// - Parameter memory: Where bursts leave the times of their turns.
  func handOff(
    _ bursts: HandOffBursts, in memory: TimeBuffers = TimeBuffers()
  ) throws(TrialError) -> TwoSidedBursts {
    // A turn that does not fit into the ring would never end.
    guard spec.row.turnEvents >= 1, spec.row.turnEvents <= spec.row.capacity else {
      throw .unknownSetting("events of a turn: \(spec.row.turnEvents) of a ring with \(spec.row.slots) slots")
    }
    let pushes = TimeSamples(in: memory.producer, keepsTimes: false)
    let pops = TimeSamples(in: memory.consumer, keepsTimes: false)
    let events = Double(spec.row.turnEvents)
    func figures(_ summary: BurstSummary) -> [BurstFigures] {
      zip(pushes.middles(of: summary.counting, clock), pops.middles(of: summary.counting, clock)).map {
        let (push, pop) = ($0 / events, $1 / events)
        return BurstFigures(ns: push + pop, pushNs: push, popNs: pop)
      }
    }
    return TwoSidedBursts(
      firstOperations: 16,
      producer: {
        let injected = delay(spec.injectedDelayNanoseconds * Double(spec.row.turnEvents))
        return { bursts.push(pushes.room(for: $0), injected) }
      },
      consumer: { { bursts.pop(pops.room(for: $0)) } },
      afterBurst: {
        pushes.fold()
        pops.fold()
      },
      result: { summary in
        let figures = figures(summary)
        var result = result(
          summary, bursts.counts, events: summary.operations * UInt64(spec.row.turnEvents))
        result.nsPerOperation = Spread(of: figures.map(\.ns))
        result.turns = TurnTimes(
          pushNs: Spread(of: figures.compactMap(\.pushNs)), popNs: Spread(of: figures.compactMap(\.popNs)))
        return result
      },
      figures: figures)
  }

  /// A consumer that sleeps before each event.
  func wakeLatency(_ bursts: WakeLatencyBursts) throws(TrialError) -> TrialResult {
    let times = TimeSamples()
    let pushes = TimeSamples()
    let summary = try TwoSides(spec, clock, firstOperations: 16, limit: TimeSamples.burstLimit).run {
      let (fallsAsleep, injected) = (delay(Self.fallingAsleep), delay(spec.injectedDelayNanoseconds))
      return { bursts.wake(pushes.room(for: $0), fallsAsleep, injected) }
    } consumer: {
      { bursts.sleep(times.room(for: $0)) }
    } afterBurst: {
      times.subtract(pushes)
      times.fold()
    }
    var result = result(summary, bursts.counts)
    result.nsPerOperation = times.spread(of: summary.counting, clock)
    result.latency = times.summary(clock)
    return result
  }

  /// From the sleeper's announcement until the kernel has put it to sleep, ns: several times what a system call
  /// and a switch to the idle thread take.
  private static let fallingAsleep = 20_000.0

  /// `events`: the events of all bursts, where an operation is not an event.
  private func result(
    _ summary: BurstSummary, _ counts: SideCounts, events: UInt64? = nil
  ) -> TrialResult {
    let consumed = counts.consumed()
    let events = events ?? summary.operations
    var result = summary.result(
      polls: spec.row.workload.isArranged
        ? nil
        : PollCounts(consumed, fullPolls: counts.fullPolls(), events: events, slots: spec.row.slots),
      check: spec.row.checking ? EventCheck(consumed.tally, checked: events) : nil,
      wakeUps: spec.row.workload.countsWakeUps
        ? WakeUpCounts(rounds: consumed.wakeUps.rounds, missed: consumed.wakeUps.missed) : nil)
    result.operations = events
    return result
  }
}

extension Workload {
  /// Whether the two sides meet by arrangement, so that their polls say nothing about a regime.
  fileprivate var isArranged: Bool {
    switch self {
    case .handOff, .wakeRounds, .wakeLatency: true
    default: false
    }
  }
}

extension PollCounts {
  /// How the two sides met over `events` events.
  init(_ consumed: ConsumedCounts, fullPolls: UInt64, events: UInt64, slots: Int) {
    let count = Double(max(1, events))
    self.init(
      emptyPerEvent: Double(consumed.emptyPolls) / count, fullPerEvent: Double(fullPolls) / count,
      meanBatch: count / Double(max(1, consumed.runs)), wraps: events / UInt64(slots))
  }
}

extension EventCheck {
  /// The tally of `checked` events, as it is recorded.
  init(_ tally: EventTally, checked: UInt64) {
    self.init(
      checked: checked, bad: tally.bad,
      kinds: Dictionary(uniqueKeysWithValues: tally.kinds.map { ($0.key.rawValue, $0.value) }),
      first: tally.first.map { bad in
        BadEventRecord(
          kind: bad.kind.rawValue, expectedSequence: bad.expectedSequence, expectedLap: bad.expectedLap,
          words: [bad.event.data, bad.event.obj, bad.event.res, bad.event.res2].map {
            "0x" + String($0, radix: 16)
          })
      })
  }
}
