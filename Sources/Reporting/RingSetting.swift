import RunRecord

/// The size of the rings in a table, and the two CPUs.
struct RingSetting: Hashable {
  var slots: Int
  var batch: Int
  private var producerCpu: Int
  private var consumerCpu: Int
  private var distance: String

  init(_ row: RowKey) {
    (slots, batch, distance) = (row.slots, row.batch, row.distance)
    (producerCpu, consumerCpu) = (row.producerCpu, row.consumerCpu)
  }

  /// The two CPUs in words.
  var cpus: String { "producer on CPU \(producerCpu), consumer on CPU \(consumerCpu) (\(distance))" }
}
