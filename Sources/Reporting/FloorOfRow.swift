import RunRecord

/// What bounds a row's figure from below, measured in the same round on the same CPUs.
struct FloorOfRow {
  /// In words, for a report.
  var name: String
  /// How many of the floor bound one of the row's operations.
  var factor: Double
  /// Whether a row is it.
  var isFloor: (RowKey) -> Bool

  /// Nil where nothing bounds the row.
  init?(of row: RowKey) {
    if row.workload == .barrierCost {
      // One thread alone: the same ring with nothing at its edges.
      var bare = row
      bare.strategy = "none"
      (name, factor) = ("strategy none", 1)
      isFloor = { [bare] in $0 == bare }
      return
    }
    guard let floor = row.workload.floor else { return nil }
    (name, factor) = (floor.workload.rawValue, floor.factor)
    isFloor = {
      $0.workload == floor.workload && $0.producerCpu == row.producerCpu
        && $0.consumerCpu == row.consumerCpu && $0.oversubscribed == row.oversubscribed
    }
  }
}
