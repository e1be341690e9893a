import Analysis
import Foundation
import RunRecord
import Statistics

/// Runs a campaign's trials one after another and hands out each record as it ends.
public struct Campaign: Sendable {
  /// What is run.
  public let record: CampaignRecord
  /// The child that runs each trial.
  public let process: TrialProcess
  /// Seconds for all trials together; each trial gets its share of what is left.
  public let seconds: Double

  /// How far a campaign is.
  public struct Progress: Sendable {
    public var done: Int
    public var total: Int
    /// Seconds left, by the pace so far.
    public var secondsLeft: Double
    public var last: TrialRecord
  }

  public init(record: CampaignRecord, process: TrialProcess, seconds: Double) {
    (self.record, self.process, self.seconds) = (record, process, seconds)
  }

  /// At most this share of the trials of two threads is run again because the noise gauge was over its limit.
  private static let repeatedShare = 0.1
  /// A trial of one thread is run again up to so many times: there are few, and a core that the host shares out is
  /// given back within tens of milliseconds.
  private static let repeatsAlone = 3
  /// At most this share of the campaign's time is spent at its end on rows whose core was slow in every round: else
  /// the busiest seconds of the host decide how the rows rank.
  private static let catchUpShare = 0.1

  /// Two threads on one CPU interrupt each other: there is nothing to wait for.
  private func isOverLimit(_ ending: TrialProcess.Ending, _ spec: TrialSpec, _ speeds: CoreSpeeds) -> Bool {
    guard !spec.row.oversubscribed, let result = ending.result else { return false }
    return !NoiseMark.all(of: result).isEmpty || speeds.wasSlow(result.noise, of: spec)
  }

  /// Runs all trials from the one at `first` on. Returns early when the surrounding task is cancelled; the trial
  /// that ran then is dropped.
  ///
  /// - Parameters:
  ///   - earlier: Records of an earlier part of this campaign.
  ///   - each: Gets each record as it ends, and may throw to end the campaign.
  /// - Returns: Whether all trials were run. Those beyond the plan, one round more, are of rows that were slow.
  public func run(after earlier: [TrialRecord] = [], each: (Progress) throws -> Void) async throws -> Bool {
    let begin = ContinuousClock.now
    let total = record.order.count
    var pace = TrialPace(seconds: seconds, trials: total - earlier.count)
    var peaks = MeasuredPeaks()
    for trial in earlier { peaks.note(trial) }
    var speeds = CoreSpeeds(of: earlier)
    var slow = SlowRows(earlier)
    var repeatsLeft = Int(Self.repeatedShare * Double(total))
    for index in min(earlier.count, total)..<total {
      if Task.isCancelled { return false }
      let planned = record.order[index]
      var spec = planned.spec
      spec.durationMilliseconds = pace.milliseconds * spec.row.workload.length
      if spec.row.workload == .oneWay { spec.ratePerSecond = peaks.rate(for: spec) }
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
      peaks.note(trial)
      slow.note(trial)
      pace.note(asked: spec.durationMilliseconds / 1000, elapsed: (ContinuousClock.now - begin) / .seconds(1))
      try each(
        Progress(done: index + 1, total: total, secondsLeft: pace.secondsLeft, last: trial))
    }
    return try await catchUp(&slow, &speeds, from: max(earlier.count, total), each)
  }

  /// Runs what was slow in every round again and again until it is not, or the time for that is over.
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

/// How long the next trial may be, so that all fit in the time that was asked for.
struct TrialPace {
  private let seconds: Double
  private var left: Int
  private var elapsed = 0.0
  private var asked = 0.0
  private var overhead: Double
  private var done = 0

  /// Starting and ending a child takes some 15 ms until it is known better.
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

/// The throughput measured so far, of which one-way trials take their share.
struct MeasuredPeaks {
  private var ns: [RowKey: [Double]] = [:]

  /// Where nothing was measured yet, a rate that any ring bears, events per second.
  private static let modestRate = 200_000.0

  mutating func note(_ trial: TrialRecord) {
    guard let result = trial.result, trial.spec.row.workload == .throughput else { return }
    ns[trial.spec.row, default: []].append(result.nsPerOperation.median)
  }

  func rate(for spec: TrialSpec) -> Double {
    var key = spec.row
    (key.workload, key.rateShare) = (.throughput, 0)
    guard let measured = ns[key], !measured.isEmpty else { return Self.modestRate }
    return spec.row.rateShare * 1e9 / Spread(of: measured).median
  }
}
