import Analysis
import RunRecord

/// A sweep for people: a line for each point of its axis, or a grid of its two axes. It ranks nothing.
struct SweepReport {
  private let summary: SummaryRecord
  private let swept: SweptRows
  private let workload: Workload

  /// Nil where the campaign is no sweep, or nothing was measured.
  init?(_ summary: SummaryRecord) {
    guard let swept = SweptRows(summary), let workload = swept.all.first?.key.workload else { return nil }
    (self.summary, self.swept, self.workload) = (summary, swept, workload)
  }

  /// The curve, what does not vary, and what the marks mean.
  var text: String {
    let otherStates = (summary.otherStates ?? []).compactMap { state in
      SweptRows(summary, state.rows).map { "\(state.title)\n\n\(curve($0))" }
    }
    return
      ([title, curve(swept)] + otherStates
      + [legend, summary.placementLines { $0 == workload }.joined(separator: "\n")])
      .filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  private var title: String {
    let axes = swept.axes.map(\.words).joined(separator: " and ")
    return "Sweep: \(workload.rawValue) along \(axes), \(unit)\nOther settings: \(others)"
  }

  private var unit: String {
    switch workload {
    case .handOff, .barrierCost: "ns for a push and a pop"
    case .roundTrip: "ns a round trip"
    default: "ns an event"
    }
  }

  /// The settings that are no axes. By default the turn follows the ring's size, and the index use the layout.
  private var others: String {
    let settings = SweepAxis.allCases.filter { !swept.axes.contains($0) && workload.varies(with: $0) }
    let words = settings.map { axis in
      let values = Set(swept.all.map { axis.value(of: $0.key) }).sorted().map(\.words)
      let between = axis.isOfNumbers ? " to " : " or "
      return
        "\(axis.words) \([values.first, values.dropFirst().last].compactMap(\.self).joined(separator: between))"
    }
    let barriers = swept.all.contains { $0.key.barriersAtRunTime } ? ["barriers read at run time"] : []
    return (words + barriers).joined(separator: ", ")
  }

  private func curve(_ swept: SweptRows) -> String {
    if swept.axes.count > 1 {
      return swept.strategies.map { grid(swept, of: $0) }.joined(separator: "\n\n")
    }
    let columns = swept.strategies.count > 1 ? figures(swept) : details(swept)
    return table(swept.axes[0], swept.values[0], columns)
  }

  private typealias Column = TextTable<SweepAxis.Value>.Column

  /// A column a strategy.
  private func figures(_ swept: SweptRows) -> [Column] {
    swept.strategies.map { strategy in .number(strategy) { Figures.alone(swept[strategy, $0]) } }
  }

  /// One strategy's figure, its parts, and the curve as bars.
  private func details(_ swept: SweptRows) -> [Column] {
    let strategy = swept.strategies.first ?? ""
    let bar = IntervalBar(swept.all.compactMap(\.figure))
    let columns: [Column] =
      figures(swept) + [
        .number("push ns", use: 1) { Figures.measured(swept[strategy, $0]?.pushNs) },
        .number("pop ns", use: 1) { Figures.measured(swept[strategy, $0]?.popNs) },
        .word("regime", use: 2) { swept[strategy, $0]?.observedRegime ?? Figures.absent },
        .word("with its interval", use: 0) { bar.text(swept[strategy, $0]?.figure) },
      ]
    return columns.filter { column in swept.values[0].contains { column.cell($0) != Figures.absent } }
  }

  /// The axis with more values goes down.
  private func grid(_ swept: SweptRows, of strategy: String) -> String {
    let isTurned = swept.values[1].count > swept.values[0].count
    let (down, across) = isTurned ? (1, 0) : (0, 1)
    let columns: [Column] = swept.values[across].map { column in
      .number("\(swept.axes[across].words) \(column.words)") { row in
        Figures.alone(isTurned ? swept[strategy, column, row] : swept[strategy, row, column])
      }
    }
    return "\(strategy):\n" + table(swept.axes[down], swept.values[down], columns)
  }

  private func table(_ axis: SweepAxis, _ values: [SweepAxis.Value], _ columns: [Column]) -> String {
    let head: Column = axis.isOfNumbers ? .number(axis.words, \.words) : .word(axis.words, \.words)
    return TextTable(columns: [head] + columns).text(values)
  }

  private var legend: String {
    let regimes =
      workload == .throughput
      ? " Free-running figures depend on the regime in which the two threads settle, as much as on the setting."
      : ""
    return
      "±: the 99 % confidence interval of the median over the rounds; ≈: too few rounds for a narrow one; ≤: at most, one thread's core "
      + "was slower than at its fastest in every round; \(Figures.absent): not measured, or in another state of the two CPUs "
      + "than the rest. Points whose intervals overlap may be alike. This is a curve and no ranking."
      + regimes
  }
}

extension SweepAxis {
  /// As tables call it.
  var words: String { self == .pairs ? "CPUs" : rawValue.replacing("-", with: " ") }

  /// Whether its values are numbers.
  var isOfNumbers: Bool { [.slots, .eventBytes, .batch, .turnEvents].contains(self) }
}
