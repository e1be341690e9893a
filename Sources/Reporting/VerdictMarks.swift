import AIORing
import Algorithms
import RunRecord
import WeakMemory

/// What the checker found for one strategy under one model, in a few characters: the same marks in every table.
struct VerdictMarks {
  /// A verdict for each shape that was judged.
  let verdicts: [VerificationRecord]
  /// The shapes that the table is about.
  let shapes: [RingShape]

  /// The cell of a table.
  var text: String {
    let claimed = verdicts.filter { $0.isViolated && $0.claimed }
    let unclaimed = verdicts.filter { $0.isViolated && !$0.claimed }
    let further = Self.letters(unclaimed).filter { !Self.letters(claimed).contains($0) }
    var text = Self.letters(claimed) + (further.isEmpty ? "" : "(\(further))")
    if verdicts.contains(where: { $0.verdict == .unknown }) { text += "?" }
    if verdicts.contains(where: { $0.dataRace == true }) { text += "*" }
    if text.isEmpty, !verdicts.isEmpty { text = "-" }
    return text + (isComplete ? "" : Self.notJudged)
  }

  /// A shape was not judged.
  private static let notJudged = "·"

  /// The initials of the edges that lack an order, and `!` for a violation that is owed to none.
  private static func letters(_ violated: [VerificationRecord]) -> String {
    let missing = Set(violated.flatMap(\.missingEdges))
    return Edge.allCases.filter(missing.contains).map { $0.rawValue.prefix(1).uppercased() }.joined()
      + (violated.contains { $0.missingEdges.isEmpty && $0.reason == nil } ? "!" : "")
      + (violated.contains { $0.reason != nil } ? "X" : "")
  }

  /// Whether every shape of the table was judged. A verdict without a shape is on all that the strategy claims.
  private var isComplete: Bool {
    guard !verdicts.isEmpty else { return false }
    let judged = verdicts.map(\.shape)
    return judged.contains(nil) || shapes.allSatisfy(judged.contains)
  }

  /// What the marks of a table mean, a line each; those that are rare only where they occur. `cells` are the table's,
  /// `reasons` those for an unknown verdict.
  static func legend(_ cells: [VerdictMarks], reasons: [String] = []) -> [String] {
    let shapes = cells.flatMap(\.shapes).uniqued().map(\.rawValue).joined(separator: ", ")
    let texts = cells.map(\.text)
    func lines(_ mark: Character, _ meaning: String) -> [String] {
      texts.contains { $0.contains(mark) } ? ["\(mark)  \(meaning)"] : []
    }
    return [
      "-  no violation in any execution" + (shapes.isEmpty ? "" : " of: \(shapes)"),
      "C P O R W S  violated; an order is missing at claim, publish, observe, retire, wake, sleep",
    ]
      + (texts.contains { $0.contains("(") }
        ? ["( )  violated where the strategy does not claim to be correct"] : [])
      + lines("!", "violated, and no barrier at an edge would help")
      + lines("X", "a ring of the program's own is wrong: `verify NAME --witness` shows an execution")
      + lines(
        "?", "unknown: " + (reasons.isEmpty ? "a search was cut short" : reasons.joined(separator: "; ")))
      + lines("*", "with plain payload accesses a data race in C11, undefined whatever the verdict")
      + lines("·", "a shape was not judged: no ordering is given at either of its edges")
  }
}

extension VerificationRecord {
  fileprivate var isViolated: Bool { verdict == .allowed }
}
