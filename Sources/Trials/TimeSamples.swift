import RingBursts
import RunRecord
import Statistics

/// The single times of a trial: the hot loop writes raw ticks, and each burst's are added to a histogram after it.
final class TimeSamples {
  /// The most times that one burst records.
  static let burstLimit = 1 << 15

  private let buffer: UnsafeMutableBufferPointer<UInt64>
  private var histogram = LatencyHistogram()
  /// Each burst's median, ticks.
  private(set) var burstMedians: [Double] = []
  /// Each burst's mean over the middle half of its times, ticks.
  private var burstMiddles: [Double] = []

  private var used = 0

  init() {
    buffer = .allocate(capacity: Self.burstLimit)
    buffer.initialize(repeating: 0)
  }

  deinit { buffer.deallocate() }

  /// The buffer for a burst of `count` times.
  func room(for count: Int) -> UnsafeMutableBufferPointer<UInt64> {
    used = min(count, buffer.count)
    return UnsafeMutableBufferPointer(rebasing: buffer[0..<used])
  }

  /// The last burst's times, ascending, ticks; without the first, which includes the wait for the other thread.
  var sorted: [Double] { buffer[0..<used].dropFirst().map { Double($0) }.sorted() }

  /// Turns the last burst's points in time into durations by subtracting those in `starts`. A duration that comes out
  /// negative, since the two CPUs' counters differ, counts as 0.
  func subtract(_ starts: TimeSamples) {
    for index in 0..<used {
      let (end, start) = (buffer[index], starts.buffer[index])
      buffer[index] = end > start ? end - start : 0
    }
  }

  /// Adds the last burst's times to the histogram. The first time is left out, since it includes the wait for the other
  /// thread, and so are the times of bursts that only warm up.
  func fold() {
    let sorted = sorted
    burstMedians.append(quantile(0.5, ofSorted: sorted) ?? 0)
    burstMiddles.append(interquartileMean(ofSorted: sorted) ?? 0)
    guard burstMedians.count > BurstSummary.warmUp else { return }
    for time in sorted { histogram.record(UInt64(time)) }
  }

  /// The mean over the middle half of the times of each of `bursts`, ns.
  func middles(of bursts: [Int], _ clock: CycleClock) -> [Double] {
    bursts.filter(burstMiddles.indices.contains).map { burstMiddles[$0] * 1e9 / clock.ticksPerSecond }
  }

  /// The spread of the medians of the bursts that count, ns.
  func spread(of bursts: [Int], _ clock: CycleClock) -> Spread {
    Spread(
      of: bursts.filter { $0 < burstMedians.count }.map { burstMedians[$0] * 1e9 / clock.ticksPerSecond })
  }

  /// The percentiles, ns; nil if nothing was recorded.
  func summary(_ clock: CycleClock) -> LatencySummary? { histogram.summary(clock) }
}
