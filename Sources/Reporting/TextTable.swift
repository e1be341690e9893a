/// A table for people: columns as wide as they must be, numbers to the right.
struct TextTable<Row> {
  /// One column: its head, and what each row has there.
  struct Column {
    var head: String
    var isNumber: Bool
    /// The least width, characters.
    var minimumWidth = 0
    var cell: (Row) -> String

    /// A column of words.
    static func word(
      _ head: String, minimumWidth: Int = 0, _ cell: @escaping (Row) -> String
    ) -> Column {
      Column(head: head, isNumber: false, minimumWidth: minimumWidth, cell: cell)
    }

    /// A column of numbers.
    static func number(_ head: String, _ cell: @escaping (Row) -> String) -> Column {
      Column(head: head, isNumber: true, cell: cell)
    }
  }

  /// A text that stands in place of a row's cells in adjacent columns; it widens none of them.
  struct Span {
    var columns: ClosedRange<Int>
    var text: String
  }

  var columns: [Column]
  /// Spaces between two columns.
  var gap = 2
  /// The span of a row that has one.
  var spanning: (Row) -> Span? = { _ in nil }

  /// The table of `rows`, without a last line's end.
  func text(_ rows: some Sequence<Row>) -> String {
    let spans = rows.map(spanning)
    let cells = zip(rows, spans).map { row, span in
      columns.indices.map { span?.columns.contains($0) == true ? "" : columns[$0].cell(row) }
    }
    let widths = columns.indices.map { column in
      max(
        columns[column].minimumWidth, columns[column].head.count,
        cells.map { $0[column].count }.max() ?? 0)
    }
    func padded(_ text: String, to width: Int, isNumber: Bool = false) -> String {
      let padding = String(repeating: " ", count: max(0, width - text.count))
      return isNumber ? padding + text : text + padding
    }
    func line(_ cells: [String], _ span: Span? = nil) -> String {
      let parts = columns.indices.compactMap { column -> String? in
        guard let span, span.columns.contains(column) else {
          return padded(cells[column], to: widths[column], isNumber: columns[column].isNumber)
        }
        guard column == span.columns.lowerBound else { return nil }
        return padded(span.text, to: widths[span.columns].reduce(0, +) + gap * (span.columns.count - 1))
      }
      var line = parts.joined(separator: String(repeating: " ", count: gap))
      while line.last == " " { line.removeLast() }
      return line
    }
    return ([line(columns.map(\.head))] + zip(cells, spans).map { line($0, $1) })
      .joined(separator: "\n")
  }
}
