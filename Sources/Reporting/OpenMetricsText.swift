import Analysis
import Foundation
import RunRecord

/// OpenMetrics text format 1.0 (prometheus/OpenMetrics, specification/OpenMetrics.md): base units, one family after
/// the other, `# EOF` last.
enum OpenMetricsText {
  private struct Family: Sendable {
    var name: String
    var unit: String
    var help: String
    var value: @Sendable (SummaryRow) -> Double?
  }

  private static let families = [
    Family(name: "ringbench_operation_seconds", unit: "seconds", help: "Median time of an operation.") {
      $0.nsPerOperation.count > 0 ? $0.nsPerOperation.median / 1e9 : nil
    },
    Family(
      name: "ringbench_floor_ratio", unit: "ratio", help: "Median time over the same round's lower bound."
    ) {
      $0.ratioToLowerBound?.median
    },
    Family(name: "ringbench_latency_p99_seconds", unit: "seconds", help: "99th percentile of single times.") {
      $0.latency.map { $0.p99Ns / 1e9 }
    },
    Family(name: "ringbench_checked_events", unit: "events", help: "Events that were checked.") {
      Double($0.eventsChecked)
    },
    Family(name: "ringbench_bad_events", unit: "events", help: "Events that were not the ones due.") {
      Double($0.badEvents)
    },
    Family(name: "ringbench_unfinished_rounds", unit: "rounds", help: "Rounds that hung, crashed or failed.")
    {
      Double($0.unfinishedRounds)
    },
  ]

  static func text(_ summaries: [SummaryRecord]) -> String {
    var lines: [String] = []
    for family in families {
      lines.append("# TYPE \(family.name) gauge")
      lines.append("# UNIT \(family.name) \(family.unit)")
      lines.append("# HELP \(family.name) \(family.help)")
      for (number, summary) in summaries.enumerated() {
        for row in summary.rows {
          guard let value = family.value(row), value.isFinite else { continue }
          lines.append("\(family.name){\(labels(row.key, summary, number))} \(value)")
        }
      }
    }
    return (lines + ["# EOF"]).joined(separator: "\n") + "\n"
  }

  /// All that identifies a row: two samples with the same labels would be one series. The campaign's number distinguishes two campaigns of one host.
  private static func labels(_ key: RowKey, _ summary: SummaryRecord, _ number: Int) -> String {
    let labels = [
      ("campaign", "\(number)"), ("host", summary.campaign.environment.hostName),
      ("strategy", key.strategy ?? ""),
      ("workload", key.workload.rawValue), ("layout", key.ring?.layout.rawValue ?? ""),
      ("index_use", key.ring?.indexUse.rawValue ?? ""),
      ("payload_stores", key.ring?.payloadStores.rawValue ?? ""), ("regime", key.pacing.rawValue),
      ("slots", "\(key.slots)"),
      ("batch", "\(key.batch)"), ("checking", "\(key.checking)"),
      ("turn_events", "\(key.turnEvents)"), ("polling", key.polling.rawValue),
      ("event_bytes", "\(key.eventSize.bytes)"), ("pages", key.pages.rawValue),
      ("barriers_at_run_time", "\(key.barriersAtRunTime)"),
      ("cpus", "\(key.producerCpus.map(String.init).joined(separator: "+"))-\(key.consumerCpu)"),
      ("sharing", key.sharing?.kind?.rawValue ?? ""), ("oversubscribed", "\(key.oversubscribed)"),
      ("negative_control", "\(key.isNegativeControl)"),
    ]
    return labels.map { "\($0)=\"\(escaped($1))\"" }.joined(separator: ",")
  }

  private static func escaped(_ text: String) -> String {
    text.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "\"", with: "\\\"")
      .replacingOccurrences(of: "\n", with: "\\n")
  }
}
