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

  var columns: [Column]
  /// Spaces between two columns.
  var gap = 2

  /// The table of `rows`, without a last line's end.
  func text(_ rows: some Sequence<Row>) -> String {
    let cells = rows.map { row in columns.map { $0.cell(row) } }
    let widths = columns.indices.map { column in
      max(
        columns[column].minimumWidth, columns[column].head.count,
        cells.map { $0[column].count }.max() ?? 0)
    }
    func line(_ cells: [String]) -> String {
      let padded = columns.indices.map { column in
        let padding = String(repeating: " ", count: widths[column] - cells[column].count)
        return columns[column].isNumber ? padding + cells[column] : cells[column] + padding
      }
      var line = padded.joined(separator: String(repeating: " ", count: gap))
      while line.last == " " { line.removeLast() }
      return line
    }
    return ([line(columns.map(\.head))] + cells.map(line)).joined(separator: "\n")
  }
}
