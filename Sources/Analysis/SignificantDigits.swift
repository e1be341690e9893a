import Foundation

extension Double {
  /// Three significant digits: what a figure that was measured once is worth at most.
  public var inThreeDigits: String {
    let digits = self >= 100 ? 0 : self >= 10 ? 1 : 2
    return String(format: "%.\(digits)f", self)
  }

  /// The nearest number of four significant digits.
  var inFourDigits: Double {
    guard self != 0, isFinite else { return self }
    let scale = Foundation.pow(10, 3 - Foundation.log10(magnitude).rounded(.down))
    return (self * scale).rounded() / scale
  }
}
