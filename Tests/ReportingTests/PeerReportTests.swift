import AIORing
import Analysis
import RunRecord
import SampleRecords
import Testing

@testable import Reporting

/// Others' rings in a report.
@Suite struct PeerReportTests {
  private func summary(bad: UInt64 = 0) -> SummaryRecord {
    var campaign = MadeCampaign()
    for round in 0..<24 {
      let noise = Double(round % 5) / 100
      for layout in [LayoutKind.aio, .padded] {
        campaign.add("acquire-release", .handOff, round: round, ns: 6 + noise) {
          $0.row.ring?.layout = layout
        }
      }
      campaign.add("", .handOff, round: round, ns: 9 + noise, bad: bad) {
        $0.row.subject = .peer("theirs")
      }
    }
    var record = campaign.record
    record.peers = [
      PeerRecord(
        name: "theirs", about: "a queue (1.2)", library: "/l.so", compiler: "Clang 21 (x)", batches: true)
    ]
    return SummaryRecord(of: record, trials: campaign.trials)
  }

  @Test func ringsOfEveryLayoutAndPeersStandInOneTableWithTheirGroups() {
    let text = PeerReport(summary: summary()).text
    let lines = text.split(separator: "\n").map(String.init)
    #expect(
      lines.first
        == "Rings and peers: 1024 slots, one event at a time; producer on CPU 0, consumer on CPU 1 (shared-l3)"
    )
    let rows = lines.dropFirst(2).prefix(3).map { $0.split(separator: " ").map(String.init) }
    #expect(rows.map(\.first) == ["acquire-release,", "acquire-release,", "theirs"], "\(text)")
    #expect(rows[2].contains("b") && rows[0].contains("a"), "\(text)")
    #expect(text.contains("theirs: a queue (1.2); compiled with Clang 21"))
    #expect(text.contains("no verdicts of memory models"))
  }

  @Test func theClosingTableHasThePeerWithItsVerdictAndNoModels() {
    let text = ClosingTable(summary: summary()).text
    #expect(
      text.contains { _ in true }
        && text.split(separator: "\n").contains { $0.hasPrefix("theirs") && $0.contains("clean") })
  }

  @Test func aPeersViolationIsCalledUnexpectedAndBlamesNoEdge() {
    let text = VerdictReport(summary: summary(bad: 3)).text
    let line = text.split(separator: "\n").first { $0.hasPrefix("UNEXPECTED: theirs") }
    #expect(line?.contains("violated") == true && line?.contains("edge") == false, "\(text)")
  }

  @Test func withoutPeersNothingIsSaidOfThem() {
    var campaign = MadeCampaign()
    campaign.add("none", .handOff, ns: 5)
    #expect(PeerReport(summary: campaign.summary).text.isEmpty)
    #expect(!RunReport(campaign.summary).text.contains("peers"))
  }

  @Test func theOtherToolsFormatsNameAPeersRow() {
    let text = SummaryCSV.text([summary()])
    let line = text.split(separator: "\n").first { $0.contains(",theirs,,,,hand-off,") }
    #expect(line?.contains("clean") == true, "\(text)")
    #expect(RowKey(of: .peer("theirs"), workload: .handOff).name.hasPrefix("theirs/hand-off/peer/"))
  }
}
