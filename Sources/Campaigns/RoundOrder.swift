import Analysis
import RunRecord
import Statistics

/// The order in which the trials of a campaign are run.
enum RoundOrder {
  /// Each round has each row once that is measured in so many; its rankings are shuffled by the seed, and the rows of each.
  ///
  /// - Parameters:
  ///   - specs: One for each row.
  ///   - seconds: For all rounds together; each trial gets the same share.
  static func of(
    _ specs: [TrialSpec], rounds: CampaignPlan.Rounds, seconds: Double, seed: UInt64
  ) -> [PlannedTrial] {
    var generator = SeededGenerator(seed: seed)
    let count = specs.reduce(0) { $0 + rounds.of($1.row.workload) }
    let share = seconds * 1000 / Double(max(1, count))
    // Rows that are compared with one another stand together, so that the machine is the same for all of them.
    let compares = ComparedRows(specs.map(\.row))
    let compared = Dictionary(grouping: specs) { compares.common($0.row) }
      .sorted { RowKey.inReportOrder($0.key, $1.key) }
    return (0..<rounds.most).flatMap { round in
      compared.filter { round < rounds.of($0.key.workload) }.shuffled(using: &generator)
        .flatMap { $0.value.shuffled(using: &generator) }.map { spec in
          var spec = spec
          spec.durationMilliseconds = share
          return PlannedTrial(round: round, spec: spec)
        }
    }
  }
}
