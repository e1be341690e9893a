import AIORing
import Analysis
import RunRecord
import SampleRecords
import Testing

@testable import Reporting

/// Others' rings in a report.
@Suite struct RingReportTests {
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

  @Test func ringsOfEveryLayoutAndPeersStandInOneTableWithTheirPlaces() {
    let text = RingReport(summary: summary()).text
    let lines = text.split(separator: "\n").map(String.init)
    #expect(
      lines.first
        == "Rings: 1024 slots, one event at a time; producer on CPU 0, consumer on CPU 1 (shared-l3)"
    )
    let rows = lines.dropFirst(2).prefix(4).filter { !$0.hasPrefix("─") }
      .map { $0.split(separator: " ").map(String.init) }
    #expect(rows.map(\.first) == ["acquire-release,", "acquire-release,", "theirs"], "\(text)")
    #expect(rows[2].contains("3") && rows[0].contains("(1–2)") && lines[4].hasPrefix("─"), "\(text)")
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

  @Test func ringsInWhichOneStrategyWasMeasuredStandBesideItsOthersInOneTable() {
    var campaign = MadeCampaign()
    for round in 0..<40 {
      let noise = Double(round % 5) / 100
      for (name, ns) in [("none", 6.0), ("acquire-release", 6), ("seq-cst", 12)] {
        campaign.add(name, .handOff, round: round, ns: ns + noise)
      }
      campaign.add("acquire-release", .handOff, round: round, ns: 3 + noise) { $0.row.ring?.layout = .tagged }
    }
    let text = RingReport(summary: campaign.summary).text
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines.count == 5 && !text.contains("seq-cst") && !text.contains("peer"), "\(text)")
    #expect(lines.dropFirst(2).first?.hasPrefix("acquire-release, tagged, cached") == true, "\(text)")
    #expect(lines.last?.hasPrefix("acquire-release, padded, cached") == true, "\(text)")
    #expect(lines[3].hasPrefix("─"), "\(text)")
    // The table of strategies is of the ring in which they were all measured.
    #expect(
      ClosingTable(summary: campaign.summary).text.contains("All figures are of the padded ring, cached"))
  }

  @Test func withoutPeersNothingIsSaidOfThem() {
    var campaign = MadeCampaign()
    campaign.add("none", .handOff, ns: 5)
    #expect(RingReport(summary: campaign.summary).text.isEmpty)
    #expect(!RunReport(campaign.summary).text.contains("peers"))
  }

  @Test func theOtherToolsFormatsNameAPeersRow() {
    let text = SummaryCSV.text([summary()])
    let line = text.split(separator: "\n").first { $0.contains(",theirs,,,,hand-off,") }
    #expect(line?.contains("clean") == true, "\(text)")
    #expect(RowKey(of: .peer("theirs"), workload: .handOff).name.hasPrefix("theirs/hand-off/peer/"))
  }
}
