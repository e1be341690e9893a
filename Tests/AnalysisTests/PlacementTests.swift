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
