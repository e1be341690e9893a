import AIORing
import Algorithms
import Analysis
import RunRecord
import WeakMemory

/// The table that a run ends with: what each strategy costs here, whether it is correct here, and whether it is
/// correct elsewhere.
struct ClosingTable {
  let summary: SummaryRecord

  /// The table and its legend.
  var text: String {
    let names = summary.strategies
    let models = Array(summary.architectures.map(\.model).uniqued())
    let table = TextTable<String>(columns: columns + models.map(column))
    return [table.text(names), legend(names, models)].filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  private var columns: [TextTable<String>.Column] {
    [
      .word("strategy") { $0 },
      .number("push+pop ns") { Figures.alone(row($0, .barrierCost)) },
      .number("M events/s") { Figures.millions(throughput($0)?.operationsPerSecond) },
      .word("regime") { throughput($0)?.polls.map { Regime($0).rawValue } ?? Figures.absent },
      .number("×bound") { Figures.times(throughput($0)?.ratioToLowerBound?.median) },
      .number("round trip ns") { Figures.plain(roundTrip($0)?.latency?.p50Ns) },
      .number("×bound") { Figures.times(roundTrip($0)?.ratioToLowerBound?.median) },
      .number("events checked") { name in
        Figures.count(verdicts(name).filter { $0.subject == .events }.reduce(0) { $0 + $1.checked })
      },
      .word("here") { word($0, .events, .ordinary) },
      .word("streaming") { word($0, .events, .streaming) },
      .word("wake-ups") { word($0, .wakeUps, .ordinary) },
    ]
  }

  private func column(_ model: Model) -> TextTable<String>.Column {
    .word(model.rawValue) { marks($0, model).text }
  }

  private func marks(_ strategy: String, _ model: Model) -> VerdictMarks {
    VerdictMarks(
      verdicts: summary.architectures.filter { $0.strategy == strategy && $0.model == model },
      shapes: Array(summary.architectures.compactMap(\.shape).uniqued()))
  }

  /// The row with the most slots, in the layout that comes last: padded, if it was measured.
  func row(_ name: String, _ workload: Workload) -> SummaryRow? {
    let rows = summary.rows.filter {
      $0.key.strategy == name && $0.key.workload == workload && $0.key.pacing == .freeRunning
        && ($0.key.checking || workload != .throughput) && $0.key.ring?.payloadStores == .ordinary
        && $0.rounds > 0
    }
    let layout = summary.rows.last { $0.key.workload == workload && $0.key.ring != nil }?.key.ring?.layout
    return rows.first { $0.key.ring?.layout == layout } ?? rows.last
  }

  private func throughput(_ name: String) -> SummaryRow? { row(name, .throughput) }
  private func roundTrip(_ name: String) -> SummaryRow? { row(name, .roundTrip) }

  private func verdicts(_ name: String) -> [NativeVerdict] {
    summary.verdicts.filter { $0.strategy == name }
  }

  private func word(_ name: String, _ subject: NativeVerdict.Subject, _ stores: PayloadStoreKind) -> String {
    let verdict = verdicts(name).first { $0.subject == subject && $0.payloadStores == stores }
    return verdict.map { summary.word($0) } ?? Figures.absent
  }

  /// What the columns and words of a table of strategies mean.
  static let wordsLegend = """
    push+pop: one thread, what the barriers cost by themselves; ≤: at most, its core was slower than at its fastest in \
    every round. M events/s and round trip: free-running, two threads, every event checked; ×bound: over the lower \
    bound, one fresh line a message, or one line bounced, in the same rounds.
    clean: no bad event in those checked. clean here only: this CPU does not reorder these accesses; a model column says \
    where it is broken. violated: bad events seen. In parentheses: what was expected instead. \(Figures.absentLegend)
    """

  private func legend(_ names: [String], _ models: [Model]) -> String {
    "All figures are of the \(shape). " + Self.wordsLegend
      + (models.isEmpty
        ? ""
        : "\n\nModel columns, as `ringbench verify` has them:\n"
          + VerdictMarks.legend(names.flatMap { name in models.map { marks(name, $0) } })
          .joined(separator: "\n"))
  }

  private var shape: String {
    guard let key = summary.rows.last(where: { $0.key.workload == .roundTrip })?.key, let ring = key.ring
    else {
      return "ring"
    }
    return "\(ring.layout.rawValue) ring, \(ring.indexUse.rawValue) index, \(key.slots) slots"
  }
}

extension SummaryRecord {
  /// The strategies that were run, in the rows' order.
  var strategies: [String] { Array(rows.compactMap(\.key.strategy).uniqued()) }

  /// A verdict as tables print it.
  func word(_ verdict: NativeVerdict) -> String {
    let remark =
      switch verdict.grade {
      case .asExpected: ""
      case .notSeen: " (expected violated)"
      case .unexpected: " (expected \(verdict.expected.rawValue))"
      }
    let isWeak =
      verdict.seen == .clean && verdict.subject == .events && verdict.payloadStores == .ordinary
      && isBrokenElsewhere(verdict.strategy)
    return verdict.seen.rawValue + (isWeak ? " here only" : "") + remark
  }

  /// Whether the memory model of another machine allows a bad event.
  func isBrokenElsewhere(_ strategy: String) -> Bool {
    architectures.contains {
      $0.strategy == strategy && $0.verdict == .allowed && $0.shape != .wakeSleep
    }
  }
}
