import AIORing
import Algorithms
import Analysis
import RunRecord
import WeakMemory

/// The table that a run ends with: what each strategy costs here, whether it is correct here, and whether it is
/// correct elsewhere.
struct ClosingTable {
  let summary: SummaryRecord
  private let places: Places
  private let wrongPeers: Set<String>
  /// In which ring each workload is shown.
  private let rings: [Workload: MeasuredRing]

  init(summary: SummaryRecord) {
    self.summary = summary
    wrongPeers = summary.wrongPeers
    places = Places(summary.rows, withoutPlace: wrongPeers)
    rings = Dictionary(
      uniqueKeysWithValues: Workload.allCases.compactMap { workload in
        summary.ringOfTable(workload).map { (workload, $0) }
      })
  }

  /// The table and its legend.
  var text: String {
    let names = summary.strategies.sorted { order($0) < order($1) }
    let models = Array(summary.architectures.map(\.model).uniqued())
    let answer = summary.answer.map { AnswerInWords(answer: $0, summary: summary).text } ?? ""
    // Costs and verdicts are tables of their own where the screen is too narrow for both.
    let tables =
      Screen.current.width == nil
      ? [table(columns + models.map(column))]
      : [table(columns + [bar(names)]), TextTable(columns: [columns[0]] + models.map(column))]
        .filter { $0.columns.count > 1 }
    return ([answer] + tables.map { $0.text(names) } + [legend(names, models)]).filter { !$0.isEmpty }
      .joined(separator: "\n\n")
  }

  private func table(_ columns: [TextTable<String>.Column]) -> TextTable<String> {
    TextTable(
      columns: columns,
      isRuled: { Place.isLine(between: place($0, .handOff), and: place($1, .handOff)) })
  }

  func place(_ name: String, _ workload: Workload) -> Place? {
    row(name, workload).flatMap { places[$0.key] }
  }

  private var columns: [TextTable<String>.Column] {
    [
      .word("strategy") { $0 },
      .number("hand-off ns") { Figures.measured(row($0, .handOff)?.figure) },
      .word("place", tone: Place.tone) {
        place($0, .handOff)?.text ?? (wrongPeers.contains($0) ? Place.wrong : Figures.absent)
      },
      .number("×none") { Figures.measured(row($0, .handOff)?.overNone) },
      .number("round trip ns", use: 5) { Figures.measured(row($0, .roundTrip)?.figure) },
      .number("sustained M/s", use: 4) {
        Figures.measured(row($0, .offeredLoad)?.load?.sustainedPerSecond, scale: 1e-6)
      },
      .number("events checked", use: 2) { name in
        Figures.count(verdicts(name).filter { $0.subject == .events }.reduce(0) { $0 + $1.checked })
      },
      .word("here", tone: Tone.ofVerdict) { word($0, .events, .ordinary) },
      .word("streaming", use: 1, tone: Tone.ofVerdict) { word($0, .events, .streaming) },
      .word("wake-ups", use: 3, tone: Tone.ofVerdict) { word($0, .wakeUps, .ordinary) },
    ]
  }

  private func column(_ model: Model) -> TextTable<String>.Column {
    .word(model.rawValue, tone: Tone.ofMarks) { marks($0, model).text }
  }

  private func bar(_ names: [String]) -> TextTable<String>.Column {
    let bar = IntervalBar(names.compactMap { row($0, .handOff)?.figure })
    return .word("hand-off, with its interval", use: 0) { bar.text(row($0, .handOff)?.figure) }
  }

  private func marks(_ strategy: String, _ model: Model) -> VerdictMarks {
    VerdictMarks(
      verdicts: summary.architectures.filter { $0.strategy == strategy && $0.model == model },
      shapes: Array(summary.architectures.compactMap(\.shape).uniqued()))
  }

  /// The row with the most slots, in the ring that all strategies are shown in.
  func row(_ name: String, _ workload: Workload) -> SummaryRow? {
    summary.rows.first {
      $0.key.strategy == name && $0.key.workload == workload && $0.key.pacing == .freeRunning
        && ($0.key.isPeer || rings[workload]?.isOf($0.key) == true)
        && ($0.key.checking || workload != .throughput)
        && ($0.key.isPeer || $0.key.ring?.payloadStores == .ordinary)
        && $0.rounds > 0 && !$0.key.isNegativeControl
    }
  }

  /// By what the table is sorted: the place in the first ranking that has the strategy, or its figure where nothing ranks.
  private func order(_ name: String) -> (place: Int, ns: Double) {
    let ranked = Workload.allCases.lazy.filter(\.ranks).compactMap { row(name, $0) }.first
    return (ranked.flatMap { places[$0.key]?.number } ?? .max, ranked?.figure?.median ?? .infinity)
  }

  private func verdicts(_ name: String) -> [NativeVerdict] {
    summary.verdicts.filter { $0.strategy == name }
  }

  private func word(_ name: String, _ subject: NativeVerdict.Subject, _ stores: PayloadStoreKind) -> String {
    let verdict = verdicts(name).first { $0.subject == subject && $0.payloadStores == stores }
    return verdict.map { summary.word($0) } ?? Figures.absent
  }

  /// What the columns and words of a table of strategies mean.
  static let wordsLegend = """
    hand-off: a push and a pop of an event, the two sides in turn; ×none: over no barriers at all. \(Place.legend) round \
    trip: the mean over a burst. sustained: offered load at which the ring never filled and 99 of 100 events arrived within 100 µs. ±: 99 % \
    intervals; ≈: too few rounds for a narrow one; ≤: at most, one thread's core was slower than at its fastest in every round.
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
    let shown = Workload.allCases.lazy.filter(\.ranks).compactMap { workload in
      self.summary.rows.first { $0.key.workload == workload && rings[workload]?.isOf($0.key) == true }?.key
    }.first
    guard let shown, let ring = shown.ring else { return "ring" }
    return "\(ring.layout.rawValue) ring, \(ring.indexUse.rawValue) index, \(shown.slots) slots"
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
