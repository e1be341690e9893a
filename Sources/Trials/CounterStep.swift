import RingBursts

/// In which steps the cycle counter moves. It may show fewer values than its rate has ticks: on some machines it is derived from
/// a clock of 100 MHz, and single times come in multiples of 10 ns.
enum CounterStep {
  /// The step as this CPU shows it, ns; nil where the counter stands still. Takes less than a millisecond.
  static func measuredNanoseconds(_ clock: CycleClock) -> Double? {
    var readings = [UInt64](repeating: 0, count: 1 << 13)
    for index in readings.indices { readings[index] = CycleClock.now() }
    let differences = zip(readings, readings.dropFirst()).map { $1 &- $0 }
    return ticks(of: differences).map { $0 * 1e9 / clock.ticksPerSecond }
  }

  /// The step in ticks, from the differences of readings that follow one another; nil if none is above 0.
  ///
  /// A reading takes longer than the step of most counters, so the step is not the smallest difference: it is what all of them
  /// are multiples of. A counter that is scaled from a slower one is rounded to ticks, and its multiples come as two neighbours.
  static func ticks(of differences: [UInt64]) -> Double? {
    let counts = Dictionary(grouping: differences, by: \.self).mapValues(\.count)
    // What came once only was a reading that something disturbed.
    let seen = counts.filter { $0.key > 0 && $0.value > 1 }.keys.sorted()
    guard let smallest = seen.first else { return nil }
    var runs: [ClosedRange<UInt64>] = []
    for value in seen {
      if let last = runs.last, last.upperBound + 1 == value {
        runs[runs.count - 1] = last.lowerBound...value
      } else {
        runs.append(value...value)
      }
    }
    // Three neighbours are not rounding: the counter shows every tick.
    if smallest == 1 || runs.contains(where: { $0.count > 2 }) { return 1 }
    let multiples = runs.map { Double($0.lowerBound + $0.upperBound) / 2 }
    var step = zip([0] + multiples, multiples).map { $1 - $0 }.min() ?? 1
    // The larger the multiple, the less its rounding matters.
    for multiple in multiples {
      let times = (multiple / step).rounded()
      if times > 0 { step = multiple / times }
    }
    return step
  }
}
