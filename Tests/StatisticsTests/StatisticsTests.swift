import Foundation
import Statistics
import Testing

struct StatisticsTests {
  @Test func theMedianOfAnEvenCountIsBetweenTheMiddleTwo() {
    #expect(median(of: []) == nil)
    #expect(median(of: [3]) == 3)
    #expect(median(of: [4, 1, 2, 3]) == 2.5)
    #expect(median(of: [9, 1, 5]) == 5)
  }

  /// From the table of the binomial distribution: of 10 signs 1 or fewer of one kind, 11/1024 on either side.
  @Test func theSignTestAgreesWithItsTable() {
    #expect(abs(SignTest.pValue([-1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) - 22.0 / 1024) < 1e-12)
    #expect(abs(SignTest.pValue([0, -1, 0, 2, 3, 4, 5, 6]) - 14.0 / 64) < 1e-12)
    #expect(SignTest.pValue([]) == 1)
    #expect(SignTest.pValue([1, -1]) == 1)
    #expect(abs(SignTest.pValue((1...20).map(Double.init)) * Double(1 << 19) - 1) < 1e-9)
    #expect(SignTest.pValue((1...5000).map { $0 % 10 < 6 ? -1.0 : 1 }) < 1e-40)
  }

  @Test func holmStopsAtTheFirstThatIsNotRejected() {
    #expect(Holm.rejected([0.01, 0.04, 0.03, 0.005], level: 0.05) == [true, false, false, true])
    #expect(Holm.rejected([], level: 0.05).isEmpty)
    // Bonferroni would stop at 0.05 / 2 for both.
    #expect(Holm.rejected([0.02, 0.04], level: 0.05) == [true, true])
  }

  @Test func looksSpendTogetherNoMoreThanTheLevel() {
    let looks = Looks(level: 0.01, first: 12)
    #expect((1...1000).reduce(0) { $0 + looks.level(of: $1) } < 0.01)
    #expect(
      (1...60).compactMap { rounds in looks.due(after: rounds).map { [rounds, $0] } } == [
        [12, 1], [18, 2], [27, 3], [41, 4],
      ])
  }

  @Test func theNextLookIsTheFirstThatTheRoundsHaveNotReached() {
    let looks = Looks(level: 0.01, first: 12)
    #expect([0, 11, 12, 17, 18, 19].map { looks.next(after: $0) } == [1, 1, 2, 2, 3, 3])
  }

  @Test func aSpreadHasTheQuartiles() {
    let spread = Spread(of: [5, 1, 4, 2, 3])
    #expect([spread.low, spread.median, spread.high] == [2, 3, 4] && spread.count == 5)
  }

  /// The quartiles of a normal distribution lie 0.6745 deviations from its mean.
  @Test func quartilesGiveTheDeviationOfANormalDistributionAndLessFreedom() {
    let moments = SampleMoments(median: 10, quartiles: (10 - 0.6745)...(10 + 0.6745), count: 101)
    #expect(moments.mean == 10 && abs(moments.deviation - 1) < 1e-9 && abs(moments.freedom - 37) < 1e-9)
  }

  @Test func fewFiguresAndNearGroupsAreNotTwoModes() {
    func groups(_ low: Double, _ high: Double, each count: Int) -> [Double] {
      var figures: [Double] = []
      for index in 0..<count {
        let step: Double = 1 + 0.0001 * Double(index)
        figures.append(low * step)
        figures.append(high * step)
      }
      return figures
    }
    #expect(TwoModes(of: groups(60, 300, each: 5)) != nil)
    #expect(TwoModes(of: groups(60, 300, each: 4)) == nil)
    #expect(TwoModes(of: groups(100, 108, each: 15)) == nil)
    #expect(TwoModes(of: groups(100, 112, each: 15)) != nil)
  }

  /// Two-sided 5 % points of Student's table.
  @Test(arguments: [(1.0, 12.706), (4.0, 2.776), (10.0, 2.228), (30.0, 2.042), (1000.0, 1.962)])
  func studentsTableIsReproduced(freedom: Double, point: Double) {
    #expect(abs(StudentT.quantile(twoSided: 0.05, freedom: freedom) - point) < 0.001)
  }

  /// Reference: scipy.stats.ttest_ind(a, b, equal_var=False).
  @Test func welchsTestAgreesWithTheReference() throws {
    let base = try #require(
      SampleMoments(of: [27.5, 21, 19, 23.6, 17, 17.9, 16.9, 20.1, 21.9, 22.6, 23.1, 19.6]))
    let candidate = try #require(
      SampleMoments(of: [27.1, 22, 20.8, 23.4, 23.4, 23.5, 25.8, 22, 24.8, 20.2, 21.9, 22.1]))
    let test = try #require(WelchTest(base, candidate))
    #expect(abs(test.pValue - 0.050387716566131405) < 1e-6)
    #expect(test.interval(level: 1 - test.pValue).lowerBound.magnitude < 1e-6)
  }

  @Test func theBootstrapIntervalCoversTheMedianAsOftenAsItSays() throws {
    var generator = SeededGenerator(seed: 7)
    let covered = try (0..<300).count { seed in
      let sample = (0..<25).map { _ in -log(Double.random(in: 0.0001..<1, using: &generator)) }
      return try #require(Bootstrap(draws: 500, seed: UInt64(seed)).intervalOfMedian(sample, level: 0.9))
        .contains(log(2))
    }
    #expect((250...290).contains(covered))
    #expect(Bootstrap().intervalOfMedian([1], level: 0.9) == nil)
  }

  @Test func theSameSeedGivesTheSameInterval() {
    let sample = (0..<20).map { Double($0 * $0 % 7) }
    #expect(
      Bootstrap(seed: 3).intervalOfMedian(sample, level: 0.95)
        == Bootstrap(seed: 3).intervalOfMedian(sample, level: 0.95))
  }

  @Test func twoModesAreFoundAndOneModeIsNot() throws {
    var generator = SeededGenerator(seed: 11)
    func bell(_ centre: Double) -> Double {
      centre
        * exp(0.03 * (0..<12).reduce(-6.0) { sum, _ in sum + Double.random(in: 0..<1, using: &generator) })
    }
    let modes = try #require(TwoModes(of: (0..<10).map { _ in bell(60) } + (0..<20).map { _ in bell(300) }))
    #expect(abs(modes.low - 60) < 6 && abs(modes.high - 300) < 30 && abs(modes.lowShare - 1.0 / 3) < 0.01)
    let single = (0..<100).count { _ in TwoModes(of: (0..<30).map { _ in bell(60) }) != nil }
    #expect(single == 0)
    #expect(TwoModes(of: Array(repeating: 5, count: 40)) == nil)
    // One outlier is no mode.
    #expect(TwoModes(of: (0..<30).map { _ in bell(60) } + [900]) == nil)
  }
}

@Suite("The exact interval of a median") struct MedianIntervalTests {
  /// From the table of the binomial distribution with a half: the count of values on each side that lie outside.
  @Test(
    "leaves out as many values on each side as the sign test allows",
    arguments: [(8, 0), (11, 0), (12, 1), (14, 1), (15, 2), (20, 3), (100, 36)])
  func table(count: Int, outside: Int) {
    let values = (0..<count).map(Double.init)
    #expect(
      MedianInterval.exact(values.shuffled(), error: 0.01) == Double(outside)...Double(count - 1 - outside))
  }

  @Test("does not exist for too few values")
  func tooFew() {
    #expect(MedianInterval.exact((0..<7).map(Double.init), error: 0.01) == nil)
    #expect(MedianInterval.exact([], error: 0.01) == nil)
    #expect(MedianInterval.exact([1], error: 1) == 1...1)
  }

  @Test("covers the median as often as it says, whatever the distribution")
  func coverage() {
    var generator = SeededGenerator(seed: 3)
    let misses = (0..<4000).count { _ in
      // Skewed: most values are near 0, and the median is 0.125.
      let sample = (0..<12).map { _ in
        let value = Double.random(in: 0..<1, using: &generator)
        return value * value * value
      }
      return MedianInterval.exact(sample, error: 0.01).map { !$0.contains(0.125) } ?? true
    }
    #expect(misses < 45)
    #expect(misses > 5)
  }

  @Test("The mean of the middle half is finer than the median and does not see the extremes")
  func middle() {
    #expect(interquartileMean(ofSorted: []) == nil)
    #expect(interquartileMean(ofSorted: [7]) == 7)
    #expect(interquartileMean(ofSorted: [0, 1, 2, 1e9]) == 1.5)
    #expect(interquartileMean(ofSorted: [10, 10, 10, 20, 20, 20, 20, 20]) == 17.5)
  }

  /// Of two values the median of a resample is the lower in a quarter of the cases, their mean in half, the upper in a quarter.
  @Test func aBootstrapIntervalLeavesHalfOfTheRestOnEachSide() {
    #expect(Bootstrap().intervalOfMedian([0, 1], level: 0.6) == 0...1)
    #expect(Bootstrap().intervalOfMedian([0, 1], level: 0.4) == 0.5...0.5)
    #expect(Bootstrap().intervalOfMedian([1], level: 0.6) == nil)
  }

  @Test func valuesSpreadEvenlyAreOneGroup() {
    #expect(TwoModes(of: (0..<40).map { exp(Double($0) / 40) }) == nil)
    #expect(TwoModes(of: (0..<40).map { exp(Double($0 % 2)) }) != nil)
  }
}
