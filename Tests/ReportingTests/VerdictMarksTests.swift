import AIORing
import Analysis
import Foundation
import RunRecord
import SampleRecords
import Testing
import WeakMemory

@testable import Reporting

@Suite struct VerdictMarksTests {
  private func subject(_ name: String) throws -> Subject {
    Subject(try #require(Catalogue.entry(named: name)))
  }

  /// A summary of strategies that were not measured, with all that the checker says of them.
  private func summary(_ table: VerdictTable) throws -> SummaryRecord {
    var campaign = MadeCampaign()
    for subject in table.subjects { campaign.add(subject.name, .throughput, ns: 10) }
    return SummaryRecord(of: campaign.record, trials: campaign.trials, architectures: table.records)
  }

  @Test func `The closing table of a run and verify show the same cell for every strategy and model`() throws
  {
    let names = ["acquire-release", "kernel-2003", "kernel-2002", "tail-first", "kernel-2014", "mutex"]
    let table = VerdictTable(try names.map(subject), models: [.x86TSO, .power, .rc11])
    let verify = VerificationReport(table).verdicts.split(separator: "\n").prefix(names.count + 1)
    let closing = RunReport(try summary(table)).text.split(separator: "\n").map(String.init)
    for line in verify {
      let words = line.split(separator: " ")
      #expect(
        closing.contains { line in
          let own = line.split(separator: " ")
          return own.first == words.first && own.suffix(3) == words.suffix(3)
        }, "\(line)")
    }
  }

  @Test func `A violation that the strategy does not claim to be without is in parentheses`() throws {
    let table = VerdictTable(
      try ["acquire-release", "kernel-2003", "kernel-2002", "kernel-2008", "tail-first"].map(subject),
      models: [.x86TSO, .power])
    let lines = VerificationReport(table).verdicts.split(separator: "\n").map(String.init)
    #expect(
      lines.prefix(6) == [
        "strategy         x86-tso  power",
        "acquire-release  (WS)     (WS)",
        "kernel-2003      (W)      O(W)",
        "kernel-2002      (WS)     (PORWS)",
        "kernel-2008      -        O",
        "tail-first       (!)      (!)",
      ])
    #expect(lines.contains("( )  violated where the strategy does not claim to be correct"))
  }

  @Test func `Orderings given at some edges are judged only in the shapes that they are about`() throws {
    let given = Subject(edges: try EdgeAssignment("publish=release,observe=acquire"))
    #expect(given.name == "publish=release,observe=acquire")
    let alone = VerdictTable([given], models: [.x86TSO, .power])
    #expect(alone.shapes == [.publishObserve])
    #expect(VerificationReport(alone).verdicts.contains("\npublish=release,observe=acquire  -        -\n"))
    // Beside a strategy that is judged in all shapes, the cell says that it was not.
    let beside = VerdictTable([given, try subject("kernel-2014")], models: [.power])
    let text = VerificationReport(beside).verdicts
    #expect(text.contains("\npublish=release,observe=acquire  -·\n"))
    #expect(text.contains("·  a shape was not judged"))
    // Who names the shape has it judged.
    let asked = VerdictTable([given], models: [.x86TSO], shapes: [.wakeSleep])
    #expect(asked.cells.map(\.verification.verdict) == [.allowed])
  }

  @Test func `Results from before shapes were recorded are read and shown`() throws {
    var document = try #require(
      try JSONSerialization.jsonObject(with: RecordCoding.document(summary(VerdictTable([], models: []))))
        as? [String: Any])
    document["architectures"] = [
      [
        "strategy": "kernel-2003", "model": "power", "verdict": "allowed", "missing_edges": ["observe"],
        "claimed": true,
      ]
    ]
    let summary = try RecordCoding.decoder.decode(
      SummaryRecord.self, from: JSONSerialization.data(withJSONObject: document))
    #expect(VerdictMarks(verdicts: summary.architectures, shapes: []).text == "O")
  }

  @Test func `The catalogue says what is claimed, for which shapes, and what is true`() throws {
    let table = VerdictTable(
      try ["kernel-2003", "kernel-2014", "kernel-2002"].map(subject), models: Model.allCases)
    let rows = CatalogueReport(table).rows
    #expect(rows[0].claimedShapes == [.publishObserve, .claimRetire, .ring])
    #expect(rows[0].forbiddenUnder["publish-observe"] == [.sc, .x86TSO, .sparcPSO])
    #expect(rows[0].forbiddenUnder["wake-sleep"] == [.sc])
    #expect(rows[1].claimedShapes == RingShape.allCases)
    #expect(rows[1].allowedUnder.isEmpty)
    #expect(rows[1].dataRaceUnder["claim-retire"] == [.rc11])
    let lines = CatalogueReport(table).text.split(separator: "\n")
    #expect(lines[1].contains("  everywhere         sc, x86-tso, sparc-pso  nowhere          sc  "))
    #expect(lines[2].contains("  everywhere         everywhere (rc11*)      everywhere       everywhere  "))
    #expect(lines[3].contains("  total-store-order  sc, x86-tso             nowhere          sc  "))
  }
}
