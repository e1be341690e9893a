import Algorithms
import RunRecord

/// The sleeping consumer: what waking costs, how long it takes, and whether a wake-up was lost.
struct WakeUpReport {
  let summary: SummaryRecord

  /// A table; empty if no sleeping consumer was run.
  var text: String {
    let rows = summary.rows.filter { $0.key.workload.hasSleeper && $0.rounds > 0 }
    if rows.isEmpty { return "" }
    let names = Array(rows.compactMap(\.key.strategy).uniqued())
    func row(_ name: String, _ workload: Workload) -> SummaryRow? {
      rows.first { $0.key.strategy == name && $0.key.workload == workload }
    }
    let step = summary.campaign.environment.clockStepNs
    let table = TextTable<String>(columns: [
      .word("strategy") { $0 },
      .number("push+look+pop ns") { Figures.plain(row($0, .wakeCost)?.nsPerOperation.median) },
      .number("M events/s") { Figures.millions(row($0, .wakeThroughput)?.operationsPerSecond) },
      .number("wake-up p50 ns") { Figures.single(row($0, .wakeLatency)?.latency?.p50Ns, step: step) },
      .number("p99 ns") { Figures.single(row($0, .wakeLatency)?.latency?.p99Ns, step: step) },
      .number("rounds") { row($0, .wakeRounds)?.wakeUps.map { Figures.count($0.rounds) } ?? Figures.absent },
      .number("lost in a million") { name in
        Figures.plain(
          row(name, .wakeRounds)?.wakeUps.map { Double($0.missed) / Double(max(1, $0.rounds)) * 1e6 })
      },
    ])
    return """
      The sleeping consumer: what the wake edge costs while nobody sleeps, and what it is for. p50 and p99 are of single \
      wake-ups, \(Figures.stepWords(step)).
      \(table.text(names))
      """
  }
}
