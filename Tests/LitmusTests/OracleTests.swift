import Foundation
import Testing

@testable import WeakMemory

/// Generated programs with the answers of a second reading of the kernel's model, which shares nothing with the
/// checker: `scripts/litmus-oracle` wrote both and runs thousands more.
@Suite struct OracleTests {
  private struct Case {
    var text: String
    var positive, negative, states: Int
    var flags: [String]
  }

  /// Each test, and behind it `=> positive negative states flags…`.
  private static func cases(in file: String) throws -> [Case] {
    let url = try #require(Bundle.module.resourceURL).appending(path: "Oracle/\(file)")
    var cases: [Case] = []
    var lines: [Substring] = []
    for line in try String(contentsOf: url, encoding: .utf8).split(separator: "\n") {
      guard line.hasPrefix("=> ") else {
        lines.append(line)
        continue
      }
      let words = line.split(separator: " ").dropFirst().map(String.init)
      let numbers = try words.prefix(3).map { try #require(Int($0)) }
      cases.append(
        Case(
          text: lines.joined(separator: "\n"), positive: numbers[0], negative: numbers[1], states: numbers[2],
          flags: Array(words.dropFirst(3))))
      lines = []
    }
    return cases
  }

  @Test(arguments: ["dependencies.txt", "rcu.txt"])
  func `Generated programs have the executions, states and flags that brute force finds`(file: String) throws
  {
    let cases = try Self.cases(in: file)
    #expect(cases.count >= 200)
    for expected in cases {
      let judgement = try LitmusChecker().judge(LitmusParser.parse(expected.text))
      #expect(
        judgement.positive == expected.positive && judgement.negative == expected.negative
          && judgement.stateValues.count == expected.states
          && judgement.flags.map(\.rawValue) == expected.flags,
        "\(expected.text)\n\(judgement.report)")
    }
  }
}
