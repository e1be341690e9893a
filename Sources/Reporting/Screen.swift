/// What a report is printed on. Tables and lines are fitted to it; a file or a pipe has no width and gets all of them.
public struct Screen: Sendable {
  /// Characters in a line; nil: as many as a report needs.
  public var width: Int?
  public var hasColour: Bool

  public init(width: Int?, hasColour: Bool) { (self.width, self.hasColour) = (width, hasColour) }

  /// A file or a pipe.
  public static let unlimited = Screen(width: nil, hasColour: false)

  /// The one that reports are made for: unlimited unless the command says what it prints on.
  @TaskLocal public static var current = unlimited

  /// Breaks the lines of `text` that are longer than the screen at a space. What goes on is indented by two more than its line.
  public func fitted(_ text: String) -> String {
    guard let width, width > 10 else { return text }
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { broken($0, width) }
      .joined(separator: "\n")
  }

  private func broken(_ line: Substring, _ width: Int) -> String {
    if Tone.visibleCount(line) <= width { return String(line) }
    let indent = String(repeating: " ", count: min(width / 2, line.prefix { $0 == " " }.count + 2))
    var (lines, present, isFirst) = ([String](), "", true)
    for word in line.split(separator: " ", omittingEmptySubsequences: false) {
      if Tone.visibleCount(present) + 1 + Tone.visibleCount(word) > width,
        present.contains(where: { $0 != " " })
      {
        lines.append(present)
        (present, isFirst) = (indent + word, false)
      } else {
        present += (present.isEmpty && isFirst ? "" : present == indent ? "" : " ") + word
        isFirst = false
      }
    }
    return (lines + [present]).joined(separator: "\n")
  }
}

/// What a cell of a table tells at a glance, on a screen with colours. The words say the same: colour is never all there is.
enum Tone: String {
  case good = "32"
  case bad = "31"
  case caution = "33"
  /// Rows that cannot be told apart from the cheapest.
  case tie = "36"

  /// `text` in this colour, where the screen has colours (ECMA-48, SGR).
  func painted(_ text: String) -> String {
    Screen.current.hasColour ? "\u{1b}[\(rawValue)m\(text)\u{1b}[0m" : text
  }

  /// The characters of `text` that are seen: colours are not.
  static func visibleCount(_ text: some StringProtocol) -> Int {
    var (count, isCode) = (0, false)
    for character in text {
      if isCode {
        isCode = character != "m"
      } else if character == "\u{1b}" {
        isCode = true
      } else {
        count += 1
      }
    }
    return count
  }

  /// Of a verdict in words, as ``SummaryRecord/word(_:)`` prints it.
  static func ofVerdict(_ text: String) -> Tone? {
    if text.hasPrefix("clean here only") { return .caution }
    if text.hasPrefix("clean") { return text.contains("expected") ? .caution : .good }
    return ["violated", "hung", "crashed", "failed"].contains(where: text.hasPrefix) ? .bad : nil
  }

  /// Of a model's marks: violated where it claims to be correct, only where it does not, or nowhere.
  static func ofMarks(_ text: String) -> Tone? {
    if text.first == "-" { return .good }
    if text.hasPrefix("(") || text.hasPrefix("?") { return .caution }
    return text.contains(where: \.isLetter) ? .bad : nil
  }
}
