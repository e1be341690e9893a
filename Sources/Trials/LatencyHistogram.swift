import Histogram
import RingBursts
import RunRecord

/// A histogram of times in ticks of the cycle counter, to three significant digits.
package struct LatencyHistogram {
  // One hour at a tick of a third of a nanosecond.
  private var histogram = Histogram<UInt64>(
    lowestDiscernibleValue: 1, highestTrackableValue: 1 << 44, numberOfSignificantValueDigits: .three)
  private var largest: UInt64 = 0

  package init() {}

  /// Records one time; takes some 3 ns.
  package mutating func record(_ ticks: UInt64) {
    histogram.record(min(ticks, 1 << 44))
    largest = max(largest, ticks)
  }

  /// The percentiles, ns; nil if nothing was recorded.
  package func summary(_ clock: CycleClock) -> LatencySummary? {
    guard histogram.totalCount > 0 else { return nil }
    func at(_ percentile: Double) -> Double { clock.nanoseconds(histogram.valueAtPercentile(percentile)) }
    return LatencySummary(
      p50Ns: at(50), p90Ns: at(90), p99Ns: at(99), p999Ns: at(99.9), maxNs: clock.nanoseconds(largest),
      samples: histogram.totalCount)
  }
}
