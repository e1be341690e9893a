import RunRecord

/// The lower bound of a row's figure, measured in the same round on the same CPUs.
struct LowerBound {
  /// In words, for a report.
  var name: String
  /// How many of the lower bound's operations bound one of the row's.
  var factor: Double
  /// Whether a row is this lower bound.
  var isThis: (RowKey) -> Bool

  /// Whether the row is what others are measured over: its ratio is 1 whatever its speed.
  static func isBound(_ row: RowKey) -> Bool { LowerBound(of: row)?.isThis(row) ?? false }

  /// Nil where nothing bounds the row.
  init?(of row: RowKey) {
    if row.workload == .barrierCost || row.workload == .handOff {
      // The same ring with nothing at its edges. A peer has no edges.
      guard row.ring != nil else { return nil }
      var bare = row
      bare.ring?.strategy = "none"
      bare.isNegativeControl = false
      (name, factor) = ("strategy none", 1)
      isThis = { [bare] in $0 == bare }
      return
    }
    guard let bound = row.workload.lowerBound else { return nil }
    (name, factor) = (bound.workload.rawValue, bound.factor)
    isThis = {
      $0.workload == bound.workload && $0.producerCpu == row.producerCpu
        && $0.consumerCpu == row.consumerCpu && $0.oversubscribed == row.oversubscribed
    }
  }
}
