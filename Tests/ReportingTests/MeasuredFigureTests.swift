import RunRecord
import Testing

@testable import Reporting

@Suite struct MeasuredFigureTests {
  @Test(
    arguments: [
      (6.8512, 6.82...6.89, "6.85 ±0.04"), (29.4, 29.0...29.6, "29.4 ±0.4"), (672, 620...690, "672 ±52"),
      // One burst that the host stopped, in a row of few rounds.
      (805, 780...7760, "≈805"), (805, 1...805, "805 ±804"), (6.87, nil, "≈6.9"),
    ] as [(Double, ClosedRange<Double>?, String)])
  func `A figure shows no digit that its interval does not carry`(
    median: Double, interval: ClosedRange<Double>?, text: String
  ) {
    #expect(Figures.measured(MeasuredFigure(median: median, interval: interval, rounds: 9)) == text)
  }
}
