import Foundation

/// What files other than the tests themselves say of tests' results. Three forms are in use, which may be mixed:
/// herd7's own report, whose `Observation` lines count; lists of `NAME Allowed` (or Forbidden, Required, Never,
/// Sometimes, Always), herd7's kinds; and lists of `NAME,1` (what the test's quantifier says is so, or 0 if it is not)
/// or `NAME,Never`. A name may be a file's, with its folders.
public struct ExpectedResults: Sendable {
  private var results: [String: StatedResult] = [:]

  /// Nothing.
  public init() {}

  /// Reads a list.
  ///
  /// - Throws: ``LitmusError`` with the first line that is of none of the forms.
  public init(_ text: String) throws(LitmusError) {
    // In herd7's reports most lines say other things.
    let isReport = text.split(whereSeparator: \.isNewline).contains { $0.hasPrefix("Observation ") }
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated()
    {
      let words = line.split { $0 == " " || $0 == "\t" || $0 == "," }.map(String.init)
      guard let first = words.first, !first.hasPrefix("#") else { continue }
      if isReport {
        guard first == "Observation", words.count >= 3 else { continue }
        results[words[1]] = StatedResult.Word(listed: words[2]).map(StatedResult.init)
      } else if words.count >= 2, let word = StatedResult.Word(listed: words[1]) {
        results[Self.name(of: first)] = StatedResult(word)
      } else {
        throw .syntax(
          "expected a test and its result, as in 'MP Allowed', 'MP,1' or 'Observation MP Sometimes 1 3'",
          line: index + 1)
      }
    }
  }

  /// What a file beside a test says: `MP.litmus.expected`, `MP.expected`, or the kernel's `MP.litmus.out`.
  init(beside file: String) {
    let stem = file.hasSuffix(".litmus") ? String(file.dropLast(".litmus".count)) : file
    for path in ["\(file).expected", "\(stem).expected", "\(file).out"] {
      guard FileManager.default.fileExists(atPath: path), let text = try? LitmusFiles.text(of: path),
        let found = try? ExpectedResults(text)
      else { continue }
      self = found
      return
    }
    self.init()
  }

  /// How many tests it speaks of.
  public var count: Int { results.count }

  /// What is said of a test, by its name or its file's.
  subscript(name: String, file: String) -> StatedResult? { results[name] ?? results[Self.name(of: file)] }

  private static func name(of path: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    return file.hasSuffix(".litmus") ? String(file.dropLast(".litmus".count)) : file
  }
}
