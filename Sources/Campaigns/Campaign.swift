import Analysis
import Foundation
import RunRecord
import Statistics

/// Runs a campaign's trials one after another and passes on each record as its trial ends.
public struct Campaign: Sendable {
  /// The plan, the order and the machine.
  public let record: CampaignRecord
  /// The child that runs each trial.
  public let process: TrialProcess
  /// Seconds for all trials that are left.
  public let seconds: Double

  /// Seconds for the planned trials; each gets its share of what is left.
  private var plannedSeconds: Double {
    record.precision == nil ? seconds : CampaignPlan.plannedShare * seconds
  }

  /// How far a campaign has come.
  public struct Progress: Sendable {
    public var done: Int
    public var total: Int
    /// Seconds left, by the pace so far.
    public var secondsLeft: Double
    /// The trials that ended last: those of one child.
    public var ended: [TrialRecord]
    /// Rows that are not settled, once all planned trials are done.
    public var openRows: Int?
  }

  public init(record: CampaignRecord, process: TrialProcess, seconds: Double) {
    (self.record, self.process, self.seconds) = (record, process, seconds)
  }

  /// At most this share of the two-thread trials is repeated because a noise threshold was exceeded.
  private static let repeatedShare = 0.1
  /// How often a one-thread trial is repeated at most. There are few of them, and a core that the host gave to another
  /// guest comes back within tens of milliseconds.
  private static let repeatsAlone = 3
  /// At most this share of the campaign's time is added at its end for rows whose core was slow in every round:
  /// otherwise the host's busiest seconds would decide how rows rank.
  private static let catchUpShare = 0.1

  /// Whether a trial is worth repeating. Two threads on one CPU always interrupt each other: a repeat gains nothing. Nor is a
  /// trial repeated whose bursts were gauged one by one: those of another state are told from the others.
  private func isOverLimit(_ ending: TrialProcess.Ending, _ spec: TrialSpec, _ speeds: CoreSpeeds) -> Bool {
    guard !spec.row.oversubscribed, let result = ending.result, result.gaugedBursts == nil else {
      return false
    }
    return !NoiseMark.all(of: result).isEmpty || speeds.wasSlow(result.noise, of: spec)
  }

  /// Runs the trials that `earlier` does not have yet. Returns early when the surrounding task is cancelled; the trial
  /// that was running is dropped.
  ///
  /// - Parameters:
  ///   - earlier: Records of an earlier part of this campaign.
  ///   - each: Called as each child ends, with its trials; may throw to end the campaign.
  /// - Returns: Whether all trials were run. Trials beyond the plan, in later rounds, are of rows whose core was slow, or
  ///   that are not settled.
  public func run(after earlier: [TrialRecord] = [], each: (Progress) throws -> Void) async throws -> Bool {
    let begin = ContinuousClock.now
    let cpus = Set(record.order.flatMap { [$0.spec.row.producerCpu, $0.spec.row.consumerCpu] })
    var awake: KeptAwake? = KeptAwake(cpus)
    defer { withExtendedLifetime(awake) {} }
    let total = record.order.count
    var pace = TrialPace(seconds: plannedSeconds, trials: total - earlier.count)
    var trials = earlier
    var speeds = CoreSpeeds(of: earlier)
    var slow = SlowRows(earlier)
    var troubled = TroubledRows(earlier)
    let compares = ComparedRows(record.order.map(\.spec.row))
    var repeatsLeft = Int(Self.repeatedShare * Double(total))
    while trials.count < total {
      if Task.isCancelled { return false }
      let block = Self.block(of: record.order[trials.count...], compares)
      let specs = block.map { planned in
        var spec = planned.spec
        spec.durationMilliseconds = pace.milliseconds * spec.row.workload.length
        return spec
      }
      // How long a consumer takes to wake up depends on whether its CPU was idle: there it may be.
      let mayIdle = specs.contains(where: \.row.workload.hasSleeper)
      if mayIdle != (awake == nil) { awake = mayIdle ? nil : KeptAwake(cpus) }
      var endings: [TrialProcess.Ending]
      do {
        endings = try await run(specs, &speeds, &troubled)
        for attempt in 1...Self.repeatsAlone where pace.secondsLeft > 0 {
          let again = specs.indices.filter { index in
            guard isOverLimit(endings[index], specs[index], speeds) else { return false }
            if specs[index].row.workload.isAlone { return true }
            guard attempt == 1, repeatsLeft > 0 else { return false }
            repeatsLeft -= 1
            return true
          }
          if again.isEmpty { break }
          for (index, ending) in zip(again, try await run(again.map { specs[$0] }, &speeds, &troubled))
          where ending.outcome == .completed { endings[index] = ending }
        }
      } catch is CancellationError {
        return false
      }
      if Task.isCancelled { return false }
      let elapsed = (ContinuousClock.now - begin) / .seconds(1)
      let ended = zip(block, zip(specs, endings)).enumerated().map { place, trial in
        let (planned, (spec, ending)) = trial
        return ending.record(index: trials.count + place, round: planned.round, of: spec)
      }
      trials += ended
      for trial in ended { slow.note(trial) }
      pace.note(asked: specs.map { $0.durationMilliseconds / 1000 }, elapsed: elapsed)
      try each(Progress(done: trials.count, total: total, secondsLeft: pace.secondsLeft, ended: ended))
    }
    let note = { (progress: Progress) in
      trials += progress.ended
      try each(progress)
    }
    if awake == nil { awake = KeptAwake(cpus) }
    guard try await catchUp(&slow, &speeds, &troubled, from: trials.count, note) else { return false }
    return try await settle(&trials, until: begin + .seconds(seconds), each)
  }

  /// Trials of one child, which runs for some tenths of a second: as many as a ranking has rows.
  static let longestBlock = 64

  /// The next trials of the same round that are compared with one another.
  private static func block(of left: ArraySlice<PlannedTrial>, _ compares: ComparedRows) -> [PlannedTrial] {
    let first = left.first
    let common = first.map { compares.common($0.spec.row) }
    return Array(
      left.prefix(longestBlock).prefix {
        $0.round == first?.round && compares.common($0.spec.row) == common
      })
  }

  /// Runs trials, in as few children as may be.
  private func run(
    _ specs: [TrialSpec], _ speeds: inout CoreSpeeds, _ troubled: inout TroubledRows
  ) async throws -> [TrialProcess.Ending] {
    var endings = specs.map { troubled.ending(of: $0.row) }
    let left = specs.indices.filter { endings[$0] == nil }
    let ended = try await self.endings(of: left.map { specs[$0] }, troubled)
    for (index, ending) in zip(left, ended) {
      endings[index] = ending
      speeds.note(ending.result?.noise, of: specs[index])
      troubled.note(ending.outcome, of: specs[index].row)
    }
    return endings.compactMap(\.self)
  }

  /// Runs trials, with alternating bursts where the campaign asks for that.
  func endings(of specs: [TrialSpec], _ troubled: TroubledRows) async throws -> [TrialProcess.Ending] {
    let hertz = record.environment.cyclesPerSecond
    return record.alternates == true
      ? try await process.run(alternating: specs, apart: troubled.rows, ticksPerSecond: hertz)
      : try await process.run(specs, ticksPerSecond: hertz)
  }

  /// Repeats the rows whose core was slow in every round until it is not, or until the time for that is used up; those that
  /// are left share a child.
  private func catchUp(
    _ slow: inout SlowRows, _ speeds: inout CoreSpeeds, _ troubled: inout TroubledRows, from first: Int,
    _ each: (Progress) throws -> Void
  ) async throws -> Bool {
    let end = ContinuousClock.now + .seconds(Self.catchUpShare * seconds)
    var index = first
    while true {
      let specs = slow.specs(speeds)
      if specs.isEmpty { return true }
      for start in stride(from: 0, to: specs.count, by: Self.longestBlock) {
        if ContinuousClock.now > end { return true }
        let block = Array(specs[start...].prefix(Self.longestBlock))
        let endings: [TrialProcess.Ending]
        do { endings = try await run(block, &speeds, &troubled) } catch is CancellationError { return false }
        if Task.isCancelled { return false }
        var ended: [TrialRecord] = []
        for (spec, ending) in zip(block, endings) {
          guard let result = ending.result else {
            slow.drop(spec.row)
            continue
          }
          if speeds.wasSlow(result.noise, of: spec) { continue }
          ended.append(ending.record(index: index + ended.count, round: record.rounds, of: spec))
        }
        if ended.isEmpty { continue }
        for trial in ended { slow.note(trial) }
        index += ended.count
        let total = record.order.count
        try each(
          Progress(
            done: total, total: total, secondsLeft: max(0, (end - ContinuousClock.now) / .seconds(1)),
            ended: ended))
      }
    }
  }
}

/// How long the next trial may take for all trials to fit in the time that was asked for.
struct TrialPace {
  private let seconds: Double
  private var left: Int
  private var elapsed = 0.0
  private var asked = 0.0
  private var overhead: Double
  private var done = 0

  /// What starting and ending a child is taken to cost until it has been measured, s.
  static let firstOverhead = 0.015
  /// A trial shorter than this, ms, has too few bursts.
  private static let shortest = 4.0

  /// What the bursts of a trial take at least, s.
  static let leastSeconds = shortest / 1000

  init(seconds: Double, trials: Int) {
    (self.seconds, left, overhead) = (seconds, trials, Self.firstOverhead)
  }

  /// The next trial's duration, ms.
  var milliseconds: Double {
    let share = (seconds - elapsed) / Double(max(1, left)) - overhead
    return max(Self.shortest, share * 1000)
  }

  /// Seconds that the trials that are left will take.
  var secondsLeft: Double { Double(left) * (milliseconds / 1000 + overhead) }

  /// Trials that were to take so many seconds each have ended.
  mutating func note(asked: [Double], elapsed: Double) {
    self.asked += asked.reduce(0, +)
    self.elapsed = elapsed
    left -= asked.count
    done += asked.count
    overhead = max(0, (elapsed - self.asked) / Double(done))
  }
}
