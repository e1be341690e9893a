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
    public var last: TrialRecord
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

  /// Whether a trial is worth repeating. Two threads on one CPU always interrupt each other: a repeat gains nothing.
  private func isOverLimit(_ ending: TrialProcess.Ending, _ spec: TrialSpec, _ speeds: CoreSpeeds) -> Bool {
    guard !spec.row.oversubscribed, let result = ending.result else { return false }
    return !NoiseMark.all(of: result).isEmpty || speeds.wasSlow(result.noise, of: spec)
  }

  /// Runs the trials that `earlier` does not have yet. Returns early when the surrounding task is cancelled; the trial
  /// that was running is dropped.
  ///
  /// - Parameters:
  ///   - earlier: Records of an earlier part of this campaign.
  ///   - each: Called with each record; may throw to end the campaign.
  /// - Returns: Whether all trials were run. Trials beyond the plan, in one more round, are of rows whose core was slow.
  public func run(after earlier: [TrialRecord] = [], each: (Progress) throws -> Void) async throws -> Bool {
    let begin = ContinuousClock.now
    let total = record.order.count
    var pace = TrialPace(seconds: plannedSeconds, trials: total - earlier.count)
    var trials = earlier
    var speeds = CoreSpeeds(of: earlier)
    var slow = SlowRows(earlier)
    var repeatsLeft = Int(Self.repeatedShare * Double(total))
    for index in min(earlier.count, total)..<total {
      if Task.isCancelled { return false }
      let planned = record.order[index]
      var spec = planned.spec
      spec.durationMilliseconds = pace.milliseconds * spec.row.workload.length
      var ending: TrialProcess.Ending
      do {
        ending = try await process.run(spec, ticksPerSecond: record.environment.cyclesPerSecond)
        speeds.note(ending.result?.noise, of: spec)
        var attempts = spec.row.workload.isAlone ? Self.repeatsAlone : min(1, repeatsLeft)
        while attempts > 0, isOverLimit(ending, spec, speeds), pace.secondsLeft > 0 {
          attempts -= 1
          if !spec.row.workload.isAlone { repeatsLeft -= 1 }
          let again = try await process.run(spec, ticksPerSecond: record.environment.cyclesPerSecond)
          if again.outcome == .completed { ending = again }
          speeds.note(ending.result?.noise, of: spec)
        }
      } catch is CancellationError {
        return false
      }
      if Task.isCancelled { return false }
      let trial = TrialRecord(
        index: index, round: planned.round, spec: spec, outcome: ending.outcome, message: ending.message,
        result: ending.result, seconds: ending.seconds, marks: ending.result.map(NoiseMark.all) ?? [])
      trials.append(trial)
      slow.note(trial)
      pace.note(asked: spec.durationMilliseconds / 1000, elapsed: (ContinuousClock.now - begin) / .seconds(1))
      try each(
        Progress(done: index + 1, total: total, secondsLeft: pace.secondsLeft, last: trial))
    }
    let note = { (progress: Progress) in
      trials.append(progress.last)
      try each(progress)
    }
    guard try await catchUp(&slow, &speeds, from: max(earlier.count, total), note) else { return false }
    let end = begin + .seconds(seconds)
    return try await settle(&trials, milliseconds: pace.milliseconds, until: end, each)
  }

  /// Repeats the rows whose core was slow in every round until it is not, or until the time for that is used up.
  private func catchUp(
    _ slow: inout SlowRows, _ speeds: inout CoreSpeeds, from first: Int, _ each: (Progress) throws -> Void
  ) async throws -> Bool {
    let end = ContinuousClock.now + .seconds(Self.catchUpShare * seconds)
    var index = first
    while true {
      let specs = slow.specs(speeds)
      if specs.isEmpty { return true }
      for spec in specs {
        if ContinuousClock.now > end { return true }
        let ending: TrialProcess.Ending
        do {
          ending = try await process.run(spec, ticksPerSecond: record.environment.cyclesPerSecond)
        } catch is CancellationError {
          return false
        }
        if Task.isCancelled { return false }
        guard let result = ending.result else {
          slow.drop(spec.row)
          continue
        }
        speeds.note(result.noise, of: spec)
        if speeds.wasSlow(result.noise, of: spec) { continue }
        let trial = TrialRecord(
          index: index, round: record.rounds, spec: spec, outcome: ending.outcome, message: ending.message,
          result: result, seconds: ending.seconds, marks: NoiseMark.all(of: result))
        slow.note(trial)
        index += 1
        let total = record.order.count
        try each(
          Progress(
            done: total, total: total, secondsLeft: max(0, (end - ContinuousClock.now) / .seconds(1)),
            last: trial))
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
  private static let firstOverhead = 0.015
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

  /// A trial has ended.
  mutating func note(asked: Double, elapsed: Double) {
    self.asked += asked
    self.elapsed = elapsed
    left -= 1
    done += 1
    overhead = max(0, (elapsed - self.asked) / Double(done))
  }
}
