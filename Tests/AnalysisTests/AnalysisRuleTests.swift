import RunRecord
import SampleRecords
import Statistics
import Testing

@testable import Analysis

/// The small rules by which figures become rows, marks and verdicts: one wrong comparison in any of them is noticed.
@Suite struct AnalysisRuleTests {
  private func result(_ change: (inout TrialResult) -> Void) -> TrialResult {
    var result = TrialResult(
      nsPerOperation: Spread(of: [10]), operations: 100, bursts: BurstCounts(all: 100, undisturbed: 100),
      stayedOnCpus: true, involuntarySwitches: [0, 0])
    result.noise = NoiseGauge(
      bounceBeforeNs: 100, bounceAfterNs: 100, calibrationBeforeNs: 100, calibrationAfterNs: 100,
      elapsedMilliseconds: 100, stalledMilliseconds: 0, stolenMilliseconds: 0)
    change(&result)
    return result
  }

  // MARK: Noise

  @Test func eachMarkHasItsOwnReasonAndThreshold() {
    func marks(_ change: (inout TrialResult) -> Void) -> [NoiseMark] { NoiseMark.all(of: result(change)) }
    #expect(marks { _ in } == [])
    #expect(marks { $0.stayedOnCpus = false } == [.moved])
    #expect(marks { $0.noise?.bounceAfterNs = 161 } == [.bounceChanged])
    #expect(marks { $0.noise?.bounceAfterNs = 159 } == [])
    #expect(marks { $0.noise?.calibrationBeforeNs = 116 } == [.speedChanged])
    #expect(marks { $0.noise?.calibrationBeforeNs = 114 } == [])
    #expect(marks { $0.bursts.undisturbed = 49 } == [.interrupted])
    #expect(marks { $0.bursts.undisturbed = 50 } == [])
    #expect(marks { $0.noise?.stolenMilliseconds = 11 } == [.stolen])
    #expect(marks { $0.noise?.stolenMilliseconds = 10 } == [])
  }

  @Test func aBounceThatChangedBoundsNothing() {
    func bounce(_ before: Double?, _ after: Double?) -> Double? {
      let changed = result {
        $0.noise?.bounceBeforeNs = before
        $0.noise?.bounceAfterNs = after
      }
      return changed.noise?.bounceNs
    }
    #expect(bounce(100, 140) == 120)
    #expect(bounce(100, 170) == nil)
    #expect(bounce(nil, 100) == nil)
  }

  @Test func aCoreWasSlowIfEitherReadingIsAQuarterOverTheFastestOfItsCPU() {
    let spec = TrialSpec(RowKey(RingSpec("none"), workload: .barrierCost))
    let speeds = CoreSpeeds(of: [(spec: spec, result: result { _ in })])
    func isSlow(_ before: Double, _ after: Double, _ spec: TrialSpec = spec) -> Bool {
      let trial = result {
        $0.noise?.calibrationBeforeNs = before
        $0.noise?.calibrationAfterNs = after
      }
      return speeds.wasSlow(trial.noise, of: spec)
    }
    #expect(!isSlow(124, 124) && isSlow(126, 100) && isSlow(100, 126))
    var other = spec
    other.row.workload = .throughput
    #expect(!isSlow(200, 200, other))
    (other.row.workload, other.row.producerCpu) = (.barrierCost, 7)
    #expect(!isSlow(200, 200, other))
  }

  @Test func theMachineIsAsLoudAsItsWorstShare() {
    func word(stolen: Double) -> String {
      let spec = TrialSpec(RowKey(RingSpec("none"), workload: .barrierCost))
      let words = Quietness.words([(spec: spec, result: result { $0.noise?.stolenMilliseconds = stolen })])
      return String(words.prefix { $0 != ":" })
    }
    #expect(word(stolen: 1.9) == "The machine was quiet")
    #expect(word(stolen: 9.9) == "The machine was fairly quiet")
  }

  // MARK: Rows

  private func row(_ campaign: MadeCampaign, _ workload: Workload = .throughput) throws -> SummaryRow {
    try #require(campaign.summary.rows.first { $0.key.workload == workload && $0.key.ring != nil })
  }

  @Test func aRowAddsUpItsRounds() throws {
    var campaign = MadeCampaign()
    for round in 0..<3 { campaign.add("none", .throughput, round: round, ns: 10, bad: UInt64(round)) }
    campaign.add("none", .throughput, round: 3, ns: 10, outcome: .crashed)
    for round in 0..<3 {
      campaign.trials[round].result?.latency = LatencySummary(
        p50Ns: Double(round), p90Ns: 1, p99Ns: 1, p999Ns: 1, maxNs: Double(10 + round), samples: 5)
    }
    campaign.trials[0].result?.stayedOnCpus = false
    let row = try row(campaign)
    #expect(row.rounds == 3 && row.unfinishedRounds == 1 && row.movedRounds == 1)
    #expect(row.eventsChecked == 3000 && row.badEvents == 3 && row.polls?.wraps == 30)
    #expect(row.latency?.p50Ns == 1 && row.latency?.maxNs == 12 && row.latency?.samples == 15)
    #expect(row.observedRegime == "alternating" && row.undisturbedShare == 0.75)
    #expect(campaign.summary.complete && campaign.summary.hasUnfinishedTrials)
    var cut = campaign
    cut.trials.removeLast()
    #expect(!cut.summary.complete && !cut.summary.hasUnfinishedTrials)
  }

  @Test func lostWakeUpsAreAddedUp() throws {
    var campaign = MadeCampaign()
    for round in 0..<2 {
      campaign.add("none", .wakeRounds, round: round, ns: 10)
      campaign.trials[round].result?.wakeUps = WakeUpCounts(rounds: 100, missed: 3)
    }
    #expect(try row(campaign, .wakeRounds).wakeUps == WakeUpCounts(rounds: 200, missed: 6))
  }

  @Test func largerRingsComeFirst() throws {
    var campaign = MadeCampaign()
    for slots in [8, 1024, 128] { campaign.add("none", .throughput, ns: 10) { $0.row.slots = slots } }
    #expect(campaign.summary.rows.map(\.key.slots) == [1024, 128, 8])
  }

  @Test func onlyTheBounceOfTheSameCPUsAndKindBoundsARoundTrip() throws {
    func ratio(_ change: (inout TrialSpec) -> Void, bounce: Double? = nil) throws -> Double? {
      var campaign = MadeCampaign()
      campaign.add(nil, .lineBounce, ns: 100, change: change)
      campaign.add("none", .roundTrip, ns: 250)
      campaign.trials[1].result?.noise = bounce.map {
        NoiseGauge(
          bounceBeforeNs: $0, bounceAfterNs: $0, calibrationBeforeNs: nil, calibrationAfterNs: nil,
          elapsedMilliseconds: 1, stalledMilliseconds: nil, stolenMilliseconds: nil)
      }
      return try row(campaign, .roundTrip).ratioToLowerBound?.median
    }
    #expect(try ratio { _ in } == 2.5)
    #expect(try ratio({ _ in }, bounce: 125) == 2)
    #expect(try ratio { $0.row.consumerCpu = 3 } == nil)
    #expect(try ratio { $0.row.producerCpu = 3 } == nil)
    #expect(try ratio { $0.row.oversubscribed = true } == nil)
  }

  @Test func aRowInWordsNamesWhatIsNotUsual() {
    let usual = RowKey(RingSpec("none"), workload: .throughput)
    #expect(usual.words == "none padded cached throughput CPUs 0:1")
    let other = RowKey(
      RingSpec("none", payloadStores: .streaming), workload: .throughput, pacing: .balanced, slots: 8,
      batch: 4, checking: false)
    #expect(
      other.words == "none padded cached throughput balanced streaming 8 slots batch 4 unchecked CPUs 0:1")
  }

  @Test func figuresHaveThreeDigits() {
    #expect([1.2345, 12.345, 123.45].map(\.inThreeDigits) == ["1.23", "12.3", "123"])
  }

  /// A campaign's last trial, as measured with a bounce of so many ns.
  private func setBounce(_ ns: Double, in campaign: inout MadeCampaign) {
    campaign.trials[campaign.trials.count - 1].result?.noise = NoiseGauge(
      bounceBeforeNs: ns, bounceAfterNs: ns, calibrationBeforeNs: nil, calibrationAfterNs: nil,
      elapsedMilliseconds: 1, stalledMilliseconds: nil, stolenMilliseconds: nil)
  }

  @Test func placementsOfDifferentPairsAreNotCompared() throws {
    var campaign = MadeCampaign()
    for round in 0..<3 {
      for (producer, bounce) in [(0, 50.0), (2, 280)] {
        campaign.add("none", .roundTrip, round: round, ns: 5 * bounce) { $0.row.producerCpu = producer }
        setBounce(bounce, in: &campaign)
      }
    }
    #expect(campaign.summary.rows.allSatisfy { $0.setApart == nil && $0.figure?.rounds == 3 })
  }

  @Test func aRowThatWasOnlyEverSetApartKeepsItsFigures() throws {
    var campaign = MadeCampaign()
    for round in 0..<5 {
      campaign.add("none", .roundTrip, round: round, ns: 250)
      setBounce(50, in: &campaign)
    }
    campaign.add("seq-cst", .roundTrip, ns: 900)
    setBounce(280, in: &campaign)
    campaign.add("seq-cst", .roundTrip, round: 1, ns: 900, outcome: .crashed)
    let row = try #require(campaign.summary.rows.first { $0.key.strategy == "seq-cst" })
    #expect(row.nsPerOperation.median == 900)
  }

  @Test func aBounceIsTheMeanOfBothReadingsAndNothingIfTheyDiffer() throws {
    func gauge(_ before: Double, _ after: Double) -> NoiseGauge {
      NoiseGauge(
        bounceBeforeNs: before, bounceAfterNs: after, calibrationBeforeNs: nil, calibrationAfterNs: nil,
        elapsedMilliseconds: 1, stalledMilliseconds: nil, stolenMilliseconds: nil)
    }
    #expect(abs(try #require(gauge(100, 110).bounceNs) - 105) < 0.01)
    #expect(gauge(100, 400).bounceNs == nil)
  }

  @Test func aRoundThatWasMeasuredTwiceCountsAsItWasMeasuredLast() {
    var campaign = MadeCampaign()
    for ns in [10.0, 20] { campaign.add("none", .throughput, round: 1, ns: ns) }
    #expect(campaign.trials.figuresByRound == [1: 20])
  }

  /// As offered load on a core so slow that not even the lowest rates are sustained.
  @Test func aTrialWithoutAFigureIsNoFigureOfZero() throws {
    var campaign = MadeCampaign()
    campaign.add("none", .offeredLoad, ns: 500)
    campaign.add("none", .offeredLoad, round: 1, ns: 0)
    campaign.trials[1].result?.nsPerOperation = Spread(of: [])
    let row = try #require(campaign.summary.rows.first)
    #expect(row.nsPerOperation == Spread(of: [500]) && row.rounds == 2)
    #expect(campaign.trials.figuresByRound == [0: 500])
    campaign.trials.removeFirst()
    let none = try #require(campaign.summary.rows.first)
    #expect(none.nsPerOperation.count == 0 && none.figure == nil)
  }

  // MARK: Verdicts

  private func verdict(_ campaign: MadeCampaign) throws -> NativeVerdict {
    try #require(campaign.summary.verdicts.first)
  }

  @Test func onlyCheckedEventsCountAndTheirPollsByTheEvent() throws {
    var campaign = MadeCampaign()
    campaign.add("kernel-2014", .throughput, ns: 10)
    campaign.add("kernel-2014", .throughput, ns: 10) { $0.row.checking = false }
    let verdict = try verdict(campaign)
    #expect(verdict.seen == .clean && verdict.checked == 1000)
    #expect(verdict.emptyPolls == 500 && verdict.fullPolls == 250 && verdict.wraps == 10)
  }

  @Test func whatDidNotEndIsNoCleanVerdict() throws {
    for (outcome, seen) in [
      (TrialRecord.Outcome.hung, NativeVerdict.Seen.hung), (.crashed, .crashed), (.failed, .failed),
    ] {
      var campaign = MadeCampaign()
      if outcome != .failed { campaign.add("kernel-2014", .throughput, ns: 10) }
      campaign.add("kernel-2014", .throughput, ns: 10, outcome: outcome)
      #expect(try verdict(campaign).seen == seen)
      #expect(try verdict(campaign).grade == .unexpected)
    }
  }

  @Test func onOneCPUNothingIsExpectedToBeViolated() throws {
    var campaign = MadeCampaign()
    campaign.add("tail-first", .throughput, ns: 10) {
      ($0.row.oversubscribed, $0.row.consumerCpu) = (true, $0.row.producerCpu)
    }
    #expect(try verdict(campaign).expected == .either)
    campaign.add("tail-first", .throughput, ns: 10)
    #expect(try verdict(campaign).expected == .violated)
  }

  @Test func aVerdictShowsTheFirstBadEventsAndTheEdgesThatTheyAreOwedTo() throws {
    var campaign = MadeCampaign()
    campaign.add("tail-first", .throughput, ns: 10, bad: 6)
    campaign.trials[0].result?.check?.first = (0..<6).map {
      BadEventRecord(kind: "stale-lap", expectedSequence: $0, expectedLap: 0, words: [])
    }
    let verdict = try verdict(campaign)
    #expect(verdict.first.map(\.expectedSequence) == [0, 1, 2, 3])
    #expect(verdict.edges.contains(.publish) && !verdict.edges.contains(.retire))
    #expect(!campaign.summary.violatesClaim)
    campaign.add("kernel-2014", .throughput, ns: 10, bad: 1)
    #expect(campaign.summary.violatesClaim)
  }

  // MARK: Comparisons

  @Test func anotherArchitectureOrCompilerIsAnotherMachine() {
    let here = MadeCampaign().record.environment
    var other = here
    other.architecture = "aarch64"
    #expect(throws: Incomparable.self) { try Incomparable.check(base: here, candidate: other) }
    #expect(here.difference(from: here) == nil)
    for change in [\RunEnvironment.compiler, \.cpuModel] {
      var other = here
      other[keyPath: change] = "another"
      #expect(here.difference(from: other) != nil)
    }
    other = here
    other.build = .debugOptimised
    #expect(here.difference(from: other)?.contains("release") == true)
  }

  @Test func aTrialThatChangedItsPlacementIsInNoPairUnlessOneThreadRunsAlone() {
    for (workload, apart) in [(Workload.roundTrip, 2), (.barrierCost, 0)] {
      let key = RowKey(RingSpec("none"), workload: workload)
      var made = MadeRounds(seed: 6)
      (made.disturbed, made.deviation) = (0, 0.001)
      var trials = made.rounds(15, of: [key])
      trials[1] = made.trial(.base, of: key, ns: 4, bounceAfter: 170)
      trials[1].trial.round = 0
      let pairs = PairedDifferences(trials, of: key, ComparableTrials(trials.map(\.trial)))
      // It leaves one of the candidate without a partner.
      #expect(pairs.trialsApart == apart)
    }
  }

  // MARK: Pairs of one state

  private func figures(_ places: [(round: Int, state: Int)]) -> [FigureInState] {
    places.map { FigureInState(round: $0.round, state: $0.state, ns: Double($0.round + 1)) }
  }

  private func rounds(_ first: [(round: Int, state: Int)], _ second: [(round: Int, state: Int)]) -> [[Int]] {
    SameStatePairs.pairs(figures(first), figures(second)).map { [$0.first.round, $0.second.round] }
  }

  @Test func figuresOfOneRoundAndStateArePaired() {
    #expect(rounds([(0, 0), (1, 1), (2, 0)], [(0, 0), (1, 1), (2, 0)]) == [[0, 0], [1, 1], [2, 2]])
    #expect(SameStatePairs.pairs(figures([(0, 0)]), figures([(0, 1)])).isEmpty)
  }

  @Test func aFigureWithoutPartnerInItsRoundIsPairedWithTheLatestUnpairedOne() {
    // The surplus of the first side in rounds 0 and 1 does not delay the pairs after it.
    #expect(
      rounds([(0, 0), (1, 0), (3, 0), (4, 0)], [(2, 0), (3, 0), (4, 0)]) == [[1, 2], [3, 3], [4, 4]])
    #expect(rounds([(5, 0)], [(0, 0), (4, 0)]) == [[5, 4]])
  }
}
