import CLinux
import RingBursts
import RunRecord
import Statistics

/// A trial at set rates: the whole curve of latency against offered load, and the highest rate that is sustained.
struct OfferedLoadTrial {
  let spec: TrialSpec
  let clock: CycleClock

  /// A rate is sustained if the ring was never full and 99 of 100 events came within this time, ns: longer than an
  /// interrupt takes, and shorter than a queue that keeps growing makes it within a burst.
  static let longestP99 = 100_000.0
  /// The fewest events of a burst: a 99th percentile of fewer is a guess.
  private static let fewestEvents = 256.0
  /// Points from which the unloaded latency is taken.
  private static let unloadedPoints = 3
  /// Bursts that a trial has about: its time is divided by it.
  private static let bursts = 24.0

  /// Runs the search on two threads of its own.
  ///
  /// - Throws: ``TrialError`` when a thread could not be made or bound.
  func run(_ bursts: OfferedLoadBursts) throws(TrialError) -> TrialResult {
    let yields = spec.row.oversubscribed
    let offset = try ClockOffset.measured(
      producerCPU: spec.row.producerCpu, consumerCPU: spec.row.consumerCpu, clock: clock, yields: yields)
    guard let series = spec.rates, let lowest = series.first, lowest > 0 else {
      throw .unknownSetting("rates: none is given")
    }
    let step = LoadStep()
    let injectedNanoseconds = spec.injectedDelayNanoseconds
    var curve = CurveInTheMaking()
    var switches = (producer: 0, consumer: 0)
    var stayed = (producer: true, consumer: true)
    try PinnedThreads.run(
      (
        spec.row.producerCpu,
        {
          let injected = Delay(nanoseconds: injectedNanoseconds, clock: clock)
          while let burst = step.begin(.follower, yields: yields) {
            let before = rb_involuntary_switches()
            bursts.send(burst.count, burst.start, burst.interval, injected)
            step.producerSwitches = rb_involuntary_switches() - before
            switches.producer += step.producerSwitches
            stayed.producer = stayed.producer && Int(rb_current_cpu()) == spec.row.producerCpu
            step.end(.follower, yields: yields)
          }
        }
      ),
      (
        spec.row.consumerCpu,
        {
          let times = TimeSamples()
          var search = LoadSearch(series: series)
          // The first burst only warms up.
          var isWarm = false
          while let rate = isWarm ? search.rate : lowest {
            let fullBefore = bursts.counts.fullPolls()
            step.burst = burst(at: rate)
            guard let burst = step.begin(.leader, yields: yields) else { break }
            let before = rb_involuntary_switches()
            bursts.receive(times.room(for: burst.count), burst.start, burst.interval)
            let own = rb_involuntary_switches() - before
            step.end(.leader, yields: yields)
            switches.consumer += own
            stayed.consumer = stayed.consumer && Int(rb_current_cpu()) == spec.row.consumerCpu
            guard isWarm else {
              isWarm = true
              continue
            }
            let arrivals = Arrivals(times.sorted, clock)
            let isUndisturbed = own == 0 && step.producerSwitches == 0
            let isSustained =
              isUndisturbed && bursts.counts.fullPolls() == fullBefore
              && arrivals.summary.p99Ns <= Self.longestP99
            curve.note(
              search.isInSeries ? rate : nil, arrivals, isSustained: isSustained, isUndisturbed: isUndisturbed
            )
            search.note(isSustained: isSustained)
          }
          curve.sustained = search.sustained
          step.burst = nil
          _ = step.begin(.leader, yields: yields)
        }
      ))
    let consumed = bursts.counts.consumed()
    let check = spec.row.checking ? EventCheck(consumed.tally, checked: curve.events) : nil
    var result = TrialResult(
      nsPerOperation: Spread(of: Array(curve.middles.prefix(Self.unloadedPoints))),
      latency: curve.points.first?.latency, operations: curve.events, check: check, bursts: curve.bursts,
      stayedOnCpus: stayed.producer && stayed.consumer,
      involuntarySwitches: [switches.producer, switches.consumer], clockOffsetNs: offset)
    result.load = LoadCurve(points: curve.points(of: series), sustainedPerSecond: curve.sustained)
    return result
  }

  private func burst(at rate: Double) -> LoadStep.Burst {
    let milliseconds = spec.durationMilliseconds / Self.bursts
    let count = min(
      max(rate * milliseconds / 1000, Self.fewestEvents), Double(TimeSamples.burstLimit))
    // Far enough ahead that both sides are already waiting for it.
    return LoadStep.Burst(
      count: Int(count), start: CycleClock.now() + clock.ticks(nanoseconds: 3_000),
      interval: clock.ticksPerSecond / rate)
  }
}

/// What the curve is made of while the search goes on.
private struct CurveInTheMaking {
  private(set) var points: [LoadCurve.Point] = []
  /// The mean of the middle half of each point's times, ns.
  private(set) var middles: [Double] = []
  private(set) var bursts = BurstCounts(all: 0, undisturbed: 0)
  private(set) var events: UInt64 = 0
  var sustained = 0.0

  /// A burst has ended; `rate` is nil for one of the bisection.
  mutating func note(_ rate: Double?, _ arrivals: Arrivals, isSustained: Bool, isUndisturbed: Bool) {
    bursts.all += 1
    bursts.undisturbed += isUndisturbed ? 1 : 0
    events += arrivals.summary.samples
    guard let rate, isSustained else { return }
    points.append(LoadCurve.Point(eventsPerSecond: rate, latency: arrivals.summary))
    middles.append(arrivals.middle)
  }

  /// The points that were sustained, and all rates of the series above them as saturated.
  func points(of series: [Double]) -> [LoadCurve.Point] {
    points
      + series.dropFirst(points.count).map { LoadCurve.Point(eventsPerSecond: $0, latency: nil) }
  }
}

/// When a burst's events arrived, after the times at which they were due.
private struct Arrivals {
  let summary: LatencySummary
  /// The mean of the middle half, ns: finer than the median where the counter steps in many ns.
  let middle: Double

  init(_ sortedTicks: [Double], _ clock: CycleClock) {
    let nanoseconds = 1e9 / clock.ticksPerSecond
    func at(_ share: Double) -> Double { (quantile(share, ofSorted: sortedTicks) ?? 0) * nanoseconds }
    summary = LatencySummary(
      p50Ns: at(0.5), p90Ns: at(0.9), p99Ns: at(0.99), p999Ns: at(0.999), maxNs: at(1),
      samples: UInt64(sortedTicks.count))
    middle = (interquartileMean(ofSorted: sortedTicks) ?? 0) * nanoseconds
  }
}

/// How the two threads agree on the next burst.
///
/// `@unchecked Sendable`: the consumer's thread writes ``burst`` before the meeting that begins it, and the producer's
/// thread writes ``producerSwitches`` before the meeting that ends it; a meeting orders what was written before it.
private final class LoadStep: @unchecked Sendable {
  struct Burst {
    var count: Int
    /// When the first event is due, ticks.
    var start: UInt64
    /// Ticks from one event to the next.
    var interval: Double
  }

  /// Nil: there is no other.
  var burst: Burst?
  var producerSwitches = 0
  private let meeting = Meeting()

  /// Waits for both sides, then returns the burst.
  func begin(_ side: Meeting.Side, yields: Bool) -> Burst? {
    meeting.meet(side, yields: yields)
    return burst
  }

  /// Waits until both sides have finished.
  func end(_ side: Meeting.Side, yields: Bool) { meeting.meet(side, yields: yields) }
}
