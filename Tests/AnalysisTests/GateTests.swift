import Foundation
import RunRecord
import Statistics
import Testing

@testable import Analysis

/// Rounds as two builds on a noisy machine would leave them: a bell, and now and then a trial that takes much longer.
struct MadeRounds {
  var generator: SeededGenerator
  /// Of the candidate, as a share of the base.
  var change = 0.0
  var deviation = 0.02
  var disturbed = 0.15

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func trial(_ ns: Double, bounce: Double = 100) -> TrialResult {
    let bell = (0..<12).reduce(-6.0) { sum, _ in sum + Double.random(in: 0..<1, using: &generator) }
    let isDisturbed = Double.random(in: 0..<1, using: &generator) < disturbed
    var result = TrialResult(
      nsPerOperation: Spread(of: [ns * exp(deviation * bell) * (isDisturbed ? 1.8 : 1)]), operations: 1,
      bursts: BurstCounts(all: 10, undisturbed: 10), stayedOnCpus: true, involuntarySwitches: [0, 0])
    result.noise = NoiseGauge(
      bounceBeforeNs: bounce, bounceAfterNs: bounce, calibrationBeforeNs: 1, calibrationAfterNs: 1,
      elapsedMilliseconds: 10, stalledMilliseconds: 0, stolenMilliseconds: 0)
    return result
  }

  mutating func rounds(_ count: Int, ns: Double = 4, bounce: Double = 100) -> [PairedRound] {
    (0..<count).map { _ in
      PairedRound(
        base: (trial(ns, bounce: bounce), trial(ns, bounce: bounce)),
        candidate: (trial(ns * (1 + change), bounce: bounce), trial(ns * (1 + change), bounce: bounce)))
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
    let rounds = Dictionary(uniqueKeysWithValues: keys.map { ($0, made.rounds(120)) })
    var gate = Gate(keys, settings)
    for count in 1...120 {
      guard let number = Gate.looks.due(after: count) else { continue }
      if gate.look(number, at: rounds.mapValues { Array($0.prefix(count)) }).isEmpty { break }
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
    _ = gate.look(1, at: [Self.keys[0]: made.rounds(15)])
    #expect(try #require(gate.rows[Self.keys[0]]).verdict == .noChange)
  }

  @Test func whatCannotBeToldIsInconclusiveAndSaysHowManyRoundsMore() throws {
    var made = MadeRounds(seed: 2)
    (made.change, made.deviation) = (0.04, 0.2)
    var gate = Gate([Self.keys[0]], Self.settings)
    _ = gate.look(1, at: [Self.keys[0]: made.rounds(15)])
    let row = try #require(gate.rows[Self.keys[0]])
    #expect(row.verdict == .inconclusive)
    #expect(try #require(row.moreRounds) > 15)
  }

  @Test func withoutRoundsARowIsInconclusive() {
    var gate = Gate([Self.keys[0]], Self.settings)
    #expect(gate.look(1, at: [:]) == [Self.keys[0]])
  }

  @Test func aDecidedRowStaysDecided() throws {
    var made = MadeRounds(seed: 3)
    var gate = Gate([Self.keys[0]], Self.settings)
    _ = gate.look(1, at: [Self.keys[0]: made.rounds(15)])
    #expect(gate.rows[Self.keys[0]]?.verdict == .noChange)
    made.change = 1
    _ = gate.look(2, at: [Self.keys[0]: made.rounds(23)])
    #expect(gate.rows[Self.keys[0]]?.verdict == .noChange)
  }

  @Test func roundsWhoseCPUsWereNearerAreSetApart() throws {
    let key = RowKey(RingSpec("seq-cst"), workload: .roundTrip)
    var made = MadeRounds(seed: 4)
    made.disturbed = 0
    let rounds = made.rounds(15, ns: 300, bounce: 300) + made.rounds(5, ns: 60, bounce: 60)
    var gate = Gate([key], Self.settings)
    _ = gate.look(1, at: [key: rounds])
    let row = try #require(gate.rows[key])
    #expect(row.roundsApart == 5)
    #expect(row.rounds == 15)
    #expect(abs(row.baseNs - 300) < 10)
  }

  @Test func twoGroupsOfFiguresAreBothReported() throws {
    var made = MadeRounds(seed: 5)
    made.disturbed = 0.4
    var gate = Gate([Self.keys[0]], Self.settings)
    _ = gate.look(1, at: [Self.keys[0]: made.rounds(20)])
    let modes = try #require(gate.rows[Self.keys[0]]?.baseModes)
    #expect(abs(modes[1].ns / modes[0].ns - 1.8) < 0.1)
  }

  @Test func oneRegressionIsEnoughAndWhatIsNotKnownOfOneRowIsNotKnownOfAll() {
    #expect(ComparisonVerdict(of: [.noChange, .inconclusive, .regression]) == .regression)
    #expect(ComparisonVerdict(of: [.improvement, .inconclusive]) == .inconclusive)
    #expect(ComparisonVerdict(of: [.noChange, .improvement]) == .improvement)
    #expect(ComparisonVerdict(of: []) == .inconclusive)
  }
}
