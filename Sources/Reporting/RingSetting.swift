import AIORing
import RunRecord

/// The size of the rings in a table, and the CPUs.
struct RingSetting: Hashable {
  var slots: Int
  var batch: Int
  var eventSize: EventSize
  private var producerCpus: [Int]
  private var consumerCpu: Int
  private var distance: String

  init(_ row: RowKey) {
    (slots, batch, distance) = (row.slots, row.batch, row.distance)
    eventSize = row.eventSize
    (producerCpus, consumerCpu) = (row.producerCpus, row.consumerCpu)
  }

  /// The size of the events in words, in front of others; empty where it is the usual one.
  var events: String { eventSize == .usual ? "" : "events of \(eventSize.bytes) bytes, " }

  /// How many producers each ring has.
  var producers: Int { producerCpus.count }

  /// The CPUs in words.
  var cpus: String {
    let all = producerCpus.map(String.init).joined(separator: "+")
    return
      "\(producers == 1 ? "producer on CPU" : "producers on CPUs") \(all), consumer on CPU \(consumerCpu) (\(distance))"
  }
}
