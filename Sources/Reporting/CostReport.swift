import AIORing
import Algorithms
import Analysis
import RunRecord

/// What each strategy costs here: one table for each kind of ring on each pair of CPUs.
struct CostReport {
  let summary: SummaryRecord

  /// The ring, the CPUs and the payload stores of one table.
  private struct Table: Hashable {
    var layout: LayoutKind
    var indexUse: IndexUseKind
    var payloadStores: PayloadStoreKind
    var slots: Int
    var batch: Int
    var producerCpu: Int
    var consumerCpu: Int
    var distance: String

    /// Nil for a lower bound.
    init?(_ row: RowKey) {
      guard let ring = row.ring else { return nil }
      (layout, indexUse, payloadStores) = (ring.layout, ring.indexUse, ring.payloadStores)
      (slots, batch) = (row.slots, row.batch)
      (producerCpu, consumerCpu, distance) = (row.producerCpu, row.consumerCpu, row.distance)
    }

    var title: String {
      "Cost: layout \(layout.rawValue), index use \(indexUse.rawValue), \(payloadStores.rawValue) stores, \(slots) slots"
        + (batch > 1 ? ", published every \(batch)" : "")
        + "; producer on CPU \(producerCpu), consumer on CPU \(consumerCpu) (\(distance))"
    }
  }

  /// One strategy's rows in a table.
  struct Line {
    var strategy: String
    var rows: [SummaryRow]
    /// A push and a pop of the ring without barriers, ns; nil where it was not measured, or only on a slow core.
    var none: Double?

    /// One thread's push and pop over the ring without barriers: the ratio of the lower quartiles over the rounds, since
    /// other load on the core only adds time.
    var overNone: Double? {
      guard let own = row(.barrierCost), own.slowCore == nil, let none, none > 0 else { return nil }
      return own.nsPerOperation.low / none
    }

    /// The row of a workload with one pacing.
    func row(_ workload: Workload, _ pacing: Pacing = .freeRunning, checking: Bool? = nil) -> SummaryRow? {
      rows.first {
        $0.key.workload == workload && $0.key.pacing == pacing && $0.rounds > 0
          && (checking == nil || $0.key.checking == checking)
      }
    }

    /// Throughput with each event checked.
    func throughput(_ pacing: Pacing) -> SummaryRow? { row(.throughput, pacing, checking: true) }
  }

  /// All tables, and the lower bounds under them.
  var text: String {
    let costs = summary.rows.filter { !$0.key.workload.isLowerBound && !$0.key.workload.hasSleeper }
    // Small rings are only checked; costs are those of the ring size that all workloads share.
    let measured = Set(costs.filter { $0.key.workload != .throughput }.compactMap { Table($0.key) })
    let tables = costs.compactMap { Table($0.key) }.uniqued()
      .filter { measured.isEmpty || measured.contains($0) }
      .sorted { ($0.layout.rawValue, $0.indexUse.rawValue) < ($1.layout.rawValue, $1.indexUse.rawValue) }
    let parts = tables.map { table -> String in
      let own = costs.filter { Table($0.key) == table }
      let names = own.compactMap(\.key.strategy).uniqued()
      let none = own.first { $0.key.strategy == "none" && $0.key.workload == .barrierCost && $0.rounds > 0 }
      let lines = names.map { name in
        Line(
          strategy: name, rows: own.filter { $0.key.strategy == name },
          none: none?.slowCore == nil ? none?.nsPerOperation.low : nil)
      }
      return table.title + "\n" + Self.table(for: lines).text(lines)
    }
    return (parts + [parts.isEmpty ? "" : Self.legend, WakeUpReport(summary: summary).text, lowerBounds])
      .filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  private static func table(for lines: [Line]) -> TextTable<Line> {
    let all = columns
    return TextTable(
      columns: all.filter { column in
        column.head == "strategy" || lines.contains { column.cell($0) != Figures.absent }
      })
  }

  private static var columns: [TextTable<Line>.Column] {
    [
      .word("strategy") { $0.strategy },
      .number("push+pop ns") { Figures.alone($0.row(.barrierCost)) },
      .number("×none") { Figures.times($0.overNone) },
      .number("free M/s") { Figures.millions($0.throughput(.freeRunning)?.operationsPerSecond) },
      .word("regime") { $0.throughput(.freeRunning)?.polls.map { Regime($0).rawValue } ?? Figures.absent },
      .number("empty/ev") { Figures.plain($0.throughput(.freeRunning)?.polls?.emptyPerEvent) },
      .number("full/ev") { Figures.plain($0.throughput(.freeRunning)?.polls?.fullPerEvent) },
      .number("batch") { Figures.plain($0.throughput(.freeRunning)?.polls?.meanBatch) },
      .number("×line") { Figures.times($0.throughput(.freeRunning)?.ratioToLowerBound?.median) },
      .number("unchecked M/s") {
        Figures.millions($0.row(.throughput, checking: false)?.operationsPerSecond)
      },
      .number("prod.-bound") { Figures.millions($0.throughput(.producerBound)?.operationsPerSecond) },
      .number("cons.-bound") { Figures.millions($0.throughput(.consumerBound)?.operationsPerSecond) },
      .number("balanced") { Figures.millions($0.throughput(.balanced)?.operationsPerSecond) },
      .number("round trip p50") { Figures.plain($0.row(.roundTrip)?.latency?.p50Ns) },
      .number("p99") { Figures.plain($0.row(.roundTrip)?.latency?.p99Ns) },
      .number("p99.9") { Figures.plain($0.row(.roundTrip)?.latency?.p999Ns) },
      .number("×bounce") { Figures.times($0.row(.roundTrip)?.ratioToLowerBound?.median) },
      .number("one way p50") { Figures.plain($0.row(.oneWay)?.latency?.p50Ns) },
      .number("p99") { Figures.plain($0.row(.oneWay)?.latency?.p99Ns) },
    ]
  }

  private static let legend = """
    push+pop: one thread, no coherence traffic; the cleanest ranking of barriers; the lower quartile over the \
    rounds, since whatever else runs on the core only adds; ≤: its core was slower than at its fastest in all of \
    them. A few tenths of a ns are how the compiler chose its registers. \
    M/s: million events a second in the regime named; free-running, two threads settle in a regime by themselves, \
    and it decides their figure more than the barrier does. unchecked: the same without checking each event. \
    Latencies in ns; one way: at half the peak rate, from the time each event was due.
    """

  private var lowerBounds: String {
    let rows = summary.rows.filter { $0.key.workload.isLowerBound && $0.rounds > 0 }
    guard !rows.isEmpty else { return "" }
    let words = rows.map { row -> String in
      let place =
        row.key.workload == .clock ? "" : " on CPUs \(row.key.producerCpu):\(row.key.consumerCpu)"
      return "\(row.key.workload.rawValue) \(Figures.plain(row.nsPerOperation.median)) ns\(place)"
    }
    return "Lower bounds, same rounds: " + words.joined(separator: ", ")
  }
}
