import RingBursts
import RunRecord
import Statistics

/// The single times of a trial: the hot loop writes raw ticks, and each burst's are added to a histogram after it.
final class TimeSamples {
  /// The most times that one burst records.
  static let burstLimit = 1 << 15

  private let memory: TimeBuffer
  private var buffer: UnsafeMutableBufferPointer<UInt64> { memory.ticks }
  /// Nil where single times are of no interest.
  private var histogram: LatencyHistogram?
  /// Each burst's median, ticks.
  private(set) var burstMedians: [Double] = []
  /// Each burst's mean over the middle half of its times, ticks.
  private var burstMiddles: [Double] = []
  /// Each burst's percentiles, ticks.
  private var burstSummaries: [LatencySummary] = []

  private var used = 0

  /// - Parameters:
  ///   - memory: May be that of others whose bursts come at other times.
  ///   - keepsTimes: Whether single times are of interest.
  init(in memory: TimeBuffer = TimeBuffer(), keepsTimes: Bool = true) {
    self.memory = memory
    histogram = keepsTimes ? LatencyHistogram() : nil
  }

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
    guard histogram != nil else { return }
    burstSummaries.append(LatencySummary(ofSorted: sorted))
    guard burstMedians.count > BurstSummary.warmUp else { return }
    for time in sorted { histogram?.record(UInt64(time)) }
  }

  /// The percentiles of one burst, ns; nil where single times are of no interest.
  func summary(ofBurst burst: Int, _ clock: CycleClock) -> LatencySummary? {
    guard burstSummaries.indices.contains(burst) else { return nil }
    return burstSummaries[burst].scaled(by: 1e9 / clock.ticksPerSecond)
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
  func summary(_ clock: CycleClock) -> LatencySummary? { histogram?.summary(clock) }
}

/// Where a burst leaves its single times.
final class TimeBuffer {
  fileprivate let ticks: UnsafeMutableBufferPointer<UInt64>

  init() {
    ticks = .allocate(capacity: TimeSamples.burstLimit)
    ticks.initialize(repeating: 0)
  }

  deinit { ticks.deallocate() }
}

extension LatencySummary {
  /// Of times in ascending order; zeroes if there are none.
  fileprivate init(ofSorted times: [Double]) {
    func at(_ share: Double) -> Double { quantile(share, ofSorted: times) ?? 0 }
    self.init(
      p50Ns: at(0.5), p90Ns: at(0.9), p99Ns: at(0.99), p999Ns: at(0.999), maxNs: times.last ?? 0,
      samples: UInt64(times.count))
  }

  fileprivate func scaled(by factor: Double) -> LatencySummary {
    LatencySummary(
      p50Ns: factor * p50Ns, p90Ns: factor * p90Ns, p99Ns: factor * p99Ns, p999Ns: factor * p999Ns,
      maxNs: factor * maxNs, samples: samples)
  }
}
