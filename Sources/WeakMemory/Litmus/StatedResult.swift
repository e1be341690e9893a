/// What a litmus file says of itself, in a comment line of the form ` * Result: Never`, the kernel's convention
/// (tools/memory-model/scripts/judgelitmus.sh). The first such line counts.
public struct StatedResult: Equatable, Sendable {
  /// The word after `Result:`.
  public enum Word: String, CaseIterable, Sendable {
    case never = "Never"
    case sometimes = "Sometimes"
    case always = "Always"
    /// No execution survives: the test deadlocks.
    case deadlock = "DEADLOCK"
    /// Any result will do.
    case maybe = "Maybe"
  }

  public var word: Word
  /// The line goes on with `DATARACE`: the model must flag a data race, and if it does the word may be wrong.
  public var dataRace: Bool

  /// Reads the comments of a file; nil if none states a result.
  init?(comments: [(line: Int, text: String)]) {
    for line in comments.lazy.flatMap({ $0.text.split(separator: "\n") }) {
      var words = line.split { " \t*()/".contains($0) }
      // Older tests of the kernel's people say `Expected result: Never.`
      if words.first == "Expected" { words.removeFirst() }
      guard words.first?.lowercased() == "result:", words.count > 1 else { continue }
      // Collections of tests also write `never`, `Never.` or `Never-always`.
      let first = words[1].prefix { $0.isLetter }
      guard let word = Word.allCases.first(where: { $0.rawValue.lowercased() == first.lowercased() }) else {
        continue
      }
      self.word = word
      dataRace = words.dropFirst(2).contains { $0.hasPrefix("DATARACE") }
      return
    }
    return nil
  }
}

extension StatedResult: CustomStringConvertible {
  /// As a file states it.
  public var description: String { word.rawValue + (dataRace ? " DATARACE" : "") }
}
