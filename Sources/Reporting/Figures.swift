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

  /// One thread's figure: the lower quartile over the rounds, since other load on the core only adds time; with ≤ if the
  /// core was slow in all of them.
  static func alone(_ row: SummaryRow?) -> String {
    (row?.slowCore ?? false ? "≤" : "") + plain(row?.nsPerOperation.low)
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
