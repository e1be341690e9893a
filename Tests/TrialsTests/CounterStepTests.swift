import RingBursts
import Testing

@testable import Trials

@Suite("The step of the cycle counter") struct CounterStepTests {
  /// What a counter shows of readings so many ns apart, and some of them up to a half longer.
  private func differences(of counter: (Double) -> UInt64, every ns: Double) -> [UInt64] {
    var time = 1e6
    var readings: [UInt64] = []
    for index in 0..<8000 {
      readings.append(counter(time))
      time += ns * (1 + Double(index * index % 17) / 34)
    }
    return zip(readings, readings.dropFirst()).map { $1 - $0 }
  }

  @Test("is one tick where readings differ by any number of ticks, however long a reading takes")
  func everyTick() {
    #expect(CounterStep.ticks(of: differences(of: { UInt64($0 * 2.5) }, every: 16)) == 1)
  }

  @Test("is one tick where a tick is longer than a reading takes")
  func slowCounter() {
    #expect(CounterStep.ticks(of: differences(of: { UInt64($0 / 40) }, every: 9)) == 1)
  }

  @Test("is what all differences are multiples of", arguments: [2, 36] as [UInt64])
  func multiples(step: UInt64) {
    let differences = differences(of: { UInt64($0 * 3.6) / step * step }, every: 16)
    #expect(CounterStep.ticks(of: differences) == Double(step))
  }

  @Test("is found in a counter that is scaled from a slower one and rounded")
  func scaled() throws {
    // 100 MHz shown as 2.4455 GHz.
    let differences = differences(of: { UInt64(($0 / 10).rounded(.down) * 24.455) }, every: 16)
    let step = try #require(CounterStep.ticks(of: differences))
    #expect(abs(step - 24.455) < 0.3)
  }

  @Test("is not that of a single disturbed reading, and unknown where the counter stands still")
  func disturbed() {
    #expect(CounterStep.ticks(of: [36, 36, 72, 72, 4001, 36]) == 36)
    #expect(CounterStep.ticks(of: [0, 0, 0]) == nil)
    #expect(CounterStep.ticks(of: []) == nil)
  }

  @Test("is measured on this machine: no longer than some ten readings take")
  func here() throws {
    let step = try #require(CounterStep.measuredNanoseconds(CycleClock.calibrated()))
    #expect(step > 0.05 && step < 1000)
  }
}
