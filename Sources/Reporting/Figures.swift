import Foundation
import RunRecord

/// Numbers as reports print them.
enum Figures {
  /// What is printed where nothing was measured.
  static let absent = "·"

  /// What it means, for a table's legend.
  static let absentLegend = "\(absent): not measured or judged."

  /// A report with that legend, where it needs it.
  static func withLegend(_ text: String) -> String {
    text.contains(absent) ? text + "\n\n" + absentLegend : text
  }

  /// Three significant digits.
  static func plain(_ number: Double?) -> String {
    guard let number, number.isFinite else { return absent }
    let digits = number >= 100 ? 0 : number >= 10 ? 1 : 2
    return String(format: "%.\(digits)f", number)
  }

  /// A single time, ns, no finer than the counter that it was read from: a multiple of its step, in no digit below the step's
  /// own. Three significant digits where the step is not known.
  static func single(_ ns: Double?, step: Double?) -> String {
    guard let ns, ns.isFinite, let step, step > 0 else { return plain(ns) }
    let unit = pow(10, floor(log10(step)))
    // A step that was measured as 9.98 or 10.02 ns is one of 10.
    let roundStep = (step / unit).rounded() * unit
    let places = min(decimals(of: ns, digits: 3), decimals(of: roundStep, digits: 1))
    guard 2 * ns >= roundStep else { return "<" + String(format: "%.\(places)f", roundStep) }
    return String(format: "%.\(places)f", (ns / roundStep).rounded() * roundStep)
  }

  /// What the step of the counter means for a table of single times; a clause without its end.
  static func stepWords(_ step: Double?) -> String {
    guard let step, step > 0 else { return "which the clock resolves to its step" }
    let ns = String(format: "%.\(decimals(of: step, digits: 2))f", step)
    return "read from a counter that moves in steps of \(ns) ns"
  }

  /// A figure with half the width of its interval, and no digit that the interval does not carry: `6.85 ±0.04`. Without an
  /// interval that is narrower than the figure two digits, marked as rough: `≈6.9`. The interval need not be symmetric: the
  /// wider half is shown.
  static func measured(_ figure: MeasuredFigure?, scale: Double = 1) -> String {
    guard let figure, figure.median.isFinite else { return absent }
    let median = figure.median * scale
    let half = figure.low.flatMap { low in
      figure.high.map { max($0 - figure.median, figure.median - low) * scale }
    }
    guard let half, half < median else {
      return "≈" + String(format: "%.\(decimals(of: median, digits: 2))f", median)
    }
    // One digit of the half-width, rounded up: an interval must not be printed narrower than it is.
    let places = half > 0 ? min(6, max(0, decimals(of: half, digits: 1))) : decimals(of: median, digits: 3)
    let unit = pow(10, -Double(places))
    let rounded = max(unit, (half / unit).rounded(.up) * unit)
    return String(format: "%.\(places)f ±%.\(places)f", median, rounded)
  }

  /// How many decimals show so many significant digits of `number`.
  private static func decimals(of number: Double, digits: Int) -> Int {
    guard number > 0 else { return 0 }
    return max(0, digits - 1 - Int(floor(log10(number))))
  }

  /// One thread's figure; if its core was slow in all rounds, an upper bound.
  static func alone(_ row: SummaryRow?) -> String {
    guard let figure = row?.figure, row?.slowCore == true else { return measured(row?.figure) }
    return "≤" + String(format: "%.\(decimals(of: figure.median, digits: 2))f", figure.median)
  }

  /// The middle half of a row's rounds, million operations a second.
  static func range(_ row: SummaryRow?) -> String {
    guard let spread = row?.nsPerOperation, spread.low > 0, spread.high > 0 else { return absent }
    let (low, high) = (plain(1e3 / spread.high), plain(1e3 / spread.low))
    return low == high ? low : "\(low)–\(high)"
  }

  /// A ratio.
  static func times(_ number: Double?) -> String {
    guard let number, number.isFinite else { return absent }
    return "×" + plain(number)
  }

  /// A count in thousands, millions or billions.
  static func count(_ number: UInt64) -> String {
    switch number {
    case ..<10_000: "\(number)"
    case ..<10_000_000: plain(Double(number) / 1e3) + "k"
    case ..<10_000_000_000: plain(Double(number) / 1e6) + "M"
    default: plain(Double(number) / 1e9) + "G"
    }
  }

  /// Millions a second.
  static func millions(_ perSecond: Double?) -> String { plain(perSecond.map { $0 / 1e6 }) }
}
