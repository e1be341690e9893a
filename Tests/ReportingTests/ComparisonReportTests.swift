import Analysis
import Reporting
import RunRecord
import Testing

struct ComparisonReportTests {
  private let keys = (0..<3).map { RowKey(RingSpec("row \($0)"), workload: .barrierCost) }

  @Test func aReportNamesEveryRowAndItsVerdict() {
    let rows = [
      ComparedRow(
        key: keys[0], verdict: .regression, baseNs: 4, candidateNs: 4.2, changePercent: 5,
        interval: 4...6, rounds: 15),
      ComparedRow(key: keys[1], verdict: .inconclusive, rounds: 3, moreRounds: 12),
    ]
    let record = ComparisonRecord(
      method: .files, base: "a", candidate: "b", verdict: .regression, rows: rows,
      withoutPartner: [UnpairedRow(key: keys[2], side: .candidate)], detectPercent: 5, thresholdNs: 0.05,
      injectedPercent: 0, seconds: 0, quietness: "")
    let text = ComparisonReport(record).text
    #expect(text.contains("about 12 more rounds would decide"))
    #expect(text.contains("only the candidate has, not compared (1): row 2"))
    #expect(text.hasSuffix("Verdict: regression; rows: 1 regression, 1 inconclusive"))
    let junit = ComparisonJUnit(record).text
    #expect(junit.contains("tests=\"3\" failures=\"1\" errors=\"0\" skipped=\"2\""))
  }

  @Test func whatIsComparedStandsBesideTheNanoseconds() {
    var row = ComparedRow(
      key: keys[0], verdict: .improvement, baseNs: 3.29, candidateNs: 3.28, changePercent: -11.75,
      rounds: 5)
    (row.baseRatio, row.candidateRatio) = (2.04, 1.80)
    let record = ComparisonRecord(
      method: .files, base: "a", candidate: "b", verdict: .improvement,
      rows: [row, ComparedRow(key: keys[1], verdict: .noChange, baseNs: 4, candidateNs: 4, rounds: 5)],
      withoutPartner: [], detectPercent: 5, thresholdNs: 0.05, injectedPercent: 0, seconds: 0, quietness: "")
    let lines = ComparisonReport(record).text.split(separator: "\n")
    #expect(lines[0].contains("base ×bound  candidate ×bound  change %"))
    #expect(lines[1].contains("×2.04             ×1.80    -11.75"))
    #expect(lines[2].contains("4.00            ·                 ·"))
    #expect(lines[3].hasPrefix("×bound: "))
    #expect(
      ComparisonJUnit(record).text.contains(
        "×2.04 to ×1.80 of the lower bound, -11.75 % (3.29 ns to 3.28 ns)"))
  }

  @Test func aComparisonOfExecutablesHasNoColumnOfRatios() {
    let record = ComparisonRecord(
      method: .executables, base: "a", candidate: "b", verdict: .noChange,
      rows: [ComparedRow(key: keys[1], verdict: .noChange, baseNs: 4, candidateNs: 4, rounds: 5)],
      withoutPartner: [], detectPercent: 5, thresholdNs: 0.05, injectedPercent: 0, seconds: 1, quietness: "")
    #expect(!ComparisonReport(record).text.contains("bound"))
  }

  @Test func whatXMLCannotHoldIsReplaced() {
    var row = ComparedRow(key: keys[0], verdict: .inconclusive, rounds: 0)
    row.message = "<&\">\u{1}"
    let record = ComparisonRecord(
      method: .files, base: "", candidate: "", verdict: .inconclusive, rows: [row], withoutPartner: [],
      detectPercent: 5,
      thresholdNs: 0,
      injectedPercent: 0, seconds: 0, quietness: "")
    #expect(ComparisonJUnit(record).text.contains("&lt;&amp;&quot;&gt;\u{FFFD}"))
  }
}
