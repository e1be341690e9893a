import Analysis
import Foundation
import RunRecord

/// A comparison as JUnit XML, which CI systems show: a row is a test case; a regression fails; an
/// inconclusive row, and a row that only one side has, is skipped and never passed.
public struct ComparisonJUnit {
  let comparison: ComparisonRecord

  public init(_ comparison: ComparisonRecord) { self.comparison = comparison }

  /// The document, by the schema that Jenkins, GitLab and others read: testsuites, testsuite, testcase.
  public var text: String {
    let rows = comparison.rows.map(testCase)
    let alone = comparison.withoutPartner.map { row in
      open(row.key) + "<skipped message=\"only the \(row.side.rawValue) has it\"/></testcase>"
    }
    let failures = comparison.rows.count { $0.verdict == .regression }
    let skipped = comparison.rows.count { $0.verdict == .inconclusive } + alone.count
    let counts =
      "tests=\"\(rows.count + alone.count)\" failures=\"\(failures)\" errors=\"0\" skipped=\"\(skipped)\""
      + String(format: " time=\"%.3f\"", comparison.seconds)
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="ringbench compare" \(counts)>
      <testsuite name="ringbench compare" \(counts)>
      \((rows + alone).joined(separator: "\n"))
      </testsuite>
      </testsuites>

      """
  }

  private func testCase(_ row: ComparedRow) -> String {
    let change = String(format: "%+.2f %%", row.changePercent)
    let times = "\(Figures.plain(row.baseNs)) ns to \(Figures.plain(row.candidateNs)) ns"
    let message =
      if let base = row.baseRatio, let candidate = row.candidateRatio {
        "\(Figures.times(base)) to \(Figures.times(candidate)) of the lower bound, \(change) (\(times))"
      } else {
        "\(times), \(change)"
      }
    let inside =
      switch row.verdict {
      case .regression: "<failure message=\"\(Self.escaped(message))\" type=\"regression\"/>"
      case .inconclusive: "<skipped message=\"inconclusive: \(Self.escaped(row.message ?? message))\"/>"
      case .improvement, .noChange:
        "<system-out>\(row.verdict.rawValue): \(Self.escaped(message))</system-out>"
      }
    return open(row.key) + inside + "</testcase>"
  }

  private func open(_ key: RowKey) -> String {
    "<testcase classname=\"ringbench.\(key.workload.rawValue)\" name=\"\(Self.escaped(key.words))\" time=\"0\">"
  }

  /// Escapes XML's five special characters, and replaces control characters, which XML 1.0 cannot represent.
  private static func escaped(_ text: String) -> String {
    text.unicodeScalars.map { scalar in
      switch scalar {
      case "&": "&amp;"
      case "<": "&lt;"
      case ">": "&gt;"
      case "\"": "&quot;"
      case "'": "&apos;"
      case _ where scalar.value < 0x20 || (0xFFFE...0xFFFF).contains(scalar.value): "\u{FFFD}"
      default: String(scalar)
      }
    }.joined()
  }
}
