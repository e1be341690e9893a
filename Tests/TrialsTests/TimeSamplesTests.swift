import RingBursts
import Testing

@testable import Trials

struct TimeSamplesTests {
  @Test func aBurstsMedianIsThatOfItsTimesButTheFirst() {
    let samples = TimeSamples()
    for _ in 0...BurstSummary.warmUp {
      let room = samples.room(for: 5)
      for (index, ticks) in [1000, 40, 10, 30, 20].enumerated() { room[index] = UInt64(ticks) }
      samples.fold()
    }
    #expect(samples.burstMedians == [25, 25, 25])
    #expect(samples.spread(of: [2], CycleClock(ticksPerSecond: 1e9)).median == 25)
  }
}
