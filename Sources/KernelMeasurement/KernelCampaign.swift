import AIORing
import CBarriers
import KernelRings
import RingBursts
import RunRecord
import Statistics
import SystemCalls
import Topology
import Trials

/// Takes real completions from the kernel's rings, with each strategy in turn.
public struct KernelCampaign: Sendable {
  let plan: KernelPlan
  /// The CPUs of settings with two; none where only one CPU is allowed.
  let pairs: [CPUPair]
  /// The CPU of settings with one.
  let cpu: CPU
  private let clock = CycleClock.calibrated()

  /// `selection` names pairs of CPUs as `Machine.pairs(selection:)` reads them; by default the first of each distance
  /// class.
  ///
  /// - Throws: ``TopologyError`` when there is no such pair.
  public init(_ plan: KernelPlan, on machine: Machine, pairs selection: String? = nil) throws(TopologyError) {
    self.plan = plan
    if let selection {
      pairs = try machine.pairs(selection: selection)
    } else {
      pairs = machine.allowedCPUs.count > 1 ? try machine.defaultPairs() : []
    }
    guard let cpu = pairs.first?.producer ?? machine.allowedCPUs.first else { throw .oneCPUAllowed }
    self.cpu = cpu
  }

  /// About how long it takes, s.
  public var seconds: Double { plan.seconds(pairs: pairs.count) }

  /// What comes next, and how much is done.
  public struct Progress: Sendable {
    public var next: String
    /// From 0 to 1, by the expected times.
    public var done: Double
  }

  /// Runs the plan. What is not available here is in ``KernelRecord/notAvailable``, with the reason.
  ///
  /// - Parameters:
  ///   - isCancelled: Asked between runs; true ends the campaign, and the record says so.
  ///   - progress: Told what comes next.
  public func run(
    startedAt: String, environment: RunEnvironment, isCancelled: () -> Bool = { false },
    progress: (Progress) -> Void = { _ in }
  ) -> KernelRecord {
    var record = KernelRecord(startedAt: startedAt, environment: environment)
    if pairs.isEmpty {
      record.notAvailable.append("only one CPU is allowed here: no run with two threads, none with SQPOLL")
    }
    var clock = ProgressClock(total: seconds)
    for ring in plan.rings where !record.interrupted {
      // Tried in a child first: a sandbox may end whoever makes the call.
      if let refusal = ring.systemCalls.lazy.compactMap(\.refusal).first {
        record.notAvailable.append(refusal.sentence)
        clock.skip(seconds(on: ring))
        continue
      }
      do throws(KernelRingError) {
        try polls(on: ring, &record)
      } catch {
        record.notAvailable.append(error.sentence)
        clock.skip(seconds(on: ring))
        continue
      }
      for setting in plan.settings where setting.ring == ring && !record.interrupted {
        let runs = setting.threads == .one ? [nil] : pairs.map(Optional.some)
        let name = "\(ring.rawValue): \(setting.request.rawValue), \(setting.threads)"
        for pair in runs where !record.interrupted {
          clock.begin(plan.seconds(setting, pairs: 1))
          do throws(KernelRingError) {
            try run(setting, on: pair, isCancelled, &record) { progress(clock.progress(name, part: $0)) }
          } catch {
            record.notAvailable.append("\(ring.rawValue), \(setting.request.rawValue): \(error.sentence)")
          }
          clock.end()
        }
      }
      if ring == .ioUring, !record.interrupted, plan.wakeUps > 0, let pair = pairs.first {
        clock.begin(plan.secondsOfWakeUps)
        do throws(KernelRingError) {
          try wakeUps(on: pair, isCancelled, &record) {
            progress(clock.progress("io-uring: the poller's wake-ups", part: $0))
          }
        } catch {
          record.notAvailable.append("io-uring, SQPOLL: \(error.sentence)")
        }
        clock.end()
      }
    }
    return record
  }

  /// About how long all runs on a ring take, s.
  private func seconds(on ring: KernelRingKind) -> Double {
    var plan = plan
    plan.rings = [ring]
    return plan.seconds(pairs: pairs.count)
  }

  private var ways: [ReapingWay] { plan.ways }

  // MARK: An empty ring

  /// What a poll of an empty ring costs, and the ring itself.
  private func polls(on ring: KernelRingKind, _ record: inout KernelRecord) throws(KernelRingError) {
    let source = try RequestSource(ring == .aio ? .poll : .nop)
    // Requests in flight use its buffer until the ring is closed, which happens before this: it is made later.
    defer { withExtendedLifetime(source) {} }
    let opened = try OpenRing(ring, pollerCPU: nil)
    record.rings.append(opened.description)
    var best: [Double] = ways.map { _ in .infinity }
    for _ in 0..<plan.rounds {
      for (index, way) in ways.enumerated() {
        let ends = try opened.ends(way, source, batch: 1)
        let times = way.isSystemCall ? 2_000 : 100_000
        let start = rb_cycles()
        let found = try ends.reaping.look(times)
        let ticks = rb_cycles() - start
        if found == 0 { best[index] = min(best[index], clock.nanoseconds(ticks) / Double(times)) }
      }
    }
    record.emptyPolls += zip(ways, best).map { way, ns in
      EmptyPollCost(ring: ring.rawValue, way: way.name(on: ring), ns: ns)
    }
  }

  // MARK: Runs

  private func run(
    _ setting: KernelSetting, on pair: CPUPair?, _ isCancelled: () -> Bool, _ record: inout KernelRecord,
    _ progress: (_ done: Double) -> Void
  ) throws(KernelRingError) {
    let source = try RequestSource(setting.request)
    // Requests in flight use its buffer until the ring is closed, which happens before this: it is made later.
    defer { withExtendedLifetime(source) {} }
    let batches = setting.batches(plan)
    let figures = ways.map { _ in batches.map { _ in RunFigures() } }
    let pollerCPU = setting.threads == .poller ? pair?.consumer : nil
    var opened = try OpenRing(setting.ring, pollerCPU: pollerCPU)
    let turns = zip(ways, figures).flatMap { way, figures in zip(batches, figures).map { (way, $0, $1) } }
    var random = SeededGenerator(seed: plan.seed)
    var number: UInt64 = 0
    for _ in 0..<plan.rounds {
      for (way, batch, figures) in turns.shuffled(using: &random) {
        if isCancelled() {
          record.interrupted = true
          break
        }
        progress(Double(number) / Double(plan.rounds * turns.count))
        number += 1
        let run = KernelRun(
          ends: try opened.ends(way, source, batch: batch), source: source, batch: batch,
          events: plan.events(of: setting, batch: batch), first: UInt64(batch) * (number << 32), clock: clock)
        let faultsBefore = figures.faults.total
        try perform(run, setting.threads, on: pair, into: figures)
        // Requests that are still in flight must not be taken for the next run's.
        if figures.faults.total > faultsBefore { opened = try OpenRing(setting.ring, pollerCPU: pollerCPU) }
      }
    }
    for (way, figures) in zip(ways, figures) {
      for (batch, figures) in zip(batches, figures) where figures.events > 0 {
        let claimed = way.claimsCorrect(on: record.environment.architecture)
        record.runs.append(summary(setting, pair, way, batch, figures, claimed: claimed))
      }
    }
  }

  private func summary(
    _ setting: KernelSetting, _ pair: CPUPair?, _ way: ReapingWay, _ batch: Int, _ figures: RunFigures,
    claimed: Bool
  ) -> KernelRunSummary {
    // Only where all completions are in the ring when the reaper looks: those of requests that complete on submission.
    let isDoneAtOnce = setting.threads == .one && setting.request != .write
    let reapNs = figures.reaping.lowerQuartile.map {
      max(0, $0 - BlockMeans.clockCost) * 1e9 / clock.ticksPerSecond / Double(batch)
    }
    let seconds = clock.nanoseconds(figures.busy) / 1e9
    return KernelRunSummary(
      ring: setting.ring.rawValue, way: way.name(on: setting.ring), request: setting.request.rawValue,
      mode: setting.threads == .streaming ? "streaming" : "lockstep", poller: setting.threads == .poller,
      cpu: (pair?.producer ?? cpu).index, otherCpu: (pair?.consumer ?? cpu).index,
      distance: pair?.pairClass.name ?? DistanceClass.sameCPU.rawValue, batch: batch, events: figures.events,
      reapNs: isDoneAtOnce ? reapNs : nil,
      eventsPerSecond: seconds > 0 ? Double(figures.events) / seconds : 0,
      latency: figures.latency.summary(clock), emptyPolls: figures.emptyPolls, faults: figures.faults,
      lostWakeUps: figures.lostWakeUps, claimsCorrectHere: claimed)
  }

  // MARK: The wake edge

  private func wakeUps(
    on pair: CPUPair, _ isCancelled: () -> Bool, _ record: inout KernelRecord,
    _ progress: (_ done: Double) -> Void
  ) throws(KernelRingError) {
    let source = try RequestSource(.nop)
    // Requests in flight use its buffer until the ring is closed, which happens before this: it is made later.
    defer { withExtendedLifetime(source) {} }
    let opened = try OpenRing(.ioUring, pollerCPU: pair.consumer)
    var random = SeededGenerator(seed: plan.seed)
    for (number, entry) in plan.strategies.enumerated() {
      if isCancelled() {
        record.interrupted = true
        return
      }
      progress(Double(number) / Double(plan.strategies.count))
      let ends = try opened.ends(.strategy(entry), source, batch: 1)
      var result: Result<PollerWakeUps, KernelRingError>?
      try pinned(to: pair.producer) {
        result = Result { () throws(KernelRingError) in
          try PollerWakeUps(
            entry, ends, rounds: plan.wakeUps, first: UInt64(number) << 32, clock: clock, random: &random)
        }
      }
      if let result { record.pollerWakeUps.append(try result.get()) }
    }
  }

  // MARK: Threads

  /// Runs `run` on the threads of a setting.
  private func perform(
    _ run: KernelRun, _ threads: KernelSetting.Threads, on pair: CPUPair?, into figures: RunFigures
  ) throws(KernelRingError) {
    switch (threads, pair) {
    case (.lockstep, let pair?), (.streaming, let pair?):
      let window = threads == .streaming ? max(run.ends.capacity, run.batch) : run.batch
      do throws(TrialError) {
        try run.twoThreads(on: pair, window: window, into: figures)
      } catch {
        throw .noThread("\(error)")
      }
    default:
      try pinned(to: pair?.producer ?? cpu) {
        do throws(KernelRingError) { try run.lockstep(into: figures) } catch { figures.failure = error }
      }
    }
    if let failure = figures.failure { throw failure }
  }

  private func pinned(to cpu: CPU, _ body: () -> Void) throws(KernelRingError) {
    do throws(TrialError) {
      // The closure does not escape: the thread is joined before `run` returns.
      try withoutActuallyEscaping(body) { body throws(TrialError) in
        try PinnedThreads.run((cpu.index, body))
      }
    } catch {
      throw .noThread("\(error)")
    }
  }
}

/// How much of a plan is done, by the expected times.
private struct ProgressClock {
  private let total: Double
  private var done = 0.0
  private var present = 0.0

  /// `total`: expected seconds of the whole plan.
  init(total: Double) { self.total = total }

  /// What is expected to take `seconds` begins.
  mutating func begin(_ seconds: Double) { present = seconds }

  /// It is over.
  mutating func end() { skip(present) }

  /// What was expected to take `seconds` is over or left out.
  mutating func skip(_ seconds: Double) { (done, present) = (done + seconds, 0) }

  /// `part`: how much of what has begun is done, from 0 to 1.
  func progress(_ next: String, part: Double) -> KernelCampaign.Progress {
    KernelCampaign.Progress(next: next, done: total > 0 ? min(1, (done + part * present) / total) : 1)
  }
}
