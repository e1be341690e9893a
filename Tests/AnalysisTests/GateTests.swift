import Foundation
import RunRecord
import Statistics
import Testing

@testable import Analysis

/// Trials as two builds on a noisy machine would leave them: a bell, and now and then a trial beside a busy hardware thread,
/// which takes much longer, as the reading of the core's speed does.
struct MadeRounds {
  var generator: SeededGenerator
  /// Of the candidate, as a share of the base.
  var change = 0.0
  var deviation = 0.02
  var disturbed = 0.15
  private var round = 0

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func trial(
    _ build: BuildTrial.Build, of row: RowKey, ns: Double, bounce: Double = 100, bounceAfter: Double? = nil
  ) -> BuildTrial {
    let bell = (0..<12).reduce(-6.0) { sum, _ in sum + Double.random(in: 0..<1, using: &generator) }
    let slowness = Double.random(in: 0..<1, using: &generator) < disturbed ? 1.8 : 1
    let ns = (build == .base ? ns : ns * (1 + change)) * exp(deviation * bell) * slowness
    var result = TrialResult(
      nsPerOperation: Spread(of: [ns]), operations: 1, bursts: BurstCounts(all: 10, undisturbed: 10),
      stayedOnCpus: true, involuntarySwitches: [0, 0])
    var noise = NoiseGauge(
      bounceBeforeNs: bounce, bounceAfterNs: bounceAfter ?? bounce, calibrationBeforeNs: slowness,
      calibrationAfterNs: slowness, elapsedMilliseconds: 10, stalledMilliseconds: 0, stolenMilliseconds: 0)
    (noise.consumerCalibrationBeforeNs, noise.consumerCalibrationAfterNs) = (1, 1)
    result.noise = noise
    let spec = TrialSpec(row, durationMilliseconds: 5, burstMilliseconds: 0.25)
    return BuildTrial(
      build,
      TrialRecord(
        index: 0, round: round, spec: spec, outcome: .completed, message: nil, result: result, seconds: 0.01,
        marks: NoiseMark.all(of: result)))
  }

  /// Rounds in which each build runs each row twice.
  mutating func rounds(
    _ count: Int, of rows: [RowKey], ns: Double = 4, bounce: Double = 100
  ) -> [BuildTrial] {
    (0..<count).flatMap { _ in
      defer { round += 1 }
      return rows.flatMap { row in
        [BuildTrial.Build.base, .base, .candidate, .candidate].map {
          trial($0, of: row, ns: ns, bounce: bounce)
        }
      }
    }
  }
}

struct GateTests {
  static let keys = (0..<8).map { RowKey(RingSpec("row \($0)"), workload: .barrierCost) }
  static let settings = Gate.Settings(detect: 0.05, thresholdNs: 0.05)

  /// Looks as a campaign does until all is decided or 120 rounds are made.
  static func verdicts(seed: UInt64, change: Double, disturbed: Double = 0.15) -> [ComparisonVerdict] {
    var made = MadeRounds(seed: seed)
    (made.change, made.disturbed) = (change, disturbed)
    let trials = made.rounds(120, of: keys)
    var gate = Gate(keys, settings)
    for count in 1...120 {
      guard let number = Gate.looks.due(after: count) else { continue }
      if gate.look(number, at: trials.filter { $0.trial.round < count }).isEmpty { break }
    }
    return gate.rows.values.map(\.verdict)
  }

  static func verdict(seed: UInt64, change: Double, disturbed: Double = 0.15) -> ComparisonVerdict {
    ComparisonVerdict(of: verdicts(seed: seed, change: change, disturbed: disturbed))
  }

  @Test func identicalBuildsDoNotRegress() {
    let verdicts = (0..<20).map { Self.verdict(seed: $0, change: 0) }
    #expect(verdicts.count { $0 == .regression } == 0)
    #expect(verdicts.count { $0 == .noChange } >= 19)
  }

  @Test func fivePerCentMoreIsFound() {
    #expect((0..<10).count { Self.verdict(seed: $0, change: 0.05) == .regression } == 10)
  }

  /// Beside a neighbour that keeps the core's other hardware thread busy for two thirds of the time.
  @Test func fivePerCentMoreIsFoundInNearlyEveryRowOnABusyHost() {
    let slower = (0..<10).flatMap { Self.verdicts(seed: $0, change: 0.05, disturbed: 0.65) }
    #expect(slower.count { $0 == .regression } >= 70)
    #expect((0..<20).count { Self.verdict(seed: $0, change: 0, disturbed: 0.65) == .regression } == 0)
  }

  @Test func aTenthLessIsAnImprovement() {
    #expect((0..<5).allSatisfy { Self.verdict(seed: $0, change: -0.1) == .improvement })
  }

  @Test func aSignificantChangeBelowTheFloorIsNone() throws {
    var made = MadeRounds(seed: 1)
    (made.change, made.disturbed, made.deviation) = (0.05, 0, 0.001)
    var gate = Gate([Self.keys[0]], Gate.Settings(detect: 0.02, thresholdNs: 0.3))
    _ = gate.look(1, at: made.rounds(15, of: [Self.keys[0]]))
    #expect(try #require(gate.rows[Self.keys[0]]).verdict == .noChange)
  }

  @Test func whatCannotBeToldIsInconclusiveAndSaysHowManyRoundsMore() throws {
    var made = MadeRounds(seed: 2)
    (made.change, made.deviation) = (0.04, 0.2)
    var gate = Gate([Self.keys[0]], Self.settings)
    _ = gate.look(1, at: made.rounds(15, of: [Self.keys[0]]))
    let row = try #require(gate.rows[Self.keys[0]])
    #expect(row.verdict == .inconclusive)
    #expect(try #require(row.moreRounds) > 15)
  }

  @Test func withoutRoundsARowIsInconclusive() {
    var gate = Gate([Self.keys[0]], Self.settings)
    #expect(gate.look(1, at: []) == [Self.keys[0]])
  }

  @Test func aDecidedRowStaysDecided() throws {
    var made = MadeRounds(seed: 3)
    var gate = Gate([Self.keys[0]], Self.settings)
    _ = gate.look(1, at: made.rounds(15, of: [Self.keys[0]]))
    #expect(gate.rows[Self.keys[0]]?.verdict == .noChange)
    made.change = 1
    _ = gate.look(2, at: made.rounds(23, of: [Self.keys[0]]))
    #expect(gate.rows[Self.keys[0]]?.verdict == .noChange)
  }

  @Test func theNsAreThoseOfTheMostFrequentPlacementAndTheChangeIsOverAll() throws {
    let key = RowKey(RingSpec("seq-cst"), workload: .roundTrip)
    var made = MadeRounds(seed: 4)
    (made.disturbed, made.change) = (0, 0.5)
    // The median over all states would be 100 ns.
    let trials =
      made.rounds(9, of: [key], ns: 300, bounce: 300) + made.rounds(6, of: [key], ns: 60, bounce: 60)
      + made.rounds(5, of: [key], ns: 100, bounce: 100)
    var gate = Gate([key], Self.settings)
    _ = gate.look(1, at: trials)
    let row = try #require(gate.rows[key])
    #expect(row.rounds == 20 && row.pairs == 40 && row.trialsApart == 0)
    #expect(abs(row.baseNs - 300) < 10 && abs(row.candidateNs - 450) < 15)
    #expect(abs(row.changePercent - 50) < 3)
  }

  /// A host that moves the CPUs between any two trials: a pair's two figures are nevertheless of one state.
  @Test func fivePerCentMoreIsFoundWhenTheHostMovesTheCPUsAllTheTime() {
    func verdict(seed: UInt64, change: Double) -> ComparisonVerdict? {
      let key = RowKey(RingSpec("seq-cst"), workload: .handOff)
      var made = MadeRounds(seed: seed)
      (made.change, made.disturbed, made.deviation) = (change, 0.5, 0.01)
      var trials: [BuildTrial] = []
      for round in 0..<40 {
        for build in [BuildTrial.Build.base, .base, .candidate, .candidate] {
          let (ns, bounce) =
            [(40.0, 450.0), (20, 120), (10, 60)].randomElement(using: &made.generator) ?? (0, 0)
          var trial = made.trial(build, of: key, ns: ns, bounce: bounce)
          trial.trial.round = round
          trials.append(trial)
        }
      }
      var gate = Gate([key], Self.settings)
      _ = gate.look(3, at: trials)
      return gate.rows[key]?.verdict
    }
    #expect((0..<10).allSatisfy { verdict(seed: $0, change: 0.05) == .regression })
    #expect((0..<20).allSatisfy { verdict(seed: $0, change: 0) == .noChange })
  }

  @Test func twoGroupsOfFiguresInOneStateAreBothReported() throws {
    var made = MadeRounds(seed: 5)
    made.disturbed = 0
    let slow = made.rounds(10, of: [Self.keys[0]], ns: 7.2)
    var gate = Gate([Self.keys[0]], Self.settings)
    _ = gate.look(1, at: made.rounds(20, of: [Self.keys[0]]) + slow)
    let modes = try #require(gate.rows[Self.keys[0]]?.baseModes)
    #expect(abs(modes[1].ns / modes[0].ns - 1.8) < 0.1)
  }

  @Test func oneRegressionIsEnoughAndWhatIsNotKnownOfOneRowIsNotKnownOfAll() {
    #expect(ComparisonVerdict(of: [.noChange, .inconclusive, .regression]) == .regression)
    #expect(ComparisonVerdict(of: [.improvement, .inconclusive]) == .inconclusive)
    #expect(ComparisonVerdict(of: [.noChange, .improvement]) == .improvement)
    #expect(ComparisonVerdict(of: []) == .inconclusive)
  }

  /// The machine changes its speed by half from trial to trial, in step for both builds: each pair differs by 4 %, and two
  /// trials of the base by half.
  @Test func aChangeNoLargerThanTheBaseDiffersFromItselfIsNeitherARegressionNorNothing() throws {
    var made = MadeRounds(seed: 8)
    (made.disturbed, made.deviation, made.change) = (0, 0.0001, 0.04)
    let trials = (0..<15).flatMap { round in
      [(BuildTrial.Build.base, 4.0), (.base, 6), (.candidate, 4), (.candidate, 6)].map { build, ns in
        var trial = made.trial(build, of: Self.keys[0], ns: ns)
        trial.trial.round = round
        return trial
      }
    }
    var gate = Gate([Self.keys[0]], Self.settings)
    _ = gate.look(1, at: trials)
    let row = try #require(gate.rows[Self.keys[0]])
    #expect(abs(row.changePercent - 4) < 0.1)
    #expect(try #require(row.highPercent) < 5)
    #expect(try #require(row.noisePercent) > 4)
    #expect(row.verdict == .inconclusive)
  }

  @Test func anIntervalBelowTheThresholdInNsIsNoChangeHoweverSmallAChangeMatters() throws {
    var made = MadeRounds(seed: 9)
    (made.disturbed, made.deviation) = (0, 0.02)
    var gate = Gate([Self.keys[0]], Gate.Settings(detect: 0.001, thresholdNs: 1))
    _ = gate.look(1, at: made.rounds(15, of: [Self.keys[0]]))
    #expect(gate.rows[Self.keys[0]]?.verdict == .noChange)
  }
}
