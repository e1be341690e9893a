import Foundation

extension Double {
  /// Three significant digits: what a figure that was measured once is worth at most.
  public var inThreeDigits: String {
    let digits = self >= 100 ? 0 : self >= 10 ? 1 : 2
    return String(format: "%.\(digits)f", self)
  }
}
