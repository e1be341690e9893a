import Analysis
import RunRecord
import Statistics

extension Campaign {
  /// Gives the time that is left to the rows that are not settled, in whole rounds of all of them, shuffled: settled rows
  /// are not run again. Which rows are open is decided at the looks of the rankings, so that looking often does not make
  /// a false difference likely.
  ///
  /// - Parameters:
  ///   - trials: All trials so far, which grow.
  ///   - milliseconds: How long a trial runs.
  ///   - end: When the time is up.
  /// - Returns: False if it was cancelled.
  func settle(
    _ trials: inout [TrialRecord], milliseconds: Double, until end: ContinuousClock.Instant,
    _ each: (Progress) throws -> Void
  ) async throws -> Bool {
    guard let precision = record.precision else { return true }
    let specs = Dictionary(
      record.order.map { ($0.spec.row, $0.spec) }, uniquingKeysWith: { first, _ in first })
    var generator = SeededGenerator(seed: record.seed &+ UInt64(trials.count))
    var round = (trials.map(\.round).max() ?? -1) + 1
    var open = Ranking.open(trials, precision: precision)
    var look = Ranking.nextLook(after: round)
    while !open.isEmpty, ContinuousClock.now < end {
      let rows = record.order.map(\.spec.row).filter { open.contains($0) }
      for row in Array(Set(rows)).sorted(by: RowKey.inReportOrder).shuffled(using: &generator) {
        guard let planned = specs[row] else { continue }
        if ContinuousClock.now >= end { return true }
        var spec = planned
        spec.durationMilliseconds = milliseconds * spec.row.workload.length
        let ending: TrialProcess.Ending
        do {
          ending = try await process.run(spec, ticksPerSecond: record.environment.cyclesPerSecond)
        } catch is CancellationError {
          return false
        }
        if Task.isCancelled { return false }
        let trial = TrialRecord(
          index: trials.count, round: round, spec: spec, outcome: ending.outcome, message: ending.message,
          result: ending.result, seconds: ending.seconds, marks: ending.result.map(NoiseMark.all) ?? [])
        trials.append(trial)
        let total = record.order.count
        try each(
          Progress(
            done: total, total: total, secondsLeft: max(0, (end - ContinuousClock.now) / .seconds(1)),
            last: trial, openRows: open.count))
      }
      round += 1
      if round >= look {
        open = Ranking.open(trials, precision: precision)
        look = Ranking.nextLook(after: round)
      }
    }
    return true
  }
}
