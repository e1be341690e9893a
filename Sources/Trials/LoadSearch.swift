/// Which rates are offered, in which order: a geometric series upwards until one is not sustained, then a bisection for
/// the highest that is.
///
/// Whatever disturbs a burst only makes it later, so a rate counts as sustained if one of a few bursts sustains it.
package struct LoadSearch {
  /// The rates of the series, events/s, ascending.
  private let series: [Double]
  /// Bursts after which a rate counts as not sustained.
  private static let attempts = 5
  /// Halvings of the interval between the last rate of the series that was sustained and the next: it ends 2.2 % wide.
  private static let bisections = 5

  /// The highest rate that was sustained, events/s; 0 if none was.
  package private(set) var sustained = 0.0
  /// The lowest rate known not to be sustained; nil before one was met.
  private var excessive: Double?
  private var place = 0
  private var bisected = 0
  private var failures = 0

  package init(series: [Double]) { self.series = series }

  /// The rate of the next burst, events/s; nil when the search has ended.
  package var rate: Double? {
    guard let excessive else { return place < series.count ? series[place] : nil }
    guard sustained > 0, bisected < Self.bisections else { return nil }
    return (sustained * excessive).squareRoot()
  }

  /// Whether the next burst's rate is one of the series, so that its latencies are a point of the curve.
  package var isInSeries: Bool { excessive == nil }

  /// The burst at ``rate`` has ended.
  package mutating func note(isSustained: Bool) {
    guard let rate else { return }
    if !isSustained {
      failures += 1
      if failures < Self.attempts { return }
    }
    failures = 0
    if excessive != nil { bisected += 1 }
    if isSustained {
      sustained = rate
      if excessive == nil { place += 1 }
    } else {
      excessive = rate
    }
  }
}
