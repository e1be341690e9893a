import Analysis
import Foundation
import RunRecord
import SampleRecords
import Statistics
import Testing

@testable import Reporting

@Suite struct RunReportTests {
  @Test func aRowIsTheMedianOverItsRoundsAndItsRatioIsTakenRoundByRound() throws {
    var campaign = MadeCampaign()
    // The machine slows down twofold in the last round: the figure moves, the ratio does not.
    for (round, speed) in [1.0, 1.0, 2.0].enumerated() {
      campaign.add(nil, .lineBounce, round: round, ns: 100 * speed)
      campaign.add("seq-cst", .roundTrip, round: round, ns: 250 * speed)
    }
    let row = try #require(campaign.summary.rows.first { $0.key.workload == .roundTrip })
    #expect(row.nsPerOperation.median == 250)
    #expect(row.nsPerOperation.high == 375)
    #expect(row.ratioToLowerBound == Spread(of: [2.5, 2.5, 2.5]))
    #expect(row.lowerBound == "line-bounce")
    #expect(row.rounds == 3)
    #expect(row.undisturbedShare == 0.75)
  }

  @Test func theHeadNamesTheCompilerAndTheCommit() {
    var summary = MadeCampaign().summary
    func head() -> String { RunReport(summary).head }
    #expect(head().contains("\nclang; build release; seed 1"))
    summary.campaign.environment.swiftVersion = "6.3.1 (x)"
    summary.campaign.environment.commit = String(repeating: "0123456789", count: 4)
    #expect(head().contains("\nSwift 6.3.1 (x); commit 012345678901; build release; seed 1"))
    summary.campaign.environment.uncommittedChanges = true
    #expect(head().contains("; commit 012345678901 with uncommitted changes; build release"))
  }

  @Test func barrierCostIsHeldAgainstTheRingWithoutBarriers() throws {
    var campaign = MadeCampaign()
    campaign.add("none", .barrierCost, ns: 2)
    campaign.add("seq-cst", .barrierCost, ns: 16)
    let row = try #require(campaign.summary.rows.first { $0.key.strategy == "seq-cst" })
    #expect(row.ratioToLowerBound?.median == 8)
  }

  @Test func aFigureFromASlowCoreIsAnUpperBoundUnlessSomeRoundHadTheCoreToItself() throws {
    var campaign = MadeCampaign()
    for round in 0..<3 {
      campaign.add("none", .barrierCost, round: round, ns: 4, calibration: 1000)
      campaign.add("seq-cst", .barrierCost, round: round, ns: 7, calibration: 1700)
      campaign.add("qemu", .barrierCost, round: round, ns: 7, calibration: 1700)
    }
    campaign.add("qemu", .barrierCost, round: 3, ns: 4.5, calibration: 1010)
    func row(_ strategy: String) throws -> SummaryRow {
      try #require(campaign.summary.rows.first { $0.key.strategy == strategy })
    }
    #expect(try row("none").slowCore == nil)
    #expect(try row("seq-cst").slowCore == true)
    #expect(try row("qemu").slowCore == nil)
    #expect(try row("qemu").nsPerOperation.median == 4.5)
    let report = CostReport(summary: campaign.summary).text
    #expect(report.contains("≤7.0"))
    #expect(report.contains("≈4.5"))
    #expect(!report.contains("≤4"))
  }

  @Test func aViolationOfAStrategyThatClaimsToBeCorrectIsToldAndCounted() throws {
    var campaign = MadeCampaign()
    campaign.add("acquire-release", .throughput, ns: 10, bad: 3)
    let summary = campaign.summary
    #expect(summary.violatesClaim)
    let verdict = try #require(summary.verdicts.first)
    #expect(verdict.seen == .violated && verdict.grade == .unexpected)
    #expect(verdict.wraps == 10 && verdict.emptyPolls == 500 && verdict.fullPolls == 250)
    #expect(RunReport(summary).text.contains("UNEXPECTED: acquire-release (ordinary stores) violated"))
  }

  @Test func aStreamingViolationNamesThePublishEdgeAndViolatesNoClaim() throws {
    var campaign = MadeCampaign()
    campaign.add("acquire-release", .throughput, ns: 10, bad: 3) { $0.row.ring?.payloadStores = .streaming }
    let summary = campaign.summary
    #expect(!summary.violatesClaim)
    let verdict = try #require(summary.verdicts.first)
    #expect(verdict.grade == .asExpected && verdict.edges == [.publish])
    #expect(RunReport(summary).text.contains("C11 and Swift atomics order ordinary stores only"))
  }

  @Test func whatShouldHaveBeenViolatedAndWasNotIsAWarningAndNoPass() throws {
    var campaign = MadeCampaign()
    campaign.add("tail-first", .throughput, ns: 10)
    let text = RunReport(campaign.summary).text
    #expect(text.contains("WARNING: the positive control, tail-first, was not caught in 1000 events"))
    #expect(text.contains("WARNING: tail-first (ordinary stores) was expected to be violated"))
    #expect(text.contains("clean (expected violated)"))
  }

  @Test func hungAndCrashedTrialsAreCountedAndTold() throws {
    var campaign = MadeCampaign()
    campaign.add("mutex", .throughput, round: 0, ns: 10)
    campaign.add("mutex", .throughput, round: 1, ns: 0, outcome: .hung)
    campaign.add("spinlock", .throughput, ns: 0, outcome: .crashed)
    let summary = campaign.summary
    #expect(summary.hasUnfinishedTrials)
    #expect(summary.verdicts.map(\.seen) == [.hung, .crashed])
    #expect(summary.rows.first { $0.key.strategy == "mutex" }?.unfinishedRounds == 1)
    #expect(RunReport(summary).text.contains("2 trials hung, crashed or failed"))
  }

  @Test func strategiesThatThisProcessorCannotShowToBeWrongAreCleanHereOnly() throws {
    var campaign = MadeCampaign()
    campaign.add("kernel-2003", .throughput, ns: 10)
    campaign.add("kernel-2014", .throughput, ns: 10)
    let summary = SummaryRecord(
      of: campaign.record, trials: campaign.trials,
      architectures: [
        VerificationRecord(
          strategy: "kernel-2003", model: .power, shape: .publishObserve, verdict: .allowed,
          missingEdges: [.observe]),
        VerificationRecord(
          strategy: "kernel-2014", model: .power, shape: .publishObserve, verdict: .forbidden),
        // Only a sleeping consumer is at risk: its events are clean, here and elsewhere.
        VerificationRecord(
          strategy: "kernel-2014", model: .power, shape: .wakeSleep, verdict: .allowed, missingEdges: [.wake],
          claimed: false),
      ])
    let text = RunReport(summary).text
    #expect(text.contains("Clean here; this CPU does not reorder these accesses"))
    #expect(text.contains("see the model columns): kernel-2003."))
    #expect(text.split(separator: "\n").contains { $0.hasPrefix("kernel-2003") && $0.hasSuffix("  O·") })
    #expect(text.split(separator: "\n").contains { $0.hasPrefix("kernel-2014") && $0.hasSuffix("(W)") })
  }

  @Test func anInterruptedCampaignSaysThatItIsIncomplete() {
    var campaign = MadeCampaign()
    campaign.add("none", .throughput, ns: 10)
    campaign.add("none", .roundTrip, ns: 10)
    campaign.trials.removeLast()
    #expect(!campaign.summary.complete)
    #expect(RunReport(campaign.summary).text.contains("INCOMPLETE"))
  }

  @Test func recordsSurviveWritingAndReading() throws {
    var campaign = MadeCampaign()
    campaign.add("seq-cst", .roundTrip, ns: 10, bad: 1)
    let line = try RecordCoding.line(campaign.trials[0])
    let back = try RecordCoding.decoder.decode(TrialRecord.self, from: line)
    #expect(back.spec == campaign.trials[0].spec)
    #expect(back.result == campaign.trials[0].result)
    let document = try RecordCoding.document(campaign.summary)
    let summary = try RecordCoding.decoder.decode(SummaryRecord.self, from: document)
    #expect(try RecordCoding.document(summary) == document)
  }
}

@Suite("Rows of each state of the CPUs") struct OtherStateReportTests {
  private func campaign() -> MadeCampaign {
    var made = MadeCampaign()
    for round in 0..<9 {
      made.add("none", .handOff, round: round, ns: round < 5 ? 5 : 31)
      var gauge = NoiseGauge(
        bounceBeforeNs: round < 5 ? 60 : 300, bounceAfterNs: round < 5 ? 60 : 300, calibrationBeforeNs: 100,
        calibrationAfterNs: 100, elapsedMilliseconds: 1, stalledMilliseconds: nil, stolenMilliseconds: nil)
      (gauge.consumerCalibrationBeforeNs, gauge.consumerCalibrationAfterNs) = (100, 100)
      made.trials[round].result?.noise = gauge
    }
    return made
  }

  @Test("are a table of their own, which names the state and how many trials it had")
  func table() throws {
    let made = campaign()
    let usual = RunReport(made.summary).text
    #expect(!usual.contains("In another state") && usual.contains("--placement each prints them"))
    #expect(usual.contains("a line bounced in 300 ns: 4 trials, set apart"))
    let each = RunReport(SummaryRecord(of: made.record, trials: made.trials, states: .each)).text
    let lines = each.split(separator: "\n")
    let head = try #require(
      lines.firstIndex(of: "In another state: hand-off, CPUs 0:1, a line bounced in 300 ns: 4 trials"))
    #expect(lines[head + 1].hasPrefix("Cost: layout padded"))
    #expect(lines[head + 3].hasPrefix("none") && lines[head + 3].contains("≈31"))
    #expect(each.contains("a line bounced in 300 ns: 4 trials, in tables of their own"))
    #expect(!each.contains("--placement each prints them"))
  }

  @Test("are lines of the CSV that say which state they are of")
  func csv() throws {
    let made = campaign()
    let summary = SummaryRecord(of: made.record, trials: made.trials, states: .each)
    let lines = SummaryCSV.text([summary]).components(separatedBy: "\r\n").dropLast()
    #expect(lines.count == 3)
    #expect(
      lines[0].hasSuffix(
        ",other_state_bounce_ns,other_state_producer_is_slow,other_state_consumer_is_slow"))
    #expect(lines[1].hasSuffix(",,,") && lines[2].hasSuffix(",300,false,false"))
    let document = try RecordCoding.document(summary)
    let read = try RecordCoding.decoder.decode(SummaryRecord.self, from: document)
    #expect(read.otherStates?.first?.rows.first?.figure?.median == 31)
  }
}

@Suite struct SummaryCSVTests {
  @Test func fieldsWithCommasAndQuotesAreQuotedAndEveryLineHasEveryColumn() {
    var campaign = MadeCampaign()
    campaign.add("none", .throughput, ns: 10)
    campaign.add(nil, .clock, ns: 20)
    let lines = SummaryCSV.text([campaign.summary]).components(separatedBy: "\r\n").dropLast()
    #expect(lines.count == 3)
    #expect(lines[1].hasPrefix("\"a \"\"host\"\", or so\",2026-01-01T00:00:00Z,,"))
    #expect(lines[2].hasPrefix("\"a \"\"host\"\", or so\",2026-01-01T00:00:00Z,none,"))
    let columns = lines[0].split(separator: ",").count
    // The quoted host holds one comma more.
    #expect(lines.dropFirst().allSatisfy { $0.components(separatedBy: ",").count == columns + 1 })
  }

  @Test func columnsOfTimesNameTheirUnit() throws {
    let header = try #require(
      SummaryCSV.text([MadeCampaign().summary]).components(separatedBy: "\r\n").first)
    for column in header.split(separator: ",") where column.contains("p50") || column.contains("median") {
      #expect(column.contains("ns") || column.contains("ratio") || column.contains("per_second"))
    }
  }
}
