import AIORing
import RunRecord

/// The size of the rings in a table, and the two CPUs.
struct RingSetting: Hashable {
  var slots: Int
  var batch: Int
  var eventSize: EventSize
  private var producerCpu: Int
  private var consumerCpu: Int
  private var distance: String

  init(_ row: RowKey) {
    (slots, batch, distance) = (row.slots, row.batch, row.distance)
    eventSize = row.eventSize
    (producerCpu, consumerCpu) = (row.producerCpu, row.consumerCpu)
  }

  /// The size of the events in words, in front of others; empty where it is the usual one.
  var events: String { eventSize == .usual ? "" : "events of \(eventSize.bytes) bytes, " }

  /// The two CPUs in words.
  var cpus: String { "producer on CPU \(producerCpu), consumer on CPU \(consumerCpu) (\(distance))" }
}
