import RingBursts
import RunRecord
import Statistics

/// Single times of a trial: raw ticks written in the hot loop, folded into a histogram between bursts.
final class TimeSamples {
  /// The most times one burst leaves.
  static let burstLimit = 1 << 15

  private let buffer: UnsafeMutableBufferPointer<UInt64>
  private var histogram = LatencyHistogram()
  /// Each burst's median, ticks.
  private(set) var burstMedians: [UInt64] = []

  private var used = 0

  init() {
    buffer = .allocate(capacity: Self.burstLimit)
    buffer.initialize(repeating: 0)
  }

  deinit { buffer.deallocate() }

  /// Where a burst of `count` leaves its times.
  func room(for count: Int) -> UnsafeMutableBufferPointer<UInt64> {
    used = min(count, buffer.count)
    return UnsafeMutableBufferPointer(rebasing: buffer[0..<used])
  }

  /// Makes times of points in time: what the last burst left, less what it left in `starts`. A time that seems to
  /// end before it began, for clocks that differ, counts as 0.
  func subtract(_ starts: TimeSamples) {
    for index in 0..<used {
      let (end, start) = (buffer[index], starts.buffer[index])
      buffer[index] = end > start ? end - start : 0
    }
  }

  /// Folds the last burst's times in, but for the first, which also holds the wait for the other thread; and not
  /// those of a burst that only warms up.
  func fold() {
    let sorted = buffer[0..<used].dropFirst().sorted()
    burstMedians.append(sorted.isEmpty ? 0 : sorted[sorted.count / 2])
    guard burstMedians.count > BurstSummary.warmUp else { return }
    for time in sorted { histogram.record(time) }
  }

  /// The spread of the medians of the bursts that count, ns.
  func spread(of bursts: [Int], _ clock: CycleClock) -> Spread {
    Spread(of: bursts.filter { $0 < burstMedians.count }.map { clock.nanoseconds(burstMedians[$0]) })
  }

  /// The percentiles, ns; nil if nothing was recorded.
  func summary(_ clock: CycleClock) -> LatencySummary? { histogram.summary(clock) }
}
