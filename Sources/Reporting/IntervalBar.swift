import RunRecord

/// Figures as bars beside one another: full up to the lower end of the interval, half up to the upper.
struct IntervalBar {
  /// Characters of the longest bar.
  private static let length = 30
  private let most: Double

  /// - Parameter figures: All that have a bar.
  init(_ figures: some Sequence<MeasuredFigure>) { most = figures.map { $0.high ?? $0.median }.max() ?? 0 }

  func text(_ figure: MeasuredFigure?) -> String {
    guard let figure, most > 0 else { return "" }
    func length(_ ns: Double) -> Int { Int((Double(Self.length) * ns / most).rounded()) }
    let (low, high) = (length(figure.low ?? figure.median), length(figure.high ?? figure.median))
    return String(repeating: "█", count: low) + String(repeating: "▒", count: max(0, high - low))
  }
}
