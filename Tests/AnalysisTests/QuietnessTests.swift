import RunRecord
import Statistics
import Testing

@testable import Analysis

struct QuietnessTests {
  /// Trials on one CPU whose calibration loop took so many ns before and after.
  private func trials(_ calibrations: [Double]) -> [(spec: TrialSpec, result: TrialResult)] {
    calibrations.map { ns in
      var result = TrialResult(
        nsPerOperation: Spread(of: [4]), operations: 1, bursts: BurstCounts(all: 10, undisturbed: 10),
        stayedOnCpus: true, involuntarySwitches: [0, 0])
      result.noise = NoiseGauge(
        bounceBeforeNs: nil, bounceAfterNs: nil, calibrationBeforeNs: ns, calibrationAfterNs: ns,
        elapsedMilliseconds: 10, stalledMilliseconds: 0, stolenMilliseconds: 0)
      return (TrialSpec(RowKey(RingSpec("none"), workload: .barrierCost)), result)
    }
  }

  @Test func aMachineThatKeepsItsSpeedIsQuiet() {
    let words = Quietness.words(trials([1000, 1010, 1100, 1200]))
    #expect(words.hasPrefix("The machine was quiet: "))
    #expect(words.contains("slower than at its fastest around 0.00 % of trials"))
  }

  @Test func aCoreThatTheHostSharesOutIsNotQuietThoughNothingInTheGuestWaits() {
    let words = Quietness.words(trials([1000, 1000, 1700, 1700]))
    #expect(words.hasPrefix("The machine was very noisy: 0.00 % of bursts were interrupted"))
    #expect(words.contains("slower than at its fastest around 50.0 % of trials"))
  }
}
