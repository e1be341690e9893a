/// What a litmus file says of itself, in a comment line of the form ` * Result: Never`, the kernel's convention
/// (tools/memory-model/scripts/judgelitmus.sh), of which the first counts; or what another file says of it
/// (``ExpectedResults``).
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
    /// The condition holds in some execution.
    case allowed = "Allowed"
    /// What the quantifier says is so, or is not.
    case holds = "Ok"
    case fails = "No"

    /// Those that a comment may have.
    static let ofComments: [Word] = [.never, .sometimes, .always, .deadlock, .maybe]

    /// By the words of herd7's reports and lists of kinds, and by the digits of lists with commas.
    init?(listed word: String) {
      switch word.lowercased() {
      case "never", "forbid", "forbidden": self = .never
      case "sometimes": self = .sometimes
      case "always", "require", "required": self = .always
      case "allow", "allowed": self = .allowed
      case "ok", "1": self = .holds
      case "no", "0": self = .fails
      case "maybe": self = .maybe
      default: return nil
      }
    }
  }

  public var word: Word
  /// The line goes on with `DATARACE`: the model must flag a data race, and if it does the word may be wrong.
  public var dataRace: Bool

  init(_ word: Word) { (self.word, dataRace) = (word, false) }

  /// Reads the comments of a file; nil if none states a result.
  init?(comments: [(line: Int, text: String)]) {
    for line in comments.lazy.flatMap({ $0.text.split(separator: "\n") }) {
      var words = line.split { " \t*()/".contains($0) }
      // Older tests of the kernel's people say `Expected result: Never.`
      if words.first == "Expected" { words.removeFirst() }
      guard words.first?.lowercased() == "result:", words.count > 1 else { continue }
      // Collections of tests also write `never`, `Never.` or `Never-always`.
      let first = words[1].prefix { $0.isLetter }
      guard let word = Word.ofComments.first(where: { $0.rawValue.lowercased() == first.lowercased() }) else {
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
