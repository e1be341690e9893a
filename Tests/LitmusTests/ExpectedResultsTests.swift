import Foundation
import Testing

@testable import WeakMemory

@Suite struct ExpectedResultsTests {
  private static let allowed =
    "C SB\n{}\nP0(int *x, int *y) { WRITE_ONCE(*x, 1); int r0 = READ_ONCE(*y); }\n"
    + "P1(int *x, int *y) { WRITE_ONCE(*y, 1); int r0 = READ_ONCE(*x); }\nexists (0:r0=0 /\\ 1:r0=0)\n"
  private static let forbidden = allowed.replacing("C SB", with: "C F")
    .replacing("; int r0", with: "; smp_mb(); int r0")

  /// A folder with two tests, one whose outcome is allowed and one in which it is forbidden.
  private static func withTests<R>(_ body: (URL) throws -> R) throws -> R {
    let folder = FileManager.default.temporaryDirectory.appending(path: "expected-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(allowed.utf8).write(to: folder.appending(path: "SB.litmus"))
    try Data(forbidden.utf8).write(to: folder.appending(path: "F.litmus"))
    return try body(folder)
  }

  private static func comparisons(_ folder: URL, _ list: String = "") throws -> [String: String] {
    var batch = LitmusBatch(checker: LitmusChecker(), comparesWithStatedResult: true, workers: 1)
    batch.expected = try ExpectedResults(list)
    var found: [String: String] = [:]
    batch.run(LitmusFiles.expand(folder.path)) { outcome in
      found[outcome.row.name ?? ""] = outcome.row.comparison
    }
    return found
  }

  @Test(arguments: [
    "SB Allowed\nF Forbidden\n", "tests/SB.litmus,1\ntests/F.litmus,0\n",
    "SB Sometimes\n# a comment\n\nF\tNever\n",
    "Test SB Allowed\nStates 4\nOk\nObservation SB Sometimes 1 3\nTest F Allowed\nObservation F Never 0 3\n",
  ])
  func `Lists of results are read in each of their forms`(list: String) throws {
    let found = try Self.withTests { try Self.comparisons($0, list) }
    #expect(found == ["SB": "agrees", "F": "agrees"])
  }

  @Test(arguments: [
    "SB Forbidden\nF Allowed", "SB,0\nF,1", "SB Always\nF Sometimes", "SB Required\nF Required",
  ])
  func `A list that says otherwise is contradicted`(list: String) throws {
    let found = try Self.withTests { try Self.comparisons($0, list) }
    #expect(found == ["SB": "disagrees", "F": "disagrees"])
  }

  @Test func `A report beside a test is read, and the list goes before it`() throws {
    try Self.withTests { folder in
      try Data("Observation SB Never 0 4\n".utf8).write(to: folder.appending(path: "SB.litmus.expected"))
      try Data("Observation F Never 0 3\n".utf8).write(to: folder.appending(path: "F.expected"))
      #expect(try Self.comparisons(folder) == ["SB": "disagrees", "F": "agrees"])
      #expect(try Self.comparisons(folder, "SB,1") == ["SB": "agrees", "F": "agrees"])
    }
  }

  @Test func `A line of no known form is named`() {
    let error = #expect(throws: LitmusError.self) { try ExpectedResults("SB Allowed\nF Perhaps\n") }
    #expect(error?.line == 2)
  }

  @Test func `A run goes on where its log ends, and a line that was cut off is judged again`() throws {
    try Self.withTests { folder in
      let path = folder.appending(path: "log").path
      let files = LitmusFiles.expand(folder.path)
      func run() throws -> [String] {
        let log = try LitmusLog(path, model: nil)
        let left = files.filter { log.judged[$0] == nil }
        var rows: [LitmusRow] = []
        LitmusBatch(checker: LitmusChecker(), comparesWithStatedResult: false).run(left) {
          rows.append($0.row)
        }
        for row in rows { try log.append(row) }
        return left
      }
      #expect(try run() == files)
      #expect(try run() == [])
      let text = try String(contentsOfFile: path, encoding: .utf8)
      #expect(text.split(separator: "\n").count == 2)
      try String(text.dropLast(10)).write(toFile: path, atomically: true, encoding: .utf8)
      #expect(try run() == [files[1]])
      let again = try String(contentsOfFile: path, encoding: .utf8)
      #expect(again.split(separator: "\n").count == 2)
      // Rows of another model do not count.
      let other = try LitmusLog(path, model: .sc)
      #expect(other.judged.isEmpty)
    }
  }

  @Test func `A file that is no log is left alone`() throws {
    try Self.withTests { folder in
      let path = folder.appending(path: "SB.litmus").path
      var refusal: LitmusLog.Refusal?
      do throws(LitmusLog.Refusal) { _ = try LitmusLog(path, model: nil) } catch { refusal = error }
      #expect(refusal?.isData == true)
      let left = try String(contentsOfFile: path, encoding: .utf8)
      #expect(left == Self.allowed)
    }
  }

  // MARK: Explanations

  @Test func `What is allowed is explained by an execution that has it`() throws {
    let test = try LitmusParser.parse(Self.allowed)
    let explanation = try #require(try LitmusChecker().explain(test))
    #expect(explanation.isAllowed && explanation.cycle.isEmpty && explanation.rules.isEmpty)
    #expect(
      explanation.threads == [
        ["a: W x=1", "b: R y=0 from the initial state"], ["c: W y=1", "d: R x=0 from the initial state"],
      ])
  }

  @Test func `What is forbidden is explained by the cycle and the rules that forbid it`() throws {
    let cycle = try #require(AssemblyCycle("MP+dmb.sy+addr"))
    let test = try LitmusParser.parse(cycle.text(in: .aarch64))
    let explanation = try #require(try LitmusChecker().explain(test))
    #expect(!explanation.isAllowed)
    // Whichever event it starts with.
    let steps = explanation.cycle.joined(separator: " ")
    #expect(
      ["a dmb ish b rf c addr d fr a", "b rf c addr d fr a dmb ish b", "c addr d fr a dmb ish b rf c"]
        .contains(
          steps), "\(steps)")
    #expect(explanation.rules == ["external", "reads-from", "from-reads", "address", "dmb"])
  }

  @Test(arguments: Model.allCases.filter { $0 != .rc11 })
  func `A forbidden outcome always has a cycle, and a rule that forbids it`(model: Model) throws {
    let explanation = try #require(
      try LitmusChecker(model: model).explain(LitmusParser.parse(Self.forbidden)))
    #expect(!explanation.isAllowed && explanation.cycle.count == 9 && !explanation.rules.isEmpty)
    #expect(explanation.text.contains("Forbidden by "))
  }

  @Test func `What no execution has needs no explanation`() throws {
    let test = try LitmusParser.parse("C t\n{}\nP0(int *x) { WRITE_ONCE(*x, 1); }\nexists (x=2)")
    #expect(try LitmusChecker().explain(test) == nil)
  }
}
