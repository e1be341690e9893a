import RunRecord
import SampleRecords
import Statistics
import Testing

@testable import Analysis

@Suite("The placements of two CPUs") struct PlacementTests {
  private func gauge(
    _ before: Double, _ after: Double? = nil, producer: Double = 100, consumer: Double = 100
  ) -> NoiseGauge {
    var gauge = NoiseGauge(
      bounceBeforeNs: before, bounceAfterNs: after ?? before, calibrationBeforeNs: producer,
      calibrationAfterNs: producer, elapsedMilliseconds: 1, stalledMilliseconds: nil, stolenMilliseconds: nil)
    (gauge.consumerCalibrationBeforeNs, gauge.consumerCalibrationAfterNs) = (consumer, consumer)
    return gauge
  }

  @Test("are not joined by trials during which the host moved a CPU, nor by a disturbed reading")
  func apart() {
    let still = [Double](repeating: 130, count: 60) + [Double](repeating: 450, count: 40)
    let gauges = still.map { gauge($0) } + (0..<30).map { _ in gauge(450, 130) } + [gauge(240), gauge(190)]
    let classes = PlacementClasses(of: gauges)
    #expect(classes.index(of: gauge(128)) == 0)
    #expect(classes.index(of: gauge(440)) == 1)
    #expect(classes.index(of: gauge(450, 130)) == nil)
    #expect(classes.index(of: gauge(240)) == nil)
    #expect(classes.majority(of: gauges) == 0)
  }

  /// A campaign of one row; each trial with its figure and gauge.
  private func campaign(_ trials: [(ns: Double, gauge: NoiseGauge)]) -> MadeCampaign {
    var made = MadeCampaign()
    for (round, trial) in trials.enumerated() {
      made.add("none", .handOff, round: round, ns: trial.ns)
      made.trials[round].result?.noise = trial.gauge
    }
    return made
  }

  @Test("and the speeds of their cores: figures come from the state that most trials were in")
  func states() throws {
    let slow = [Double](repeating: 15, count: 6).map { ($0, gauge(450, producer: 200)) }
    let fast = [Double](repeating: 10, count: 4).map { ($0, gauge(450)) }
    let near = [Double](repeating: 5, count: 3).map { ($0, gauge(130)) }
    let summary = campaign(slow + fast + near).summary
    let row = try #require(summary.rows.first)
    #expect(row.nsPerOperation.median == 15)
    #expect(row.figure?.rounds == 6)
    let placements = try #require(summary.placements)
    #expect(placements.map(\.trials) == [3, 6, 4])
    #expect(placements.map(\.isUsed) == [false, true, false])
    #expect(placements.map(\.producerIsSlow) == [false, true, false])
  }

  @Test("have rows of their own where asked, with ratios and groups within each state")
  func each() throws {
    var made = MadeCampaign()
    // Near, seq-cst costs twice as much as none; far, the two are alike; and once the host moved a CPU.
    for round in 0..<40 {
      for (strategy, ns) in [("none", round < 25 ? 5.0 : 40), ("seq-cst", round < 25 ? 10 : 40)] {
        made.add(strategy, .handOff, round: round, ns: ns + Double(round % 5) / 100)
        made.trials[made.trials.count - 1].result?.noise =
          round == 39 ? gauge(130, 450) : gauge(round < 25 ? 130 : 450)
      }
    }
    made.add("none", .barrierCost, ns: 3)
    #expect(made.summary.otherStates == nil)
    // Where both states count, half of the ratios are 1.
    #expect(made.summary.rows.compactMap(\.groups).prefix(2) == [[0], [0]])
    let summary = SummaryRecord(of: made.record, trials: made.trials, states: .each)
    #expect(summary.rows.first { $0.key.workload == .handOff }?.figure?.rounds == 25)
    let others = try #require(summary.otherStates)
    let far = try #require(others.first)
    #expect(others.count == 1)
    #expect(far.placement.bounceNs == 450 && far.placement.trials == 28 && !far.placement.isUsed)
    #expect(far.rows.map(\.key.strategy) == ["none", "seq-cst"])
    #expect(far.rows.allSatisfy { $0.key.workload == .handOff && $0.rounds == 14 && $0.setApart == nil })
    #expect(far.rows.allSatisfy { $0.figure?.rounds == 14 && abs(($0.figure?.median ?? 0) - 40.02) < 0.01 })
    #expect(far.rows.map(\.groups) == [[0], [0]] && far.rows[1].overNone?.median == 1)
    #expect(far.rankings?.count == 1)
    let near = summary.rows.filter { $0.key.workload == .handOff }
    #expect(near.map(\.groups) == [[0], [1]])
    // One state has none beside it.
    let one = SummaryRecord(of: made.record, trials: Array(made.trials.prefix(50)), states: .each)
    #expect(one.otherStates == nil && one.placements?.count == 1)
  }

  @Test("leave a row without a figure that was never measured in the state of the others")
  func otherState() throws {
    var made = MadeCampaign()
    for round in 0..<9 {
      made.add("none", .handOff, round: round, ns: 15)
      made.trials[made.trials.count - 1].result?.noise = gauge(450)
    }
    made.add("seq-cst", .handOff, ns: 8)
    made.trials[made.trials.count - 1].result?.noise = gauge(130)
    let rows = made.summary.rows
    #expect(rows.first { $0.key.strategy == "none" }?.figure?.rounds == 9)
    #expect(try #require(rows.first { $0.key.strategy == "seq-cst" }).figure == nil)
  }

  @Test("are one where nothing was gauged")
  func ungauged() throws {
    var made = MadeCampaign()
    for round in 0..<5 { made.add("none", .handOff, round: round, ns: 5) }
    #expect(made.summary.placements == nil)
    #expect(made.summary.rows.first?.figure?.rounds == 5)
  }

  @Test("have no part in a trial during which a core changed its speed, nor in one of another core's speed")
  func speeds() {
    var made = MadeCampaign()
    for producer in [100.0, 200, 100] {
      made.add("none", .handOff, ns: 10)
      made.trials[made.trials.count - 1].result?.noise = gauge(450, producer: producer)
    }
    made.trials[2].result?.noise?.calibrationAfterNs = 200
    for calibration in [100.0, 200] { made.add("none", .barrierCost, ns: 4, calibration: calibration) }
    let comparable = ComparableTrials(made.trials)
    let states = made.trials.map { comparable.figure(of: $0)?.state }
    #expect(states[0] != nil && states[1] != nil && states[0] != states[1])
    #expect(states[2] == nil)
    #expect(states[3] != states[4])
  }
}
