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
  ///   - end: When the time is up.
  /// - Returns: False if it was cancelled.
  func settle(
    _ trials: inout [TrialRecord], until end: ContinuousClock.Instant, _ each: (Progress) throws -> Void
  ) async throws -> Bool {
    guard let precision = record.precision else { return true }
    // A row runs as long as it did last, whatever of the planned time is left over.
    let specs = Dictionary(trials.map { ($0.spec.row, $0.spec) }, uniquingKeysWith: { $1 })
    let compares = ComparedRows(specs.keys)
    var generator = SeededGenerator(seed: record.seed &+ UInt64(trials.count))
    var round = (trials.map(\.round).max() ?? -1) + 1
    var troubled = TroubledRows(trials)
    var open = Ranking.open(trials, precision: precision)
    var look = Ranking.nextLook(after: round)
    while !open.isEmpty, ContinuousClock.now < end {
      // Hand-offs first: they are the first cost in every table, and get furthest in the time.
      let handOffs = open.filter { $0.workload == .handOff }
      let compared = Dictionary(grouping: handOffs.isEmpty ? open : handOffs, by: compares.common)
        .sorted { RowKey.inReportOrder($0.key, $1.key) }.shuffled(using: &generator)
      for rows in compared.map(\.value) {
        let block = rows.sorted(by: RowKey.inReportOrder).shuffled(using: &generator).compactMap { specs[$0] }
        if ContinuousClock.now >= end { return true }
        let endings: [TrialProcess.Ending]
        do {
          endings = try await self.endings(of: block, troubled)
        } catch is CancellationError {
          return false
        }
        if Task.isCancelled { return false }
        for (spec, ending) in zip(block, endings) { troubled.note(ending.outcome, of: spec.row) }
        let ended = zip(block, endings).enumerated().map { place, trial in
          trial.1.record(index: trials.count + place, round: round, of: trial.0)
        }
        trials += ended
        let total = record.order.count
        try each(
          Progress(
            done: total, total: total, secondsLeft: max(0, (end - ContinuousClock.now) / .seconds(1)),
            ended: ended, openRows: open.count))
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
