import AIORing
import Algorithms
import Analysis
import RunRecord

/// What each strategy costs here: one table for each kind of ring on each pair of CPUs.
struct CostReport {
  let summary: SummaryRecord

  /// The ring and the payload stores of one table.
  private struct Table: Hashable {
    var layout: LayoutKind
    var indexUse: IndexUseKind
    var payloadStores: PayloadStoreKind
    var sharing: RowSharing?
    var setting: RingSetting

    /// Nil for a lower bound.
    init?(_ row: RowKey) {
      guard let ring = row.ring else { return nil }
      (layout, indexUse, payloadStores) = (ring.layout, ring.indexUse, ring.payloadStores)
      (sharing, setting) = (row.sharing, RingSetting(row))
    }

    var title: String {
      "Cost: layout \(layout.rawValue), index use \(indexUse.rawValue), \(payloadStores.rawValue) stores, \(setting.events)"
        + "\(setting.slots) slots"
        + (sharing?.kind.map { ", \(setting.producers) producers by \($0.rawValue)" } ?? "")
        + (setting.batch > 1 ? ", published every \(setting.batch)" : "")
        + "; \(setting.cpus)"
    }
  }

  /// One strategy's rows in a table.
  struct Line {
    var strategy: String
    var isNegativeControl: Bool
    var rows: [SummaryRow]
    var places: Places
    /// Of a ring that is not of the catalogue: it has no place.
    var isWrong = false

    var name: String { isNegativeControl ? "\(strategy) again" : strategy }

    /// The row of a workload with one pacing.
    func row(_ workload: Workload, _ pacing: Pacing = .freeRunning, checking: Bool? = nil) -> SummaryRow? {
      rows.first {
        $0.key.workload == workload && $0.key.pacing == pacing && $0.rounds > 0
          && (checking == nil || $0.key.checking == checking)
      }
    }

    func place(_ workload: Workload) -> Place? { row(workload).flatMap { places[$0.key] } }

    /// Throughput with each event checked.
    func throughput(_ pacing: Pacing) -> SummaryRow? { row(.throughput, pacing, checking: true) }
  }

  /// All tables, and the lower bounds under them.
  var text: String {
    // What ranks nothing is no easier to read state by state; the files have it.
    let others = (summary.otherStates ?? []).filter(\.placement.workload.ranks)
    let parts = tables(of: summary.rows) + others.flatMap(tables)
    return
      (parts + [parts.isEmpty ? "" : legend, trust, WakeUpReport(summary: summary).text, lowerBounds])
      .filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  /// The tables of another state than the one that most trials were in.
  private func tables(of state: OtherState) -> [String] {
    tables(of: state.rows).map { "\(state.title)\n\($0)" }
  }

  private func tables(of rows: [SummaryRow]) -> [String] {
    let costs = rows.filter { !$0.key.workload.isLowerBound && !$0.key.workload.hasSleeper }
    // Small rings are only checked; costs are those of the ring size that all workloads share.
    let measured = Set(costs.filter { $0.key.workload != .throughput }.compactMap { Table($0.key) })
    let tables = costs.compactMap { Table($0.key) }.uniqued()
      .filter { measured.isEmpty || measured.contains($0) }
      .sorted { ($0.layout.rawValue, $0.indexUse.rawValue) < ($1.layout.rawValue, $1.indexUse.rawValue) }
    let places = Places(rows)
    return tables.map { table -> String in
      let own = costs.filter { Table($0.key) == table }
      let lines = Dictionary(grouping: own.filter { $0.key.strategy != nil }) {
        Twin(strategy: $0.key.strategy ?? "", isNegativeControl: $0.key.isNegativeControl)
      }.map {
        Line(strategy: $0.strategy, isNegativeControl: $0.isNegativeControl, rows: $1, places: places)
      }
      return table.title + "\n" + self.table(for: lines).text(Self.sorted(lines))
    }
  }

  private struct Twin: Hashable { var strategy: String, isNegativeControl: Bool }

  /// The cheapest first; a negative control stands under the row that it repeats.
  private static func sorted(_ lines: [Line]) -> [Line] {
    let originals = lines.filter { !$0.isNegativeControl }.sorted(by: isCheaper)
    let controls = lines.filter(\.isNegativeControl)
    return originals.flatMap { original in [original] + controls.filter { $0.strategy == original.strategy } }
      + controls.filter { control in !originals.contains { $0.strategy == control.strategy } }
  }

  /// By the first cost of a table that both have.
  static func isCheaper(_ first: Line, _ second: Line) -> Bool {
    for workload in Workload.allCases where workload.ranks {
      if let one = first.row(workload)?.figure?.median, let other = second.row(workload)?.figure?.median {
        return (one, first.name) < (other, second.name)
      }
    }
    let names = Catalogue.entries.map(\.name)
    return (names.firstIndex(of: first.strategy) ?? 0, first.name)
      < (names.firstIndex(of: second.strategy) ?? 0, second.name)
  }

  func table(for lines: [Line]) -> TextTable<Line> {
    let all = columns
    return TextTable(
      columns: all.filter { column in
        column.head == "strategy" || lines.contains { ![Figures.absent, ""].contains(column.cell($0)) }
      }, isRuled: { Place.isLine(between: $0.place(.handOff), and: $1.place(.handOff)) })
  }

  private var columns: [TextTable<Line>.Column] {
    [
      .word("strategy", \.name),
      .number("hand-off ns") { Figures.measured($0.row(.handOff)?.figure) },
      .word("place", tone: Place.tone) { Self.place($0, .handOff) },
      .number("×none") { Figures.measured($0.row(.handOff)?.overNone) },
      .number("push ns", use: 6) { Figures.measured($0.row(.handOff)?.pushNs) },
      .number("pop ns", use: 6) { Figures.measured($0.row(.handOff)?.popNs) },
      .number("round trip ns") { Figures.measured($0.row(.roundTrip)?.figure) },
      .word("place", use: 7, tone: Place.tone) { Self.place($0, .roundTrip) },
      .number("p50", use: 3) { single($0.row(.roundTrip)?.latency?.p50Ns) },
      .number("p99", use: 3) { single($0.row(.roundTrip)?.latency?.p99Ns) },
      .number("one thread ns", use: 4) { Figures.alone($0.row(.barrierCost)) },
      .word("place", use: 2, tone: Place.tone) { Self.place($0, .barrierCost) },
      .number("unloaded ns", use: 5) { Figures.measured($0.row(.offeredLoad)?.load?.unloadedNs) },
      .number("sustained M/s", use: 5) {
        Figures.measured($0.row(.offeredLoad)?.load?.sustainedPerSecond, scale: 1e-6)
      },
      .number("free-running M/s", use: 2) { Figures.range($0.throughput(.freeRunning)) },
      .word("regime", use: 1) {
        $0.throughput(.freeRunning)?.polls.map { Regime($0).rawValue } ?? Figures.absent
      },
      .number("unchecked M/s", use: 1) { Figures.range($0.row(.throughput, checking: false)) },
      .number("prod.-bound", use: 0) { Figures.range($0.throughput(.producerBound)) },
      .number("cons.-bound", use: 0) { Figures.range($0.throughput(.consumerBound)) },
      .number("balanced", use: 0) { Figures.range($0.throughput(.balanced)) },
      .word("ordered by", use: 8) { line in line.rows.lazy.compactMap(\.orderedBy).first ?? Figures.absent },
    ]
  }

  private static func place(_ line: Line, _ workload: Workload) -> String {
    line.isWrong && line.row(workload) != nil
      ? Place.wrong : line.isNegativeControl ? "" : line.place(workload)?.text ?? ""
  }

  private func single(_ ns: Double?) -> String { Figures.single(ns, step: clockStepNs) }

  private var clockStepNs: Double? { summary.campaign.environment.clockStepNs }

  private var legend: String {
    """
    ±: the 99 % confidence interval of the median over the rounds; ≈: too few rounds for a narrow one. \(Place.legend) again: the \
    negative control, the same code measured as a second row.
    hand-off: a push and a pop of an event, the two sides in turn, so that each cache line travels once each way; ×none: \
    over the strategy none beside it. round trip: the mean over a burst; p50 and p99 are of single ones, \
    \(Figures.stepWords(clockStepNs)). one thread: push and pop without another CPU. unloaded: one way at the lowest \
    rates, from the time each event was due; sustained: the highest rate at which the ring never filled and 99 of 100 \
    events arrived within 100 µs. free-running: the middle half of the rounds; it ranks nothing, since the regime in which \
    two threads settle decides it more than the barriers do. ordered by: the instructions that stand at the edges on this CPU.
    """
  }

  /// What is known of the figures' trustworthiness: the negative controls, and the placement.
  private var trust: String {
    let rankings = (summary.rankings ?? []).compactMap { ranking -> String? in
      guard let control = ranking.negativeControl else { return nil }
      let name =
        "\(ranking.key.workload.rawValue), \(ranking.key.ring.map { "layout \($0.layout.rawValue)" } ?? "rings and peers")"
      return ranking.isUntrustworthy
        ? "NOT TO BE TRUSTED: \(name): two rows with the same code differ by a factor of \(Figures.measured(control))"
        : "Negative control, \(name): \(Figures.measured(control)) times the row that it repeats"
    }
    let placements = summary.placementLines(of: \.ranks)
    return (rankings + placements).joined(separator: "\n")
  }

  private var lowerBounds: String {
    let rows = summary.rows.filter { $0.key.workload.isLowerBound && $0.rounds > 0 }
    guard !rows.isEmpty else { return "" }
    let words = rows.map { row -> String in
      let place =
        row.key.workload == .clock ? "" : " on CPUs \(row.key.producerCpu):\(row.key.consumerCpu)"
      return "\(row.key.workload.rawValue) \(Figures.measured(row.figure)) ns\(place)"
    }
    return "Lower bounds, same rounds: " + words.joined(separator: ", ")
  }
}
