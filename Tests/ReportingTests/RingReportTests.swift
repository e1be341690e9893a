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

  @Test func ringsThatProducersShareStandInOneTableThatSaysHow() {
    var campaign = MadeCampaign()
    for round in 0..<3 {
      campaign.add("acquire-release", .throughput, round: round, ns: 50) {
        $0.row.ring?.layout = .sequenced
        $0.row.sharing = RowSharing(.fetchAdd, furtherProducerCpus: [1])
      }
      for slots in [1024, 8] {
        campaign.add("", .throughput, round: round, ns: 60) {
          $0.row.subject = .peer("theirs")
          $0.row.slots = slots
          $0.row.sharing = RowSharing(nil, furtherProducerCpus: [1])
        }
      }
    }
    let text = RingReport(summary: SummaryRecord(of: campaign.record, trials: campaign.trials)).text
    let titles = text.split(separator: "\n").filter { $0.hasPrefix("Rings: ") }
    #expect(
      titles == [
        "Rings: 1024 slots, 2 producers, one event at a time; producers on CPUs 0+1, consumer on CPU 1 (shared-l3)"
      ], "\(text)")
    #expect(text.contains("acquire-release, sequenced, cached, shared by fetch-add"), "\(text)")
    #expect(text.split(separator: "\n").contains { $0.hasPrefix("theirs ") }, "\(text)")
  }

  @Test func theClosingTableHasThePeerWithItsVerdictAndNoModels() {
    let text = ClosingTable(summary: summary()).text
    #expect(
      text.contains { _ in true }
        && text.split(separator: "\n").contains { $0.hasPrefix("theirs") && $0.contains("clean") })
  }

  /// Two rings of the program's own, both cheaper than ours; the cheapest is wrong.
  private func ownRings() -> SummaryRecord {
    var campaign = MadeCampaign()
    for round in 0..<24 {
      let noise = Double(round % 5) / 100
      campaign.add("acquire-release", .handOff, round: round, ns: 6 + noise)
      for (name, ns) in [("fast", 2.0), ("right", 4)] {
        campaign.add("", .handOff, round: round, ns: ns + noise) { $0.row.subject = .peer(name) }
      }
    }
    var record = campaign.record
    record.peers = ["fast", "right"].map {
      PeerRecord(name: $0, about: "cached", library: nil, compiler: "Swift, optimised", batches: false)
    }
    let wrong = RingVerdictRecord(
      ring: "fast", model: .armv8, verdict: .allowed, reason: "pop 2 returned another event", witness: "a: b")
    let verdicts = [
      wrong, RingVerdictRecord(ring: "fast", model: .x86TSO, verdict: .forbidden),
      RingVerdictRecord(ring: "fast", model: .rc11, verdict: .race, reason: "data race"),
      RingVerdictRecord(ring: "right", model: .armv8, verdict: .forbidden),
      RingVerdictRecord(ring: "right", model: .x86TSO, verdict: .forbidden),
      RingVerdictRecord(ring: "right", model: .rc11, verdict: .unknown, reason: "stopped after 10 s"),
    ]
    return SummaryRecord(
      of: record, trials: campaign.trials, architectures: verdicts.map(VerificationRecord.init))
  }

  @Test func aRingOfOnesOwnThatIsWrongHasNoPlaceAndStandsBehindThoseThatAreRight() {
    let summary = ownRings()
    #expect(summary.wrongPeers == ["fast"])
    for text in [RingReport(summary: summary).text, ClosingTable(summary: summary).text] {
      let rows = text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
      let named = rows.filter {
        $0.count > 3 && ["right", "acquire-release", "acquire-release,", "fast"].contains($0[0])
      }
      #expect(
        named.map { $0[0].filter { $0 != "," } }.prefix(3) == ["right", "acquire-release", "fast"], "\(text)")
      #expect(named[0].contains("1") && named[2].contains("wrong"), "\(text)")
    }
  }

  @Test func theModelsVerdictsOnRingsOfOnesOwnStandBesideTheirFigures() {
    let text = ClosingTable(summary: ownRings()).text
    let rows = text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    #expect(rows.first { $0.first == "fast" }?.suffix(3) == ["X", "-", "X*"], "\(text)")
    #expect(rows.first { $0.first == "right" }?.suffix(3) == ["-", "-", "?"], "\(text)")
    #expect(text.contains("X  a ring of the program's own is wrong"), "\(text)")
    #expect(text.contains("here only"), "\(text)")
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
