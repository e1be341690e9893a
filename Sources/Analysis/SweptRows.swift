import Algorithms
import RunRecord

/// The rows of a sweep by where they stand on its axes.
public struct SweptRows: Sendable {
  /// One or two.
  public let axes: [SweepAxis]
  /// The strategies, in the rows' order.
  public let strategies: [String]
  /// Of each axis, ascending or in the order of its table.
  public let values: [[SweepAxis.Value]]
  private let rows: [Place: SummaryRow]

  private struct Place: Hashable {
    var strategy: String
    var values: [SweepAxis.Value]
  }

  /// Nil where the campaign is no sweep.
  ///
  /// - Parameter rows: The summary's, or those of another state of the two CPUs.
  public init?(_ summary: SummaryRecord, _ rows: [SummaryRow]? = nil) {
    guard let axes = summary.campaign.sweepAxes, (1...2).contains(axes.count) else { return nil }
    let measured = (rows ?? summary.rows).filter { $0.key.ring != nil && !$0.key.isNegativeControl }
    self.axes = axes
    strategies = Array(measured.compactMap(\.key.strategy).uniqued())
    values = axes.map { axis in Set(measured.map { axis.value(of: $0.key) }).sorted() }
    self.rows = Dictionary(
      measured.map { row in
        (Place(strategy: row.key.strategy ?? "", values: axes.map { $0.value(of: row.key) }), row)
      }, uniquingKeysWith: { first, _ in first })
  }

  /// The row of a strategy at a point, a value for each axis; nil where none was measured.
  public subscript(strategy: String, values: SweepAxis.Value...) -> SummaryRow? {
    rows[Place(strategy: strategy, values: values)]
  }

  /// All that were measured.
  public var all: some Collection<SummaryRow> { rows.values }
}
