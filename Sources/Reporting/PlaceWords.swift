import Analysis

extension Place {
  /// As tables print it: `4 (1–22)`; without parentheses where it is told apart from every other row.
  var text: String {
    alike.count == 1 ? "\(number)" : "\(number) (\(alike.lowerBound)–\(alike.upperBound))"
  }

  /// What stands in its place for a ring that is wrong.
  static let wrong = "wrong"

  /// The colour of such a text, if it is of a row that cannot be told apart from the cheapest.
  static func tone(_ text: String) -> Tone? { text == "1" || text.contains("(1–") ? .tie : nil }

  /// Whether a table in the order of places has a line between two rows: where a block ends, unless both are of one row.
  static func isLine(between first: Place?, and second: Place?) -> Bool {
    guard let first, let second, first.block != second.block else { return false }
    return first.block.count > 1 || second.block.count > 1
  }

  /// What the text means, for a legend.
  static let legend = """
    place: 1 is the cheapest; in parentheses, from which place to which all rows stand that cannot be told apart from it: it \
    differs from every row outside (1 % error for all pairs of the table together). A line: all rows above it differ from all \
    below.
    """
}
