import Foundation
import RunRecord
import SampleRecords
import Statistics
import Testing

@testable import Analysis

/// A machine whose host changes the speed of the producer's core in steps, a few milliseconds apart.
private struct SteppingCore {
  private var generator: SeededGenerator
  private var milliseconds = 0.0
  private var nextStep = 0.0
  private(set) var isSlow = false

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  /// What the additions of a gauge take now, ns.
  var calibration: Double { isSlow ? 5000 : 2400 }

  mutating func pass(_ duration: Double) {
    milliseconds += duration
    while milliseconds > nextStep {
      isSlow.toggle()
      nextStep += Double.random(in: 0.7...6, using: &generator)
    }
  }

  /// A burst of half a millisecond of a row that takes `ns` on the fast core, and 1.7 times as long on the slow one.
  mutating func burst(_ ns: Double) -> GaugedBurst {
    let (before, wasSlow) = (readings, isSlow)
    pass(0.25)
    let share = [wasSlow, isSlow].map { $0 ? 1.7 : 1.0 }.reduce(0, +) / 2
    pass(0.25)
    let noise = 1 + Double.random(in: -0.02...0.02, using: &generator)
    return GaugedBurst(nsPerOperation: ns * share * noise, before: before, after: readings)
  }

  private var readings: CPUReadings {
    CPUReadings(bounceNs: 60, calibrationNs: calibration, consumerCalibrationNs: 2400)
  }
}

@Suite("Bursts that were gauged one by one, while the host changes the speed of a core")
struct GaugedBurstTests {
  /// The first and the third run the same code; the second takes 4 % longer.
  private static let rows = [
    (RowKey(RingSpec("none"), workload: .handOff), 7.0),
    (RowKey(RingSpec("seq-cst"), workload: .handOff), 7.28),
    (RowKey(RingSpec("acquire-release"), workload: .handOff), 7.0),
  ]
  private static let bursts = 8
  private static let rounds = 40

  private static func record(_ row: Int, _ round: Int, _ bursts: [GaugedBurst], areGauged: Bool)
    -> TrialRecord
  {
    var result = TrialResult(
      nsPerOperation: Spread(of: bursts.map(\.nsPerOperation)), operations: 1,
      bursts: BurstCounts(all: bursts.count, undisturbed: bursts.count), stayedOnCpus: true,
      involuntarySwitches: [0, 0])
    var noise = bursts[0].noise
    noise.calibrationAfterNs = bursts.last?.after.calibrationNs
    result.noise = noise
    if areGauged { result.gaugedBursts = bursts }
    return TrialRecord(
      index: 0, round: round, spec: TrialSpec(rows[row].0), outcome: .completed, result: result, seconds: 0.01
    )
  }

  /// A campaign whose rows' bursts alternate, or one whose trials run one after another with readings around each.
  private static func trials(alternate: Bool, seed: UInt64) -> [TrialRecord] {
    var core = SteppingCore(seed: seed)
    var generator = SeededGenerator(seed: seed &+ 1)
    return (0..<rounds).flatMap { round in
      var made = rows.map { _ in [GaugedBurst]() }
      core.pass(40)
      let order = rows.indices.shuffled(using: &generator)
      let places =
        alternate
        ? (0..<bursts).flatMap { _ in rows.indices.shuffled(using: &generator) }
        : order.flatMap { [Int](repeating: $0, count: bursts) }
      for row in places { made[row].append(core.burst(rows[row].1)) }
      return rows.indices.map { record($0, round, made[$0], areGauged: alternate) }
    }
  }

  private static func halfWidth(_ trials: [TrialRecord], _ row: Int) -> Double {
    let usual = ComparableTrials(trials).usual(of: trials.filter { $0.spec.row == rows[row].0 })
    return MeasuredFigure(of: Array(usual.figuresByRound.values)).relativeHalfWidth ?? .infinity
  }

  @Test("A row's figure is that of one speed, and within 2 % in as many rounds as are planned")
  func ownFigure() throws {
    for seed in 1...3 as ClosedRange<UInt64> {
      let trials = Self.trials(alternate: true, seed: seed)
      let comparable = ComparableTrials(trials)
      for (row, ns) in Self.rows {
        let usual = comparable.usual(of: trials.filter { $0.spec.row == row })
        let figure = MeasuredFigure(of: Array(usual.figuresByRound.values))
        #expect([ns, 1.7 * ns].contains { abs(figure.median / $0 - 1) < 0.01 }, "\(figure)")
      }
      for row in Self.rows.indices { #expect(Self.halfWidth(trials, row) < 0.02) }
    }
  }

  @Test("A burst with another clock than the core usually has does not count")
  func clock() {
    let bursts = (0..<8).map { number in
      let isLowered = number % 3 == 1
      let readings = CPUReadings(
        bounceNs: 60, calibrationNs: isLowered ? 2600 : 2410, consumerCalibrationNs: 2400)
      return GaugedBurst(nsPerOperation: isLowered ? 7.6 : 7, before: readings, after: readings)
    }
    let trials = (0..<20).map { Self.record(0, $0, bursts, areGauged: true) }
    let usual = ComparableTrials(trials).usual(of: trials)
    #expect(usual.allSatisfy { $0.result?.gaugedBursts?.map(\.nsPerOperation) == [7, 7, 7, 7, 7] })
  }

  @Test("Two rows of the same code are not told apart, and one of 4 % more is")
  func toldApart() throws {
    for seed in 1...3 as ClosedRange<UInt64> {
      let ranking = try #require(Ranking.all(Self.trials(alternate: true, seed: seed)).first)
      let places = ranking.places
      let groups = Self.rows.map { Set(places[$0.0]?.groups ?? []) }
      #expect(!groups[0].isDisjoint(with: groups[2]))
      #expect(groups[1].isDisjoint(with: groups[0]) && groups[1].isDisjoint(with: groups[2]))
    }
  }

  @Test("Readings around whole trials leave the figures half as certain or less")
  func wholeTrials() {
    func halfWidths(alternate: Bool) -> Double {
      (1...3 as ClosedRange<UInt64>).reduce(0) { sum, seed in
        let trials = Self.trials(alternate: alternate, seed: seed)
        return Self.rows.indices.reduce(sum) { $0 + Self.halfWidth(trials, $1) }
      }
    }
    #expect(halfWidths(alternate: false) > 2 * halfWidths(alternate: true))
  }

  @Test("A trial has one figure for each state, and gives a comparison one pair of them")
  func figures() throws {
    let trials = Self.trials(alternate: true, seed: 1)
    let comparable = ComparableTrials(trials)
    let (first, second) = (
      trials.filter { $0.spec.row == Self.rows[0].0 }.flatMap(comparable.figures),
      trials.filter { $0.spec.row == Self.rows[1].0 }.flatMap(comparable.figures)
    )
    #expect(first.count > Self.rounds)
    #expect(Set(first.map(\.state)).count == 2)
    let chosen = SameStatePairs.oneEachRound(first, second)
    #expect(Set(chosen.first.map(\.round)).count == chosen.first.count)
    #expect(Set(chosen.second.map(\.round)).count == chosen.second.count)
    let pairs = SameStatePairs.pairs(chosen.first, chosen.second)
    #expect(pairs.count > Self.rounds / 2 && pairs.count <= Self.rounds)
    for pair in pairs { #expect(abs(pair.second.ns / pair.first.ns / 1.04 - 1) < 0.05) }
  }

  @Test("Of two figures a round the one is compared whose state both rows have most bursts in")
  func commonState() {
    func figure(_ state: Int, _ bursts: Int?, ns: Double) -> FigureInState {
      FigureInState(round: 0, state: state, ns: ns, bursts: bursts)
    }
    let (first, second) = SameStatePairs.oneEachRound(
      [figure(0, 5, ns: 1), figure(1, 2, ns: 2)], [figure(0, 1, ns: 1), figure(1, 6, ns: 3)])
    #expect(first.map(\.ns) == [2] && second.map(\.ns) == [3])
    // Figures of whole trials are measurements of their own.
    let whole = [figure(0, nil, ns: 1), figure(1, nil, ns: 2)]
    #expect(SameStatePairs.oneEachRound(whole, whole).first.count == 2)
  }

  @Test("The states are listed with the trials that have bursts in them, and each has rows of its own")
  func states() throws {
    var made = MadeCampaign()
    made.trials = Self.trials(alternate: true, seed: 1)
    made.order = made.trials.map { PlannedTrial(round: $0.round, spec: $0.spec) }
    let summary = SummaryRecord(of: made.record, trials: made.trials, states: .each)
    #expect(summary.placements?.count == 2)
    let all = [summary.rows] + (summary.otherStates ?? []).map(\.rows)
    let figures = all.map { rows in rows.first { $0.key == Self.rows[0].0 }?.figure?.median ?? 0 }.sorted()
    #expect(figures.count == 2 && abs(figures[1] / figures[0] / 1.7 - 1) < 0.02)
    // What was checked is counted once, whatever the states.
    #expect(summary.rows.map(\.rounds) == [Self.rounds, Self.rounds, Self.rounds])
  }
}
