import Foundation
import RunRecord
import SampleRecords
import Statistics
import Testing

@testable import Analysis

struct FileComparisonTests {
  private static let settings = Gate.Settings(detect: 0.25, thresholdNs: 0.05)

  /// Rounds of one strategy and of its floor; `speed` is the machine's, which both feel.
  private func campaign(_ name: String = "seq-cst", factor: Double = 1, speed: Double = 1, rounds: Int = 5)
    -> MadeCampaign
  {
    var campaign = MadeCampaign()
    for round in 0..<rounds {
      let jitter = 1 + 0.01 * Double(round)
      campaign.add(nil, .lineBounce, round: round, ns: 100 * speed)
      campaign.add(name, .roundTrip, round: round, ns: 250 * speed * factor * jitter)
    }
    return campaign
  }

  private func figures(_ campaign: MadeCampaign) -> CampaignFigures {
    CampaignFigures(trials: campaign.trials, environment: campaign.record.environment)
  }

  private func compare(_ base: MadeCampaign, _ candidate: MadeCampaign) throws -> FileComparison {
    try FileComparison(base: figures(base), candidate: figures(candidate), Self.settings)
  }

  @Test func aSlowerMachineIsNoSlowerProgram() throws {
    let row = try #require(try compare(campaign(), campaign(speed: 2)).rows.first)
    #expect(row.verdict == .noChange)
    #expect(abs(row.changePercent) < 1)
    #expect(row.candidateNs > 1.9 * row.baseNs)
  }

  @Test func aRoundTripOfAnotherSchemaIsNotComparable() throws {
    var base = campaign()
    for index in base.trials.indices { base.trials[index].schema = 1 }
    let row = try #require(try compare(base, campaign()).rows.first)
    #expect(row.verdict == .inconclusive)
    #expect(row.message?.contains("schema 1") == true)
  }

  @Test func theRatiosThatAreComparedGiveTheChange() throws {
    let row = try #require(try compare(campaign(), campaign(factor: 1.5, speed: 2)).rows.first)
    let (base, candidate) = (try #require(row.baseRatio), try #require(row.candidateRatio))
    #expect(abs(base - 2.55) < 0.01 && abs(candidate - 3.82) < 0.01)
    #expect(abs(row.changePercent - 100 * (candidate / base - 1)) < 1e-9)
  }

  @Test func whereTheNanosecondsAreComparedThereIsNoRatio() throws {
    var (base, candidate) = (MadeCampaign(), MadeCampaign())
    for round in 0..<5 {
      base.add("seq-cst", .barrierCost, round: round, ns: 4 + 0.01 * Double(round))
      candidate.add("seq-cst", .barrierCost, round: round, ns: 5 + 0.01 * Double(round))
    }
    let row = try #require(try compare(base, candidate).rows.first)
    #expect(row.baseRatio == nil && row.candidateRatio == nil)
    #expect(abs(row.changePercent - 25) < 1)
  }

  @Test func aRowThatIsItsOwnLowerBoundIsNotSaidToBeUnchanged() throws {
    var (base, candidate) = (MadeCampaign(), MadeCampaign())
    for round in 0..<5 {
      base.add("none", .barrierCost, round: round, ns: 4 + 0.01 * Double(round))
      candidate.add("none", .barrierCost, round: round, ns: 8 + 0.01 * Double(round))
    }
    for (base, candidate) in [
      (figures(base), figures(candidate)),
      (CampaignFigures(base.summary), CampaignFigures(candidate.summary)),
    ] {
      let row = try #require(
        try FileComparison(base: base, candidate: candidate, Self.settings).rows.first)
      #expect(row.verdict == .inconclusive && abs(row.changePercent - 100) < 1)
      #expect(row.baseRatio == nil && row.candidateRatio == nil)
      #expect(try #require(row.message).hasPrefix("it is what others are measured over"))
    }
  }

  @Test func onlySelectedRowsAreComparedAndOnlyTheyAreMissed() throws {
    var base = campaign("none")
    base.trials += campaign("seq-cst").trials
    base.trials += campaign("mutex").trials
    let selection = RowSelection(strategies: ["none", "mutex"], workloads: [.roundTrip], layouts: [.padded])
    let comparison = try FileComparison(
      base: figures(base), candidate: figures(campaign("none")), among: selection, Self.settings)
    #expect(comparison.rows.map(\.key.strategy) == ["none"])
    #expect(comparison.withoutPartner.map(\.key.strategy) == ["mutex"])
    for other in [RowSelection(workloads: [.throughput]), RowSelection(layouts: [.aio])] {
      #expect(!figures(base).has(other))
    }
  }

  @Test func aSlowerProgramRegressesAndAFasterOneImproves() throws {
    #expect(try compare(campaign(), campaign(factor: 1.5)).rows.first?.verdict == .regression)
    #expect(try compare(campaign(), campaign(factor: 0.5)).rows.first?.verdict == .improvement)
  }

  @Test func aSummaryGivesTheSameVerdictsAsItsTrials() throws {
    let (base, candidate) = (
      CampaignFigures(campaign(rounds: 20).summary),
      CampaignFigures(campaign(factor: 1.5, rounds: 20).summary)
    )
    #expect(
      try FileComparison(base: base, candidate: candidate, Self.settings).rows.first?.verdict == .regression)
    #expect(try FileComparison(base: base, candidate: base, Self.settings).rows.first?.verdict == .noChange)
  }

  @Test func withoutALowerBoundThatVouchesForTheMachineNothingRegresses() throws {
    func withoutFloors(_ campaign: MadeCampaign) -> MadeCampaign {
      var campaign = campaign
      campaign.trials.removeAll { $0.spec.row.workload.isLowerBound }
      return campaign
    }
    for (base, candidate) in [
      (withoutFloors(campaign()), withoutFloors(campaign(factor: 1.7))),
      (campaign(), campaign(factor: 1.7, speed: 3)),
    ] {
      let row = try #require(try compare(base, candidate).rows.first)
      #expect(row.verdict == .inconclusive)
      #expect(try #require(row.message).contains("its lower bound was"))
    }
  }

  @Test func oneRoundDecidesNothing() throws {
    let row = try #require(try compare(campaign(rounds: 1), campaign(factor: 3, rounds: 1)).rows.first)
    #expect(row.verdict == .inconclusive)
    #expect(row.moreRounds != nil)
  }

  @Test func rowsWithoutPartnerAreNamed() throws {
    let comparison = try compare(campaign("seq-cst"), campaign("none"))
    #expect(comparison.rows.isEmpty)
    #expect(comparison.withoutPartner.map(\.key.strategy) == ["seq-cst", "none"])
    #expect(comparison.withoutPartner.map(\.side) == [.base, .candidate])
  }

  @Test func anotherMachineAndAnotherKindOfBuildAreRefused() throws {
    var (base, candidate) = (figures(campaign()), figures(campaign()))
    candidate.environment?.cpuModel = "another"
    #expect(throws: Incomparable.machine(base: "x86_64, model", candidate: "x86_64, another")) {
      try FileComparison(base: base, candidate: candidate, Self.settings)
    }
    candidate.environment = base.environment
    base.environment?.build = .debugOptimised
    #expect(throws: Incomparable.build(base: .debugOptimised, candidate: .release)) {
      try FileComparison(base: base, candidate: candidate, Self.settings)
    }
    base.environment?.build = .unoptimised
    #expect(throws: Incomparable.unoptimised(side: "the base")) {
      try FileComparison(base: base, candidate: candidate, Self.settings)
    }
  }

  @Test func roundsMeasuredWhileTheCPUsWereNearerAreSetApartInASummary() throws {
    var campaign = MadeCampaign()
    for round in 0..<6 {
      campaign.add("seq-cst", .roundTrip, round: round, ns: round < 2 ? 60 : 300)
      let bounce = round < 2 ? 50.0 : 280
      campaign.trials[round].result?.noise = NoiseGauge(
        bounceBeforeNs: bounce, bounceAfterNs: bounce, calibrationBeforeNs: 1, calibrationAfterNs: 1,
        elapsedMilliseconds: 10, stalledMilliseconds: 9, stolenMilliseconds: 0)
    }
    let row = try #require(campaign.summary.rows.first)
    #expect(row.nsPerOperation == Spread(of: [300, 300, 300, 300]))
    #expect(row.rounds == 6)
    #expect(try #require(row.setApart).map(\.nsPerOperation.median) == [60])
    #expect(try #require(campaign.summary.quietness).hasPrefix("The machine was very noisy"))
  }

  @Test func roundsOfOneThreadOnASlowerCoreAreSetApartInASummary() throws {
    var campaign = MadeCampaign()
    for round in 0..<5 {
      let isSlow = round > 1
      campaign.add("seq-cst", .barrierCost, round: round, ns: isSlow ? 6.6 : 3.9)
      let calibration = isSlow ? 3600.0 : 2243
      campaign.trials[round].result?.noise = NoiseGauge(
        bounceBeforeNs: 1, bounceAfterNs: 1, calibrationBeforeNs: calibration, calibrationAfterNs: 2243,
        elapsedMilliseconds: 10, stalledMilliseconds: 0, stolenMilliseconds: 0)
    }
    let row = try #require(campaign.summary.rows.first)
    #expect(row.nsPerOperation == Spread(of: [3.9, 3.9]))
    #expect(try #require(row.setApart).map(\.nsPerOperation) == [Spread(of: [6.6, 6.6, 6.6])])
    #expect(row.setApart?.first?.calibrationNs == 3600)
  }

  @Test func aCampaignAgainstItselfHasNotChanged() throws {
    var campaign = MadeCampaign()
    for round in 0..<3 {
      campaign.add("none", .throughput, round: round, ns: [5.0, 50, 500][round])
      campaign.add(nil, .freshLine, round: round, ns: 2)
    }
    let figures = CampaignFigures(trials: campaign.trials, environment: nil)
    let comparison = try FileComparison(
      base: figures, candidate: figures, Gate.Settings(detect: 0.25, thresholdNs: 0.05))
    #expect(comparison.rows.map(\.verdict) == [.noChange])
  }

  /// A change of 2.7 % over three rounds that differ by 1 %: its interval of 95 % excludes zero, and at 1 % it is nothing.
  @Test func aChangeThatOneComparisonInFiftyShowsWithoutOneIsNoRegression() throws {
    let row = try #require(try compare(campaign(rounds: 3), campaign(factor: 1.027, rounds: 3)).rows.first)
    #expect(try #require(row.lowPercent) > 0)
    #expect(row.pValue > Gate.level)
    #expect(row.verdict != .regression)
  }

  @Test func aSummarysRowWithoutRoundsIsNotCompared() throws {
    var failing = campaign()
    failing.add("mutex", .roundTrip, ns: 900, outcome: .failed)
    let figures = CampaignFigures(failing.summary)
    #expect(figures.strategies == ["seq-cst"])
  }
}
