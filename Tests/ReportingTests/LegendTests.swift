import AIORing
import Analysis
import Foundation
import RunRecord
import SampleRecords
import Testing
import WeakMemory

@testable import Reporting

/// One mark has one meaning in every table, and JSON has words where tables have marks.
@Suite struct LegendTests {
  private static let names = ["acquire-release", "kernel-2003", "kernel-2014", "tail-first", "mutex"]

  private static func table() throws -> VerdictTable {
    VerdictTable(
      try names.map { Subject(try #require(Catalogue.entry(named: $0))) }, models: [.x86TSO, .power, .rc11])
  }

  @Test func aDashInAnAuditIsNoMark() throws {
    let golden = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../AuditTests/Golden")
      .standardized
    let files = try FileManager.default.contentsOfDirectory(at: golden, includingPropertiesForKeys: nil)
    #expect(!files.isEmpty)
    for file in files {
      let words = try String(contentsOf: file, encoding: .utf8).split { $0 == "\n" || $0 == " " }
      #expect(
        words.contains("none") && !words.contains("-") && !words.contains("-,"), "\(file.lastPathComponent)")
    }
  }

  @Test func everyMarkOfTheClosingTableIsInItsLegend() throws {
    var campaign = MadeCampaign()
    for name in Self.names {
      campaign.add(name, .throughput, ns: 10, bad: name == "acquire-release" ? 3 : 0)
      for round in 0..<(name == "mutex" ? 9 : 3) { campaign.add(name, .handOff, round: round, ns: 7) }
    }
    let summary = SummaryRecord(
      of: campaign.record, trials: campaign.trials, architectures: try Self.table().records)
    // The answer in words, the table, the legend.
    let parts = ClosingTable(summary: summary).text.split(separator: "\n\n", maxSplits: 2)
    let (table, legend) = (parts[1], parts[2])
    #expect(parts[0].hasPrefix("Cheapest here"))
    for (mark, meaning) in [
      ("·", "·: not measured or judged"), ("≈", "≈: too few rounds"), ("±", "±: 99 %"),
      ("×none", "×none: over"), ("place", "place: 1 is the cheapest"),
      ("here only", "clean here only: "), ("(expected", "In parentheses: what was expected"),
      (" -  ", "\n-  no violation"), ("(!)", "\n!  violated"), ("*", "\n*  with plain payload"),
    ] {
      #expect(table.contains(mark), "\(mark)")
      #expect(legend.contains(meaning), "\(mark)")
    }
  }

  @Test func aTableWithoutAFigureSaysWhatStandsInItsPlace() {
    let row = ComparedRow(
      key: RowKey(RingSpec("none"), workload: .barrierCost), verdict: .inconclusive, rounds: 1)
    let record = ComparisonRecord(
      method: .files, base: "a", candidate: "b", verdict: .inconclusive, rows: [row], withoutPartner: [],
      detectPercent: 5, thresholdNs: 0.05, injectedPercent: 0, seconds: 0, quietness: "")
    #expect(ComparisonReport(record).text.contains("·: not measured or judged"))
    #expect(Figures.withLegend("a  ·") == "a  ·\n\n·: not measured or judged.")
    #expect(Figures.withLegend("a") == "a")
  }

  @Test func noValueInJSONIsAMark() throws {
    let table = try Self.table()
    var campaign = MadeCampaign()
    for name in Self.names { campaign.add(name, .throughput, ns: 10) }
    let summary = SummaryRecord(
      of: campaign.record, trials: campaign.trials, architectures: table.records)
    let documents = [
      try JSONEncoder().encode(VerificationReport(table).rows(withExecutions: false)),
      try JSONEncoder().encode(CatalogueReport(table).rows), try RecordCoding.document(summary.verdicts),
      try RecordCoding.document(summary.architectures),
    ]
    for document in documents {
      let values = Self.strings(in: try JSONSerialization.jsonObject(with: document))
      #expect(values.count > 10)
      for value in values { #expect(value.wholeMatch(of: /[-·?!*≤×()CPORWS]+/) == nil, "\(value)") }
    }
  }

  /// Every string that is a value.
  private static func strings(in value: Any) -> [String] {
    switch value {
    case let text as String: [text]
    case let values as [Any]: values.flatMap(strings)
    case let fields as [String: Any]: fields.values.flatMap(strings)
    default: []
    }
  }
}
