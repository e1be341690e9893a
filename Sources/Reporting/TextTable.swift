/// A table for people: columns as wide as they must be, numbers to the right. It fits ``Screen/current``: columns of less use are
/// left out, and what is still too wide is printed in parts, each with the first column.
struct TextTable<Row> {
  /// One column: its head, and what each row has there.
  struct Column {
    var head: String
    var isNumber: Bool
    /// The least width, characters.
    var minimumWidth = 0
    /// Columns of a lower number are left out first where the screen is narrow; nil: never.
    var use: Int?
    /// The colour of a cell, by its text.
    var tone: (String) -> Tone? = { _ in nil }
    var cell: (Row) -> String

    /// A column of words.
    static func word(
      _ head: String, minimumWidth: Int = 0, use: Int? = nil,
      tone: @escaping (String) -> Tone? = { _ in nil },
      _ cell: @escaping (Row) -> String
    ) -> Column {
      Column(
        head: head, isNumber: false, minimumWidth: minimumWidth, use: use, tone: tone, cell: cell)
    }

    /// A column of numbers.
    static func number(_ head: String, use: Int? = nil, _ cell: @escaping (Row) -> String) -> Column {
      Column(head: head, isNumber: true, use: use, cell: cell)
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
  /// The span of a row that has one. Such a table is not fitted.
  var spanning: ((Row) -> Span?)?

  /// Whether a line stands between a row and the next.
  var isRuled: (Row, Row) -> Bool = { _, _ in false }

  /// The table of `rows`, without a last line's end.
  func text(_ rows: some Sequence<Row>) -> String {
    let rows = Array(rows)
    let spans = rows.map { spanning?($0) ?? nil }
    let cells = zip(rows, spans).map { row, span in
      columns.indices.map { span?.columns.contains($0) == true ? "" : columns[$0].cell(row) }
    }
    let widths = columns.indices.map { column in
      max(
        columns[column].minimumWidth, columns[column].head.count,
        cells.map { $0[column].count }.max() ?? 0)
    }
    let screen = spanning == nil ? Screen.current.width : nil
    let (shown, leftOut) = fitting(widths, on: screen)
    let parts = split(shown, widths, on: screen).map { part in
      var lines = [line(columns.map(\.head), part, widths)]
      for (index, row) in rows.enumerated() {
        if index > 0, isRuled(rows[index - 1], row) {
          lines.append(String(repeating: "─", count: width(part, widths)))
        }
        lines.append(line(cells[index], part, widths, spans[index], isPainted: true))
      }
      return lines.joined(separator: "\n")
    }
    let note =
      leftOut.isEmpty
      ? []
      : [
        "Left out for want of width: \(leftOut.map { columns[$0].head }.joined(separator: ", ")) (--wide has all)."
      ]
    return (parts + note).joined(separator: parts.count > 1 ? "\n\n" : "\n")
  }

  private func width(_ shown: some Collection<Int>, _ widths: [Int]) -> Int {
    shown.map { widths[$0] }.reduce(0, +) + gap * max(0, shown.count - 1)
  }

  /// The columns that are shown, and those left out: of least use first, until the rest fits or is all of use.
  private func fitting(_ widths: [Int], on screen: Int?) -> (shown: [Int], leftOut: [Int]) {
    guard let screen else { return (Array(columns.indices), []) }
    var leftOut: Set<Int> = []
    func shown() -> [Int] { columns.indices.filter { !leftOut.contains($0) } }
    while width(shown(), widths) > screen,
      let least = shown().filter({ columns[$0].use != nil })
        .min(by: { (columns[$0].use ?? 0, -$0) < (columns[$1].use ?? 0, -$1) })
    {
      leftOut.insert(least)
    }
    return (shown(), leftOut.sorted())
  }

  /// The columns in as many parts as the screen needs; each has the first column.
  private func split(_ shown: [Int], _ widths: [Int], on screen: Int?) -> [[Int]] {
    guard let screen, let first = shown.first else { return [shown] }
    var parts = [[first]]
    for column in shown.dropFirst() {
      let last = parts.count - 1
      if parts[last].count > 1, width(parts[last] + [column], widths) > screen {
        parts.append([first, column])
      } else {
        parts[last].append(column)
      }
    }
    return parts
  }

  private func line(
    _ cells: [String], _ shown: [Int], _ widths: [Int], _ span: Span? = nil, isPainted: Bool = false
  ) -> String {
    // Blanks at the end of a line are left out: the last column's, and those before it where it is empty.
    let last = shown.last { !cells[$0].isEmpty || span?.columns.contains($0) == true } ?? shown.first ?? 0
    let parts = shown.filter { $0 <= last }.compactMap { column -> String? in
      if let span, span.columns.contains(column) {
        guard column == span.columns.lowerBound else { return nil }
        let width = widths[span.columns].reduce(0, +) + gap * (span.columns.count - 1)
        return Self.padded(span.text, to: span.columns.contains(last) ? 0 : width)
      }
      let cell = cells[column]
      let painted = isPainted ? columns[column].tone(cell)?.painted(cell) ?? cell : cell
      let width = column == last && !columns[column].isNumber ? 0 : widths[column]
      return Self.padded(
        painted, to: width + painted.count - cell.count, isNumber: columns[column].isNumber)
    }
    return parts.joined(separator: String(repeating: " ", count: gap))
  }

  private static func padded(_ text: String, to width: Int, isNumber: Bool = false) -> String {
    let padding = String(repeating: " ", count: max(0, width - text.count))
    return isNumber ? padding + text : text + padding
  }
}
