import Topology

/// What a line takes between the CPUs of many pairs, for people.
public enum PairMatrixReport {
  /// The matrix, a row and a column for each CPU, then each class in a row.
  public static func text(_ figures: [PairFigure]) -> String {
    var nanoseconds: [Set<CPU>: Double] = [:]
    for figure in figures {
      nanoseconds[[figure.pair.producer, figure.pair.consumer]] = figure.roundTripNs
    }
    let cpus = Set(nanoseconds.keys.joined()).sorted()
    let matrix = TextTable<CPU>(
      columns: [.number("CPU", \.description)]
        + cpus.map { column in
          .number("\(column)") { row in
            nanoseconds[[row, column]].map { Figures.plain($0) } ?? Figures.absent
          }
        })
    return Figures.withLegend(
      """
      A line's round trip between two CPUs, ns, the median:
      \(matrix.text(cpus))

      \(classes(figures))
      """)
  }

  private static func classes(_ figures: [PairFigure]) -> String {
    let byClass = Dictionary(grouping: figures, by: \.pair.pairClass)
      .mapValues { $0.map(\.roundTripNs).sorted() }
    return TextTable<PairClass>(columns: [
      .word("distance class", \.name),
      .number("pairs") { "\(byClass[$0]?.count ?? 0)" },
      .number("least ns") { Figures.plain(byClass[$0]?.first) },
      .number("median ns") { key in Figures.plain(byClass[key].map { $0[$0.count / 2] }) },
      .number("most ns") { Figures.plain(byClass[$0]?.last) },
    ]).text(byClass.keys.sorted())
  }
}
