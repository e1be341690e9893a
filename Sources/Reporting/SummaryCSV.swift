import Foundation
import RunRecord

/// `summary.csv`: one line a row of the summary; column names carry their unit. RFC 4180.
public enum SummaryCSV {
  /// The file's text, for one campaign or several: the host is a column.
  public static func text(_ summaries: [SummaryRecord]) -> String {
    let rows = summaries.flatMap { summary in
      let others = (summary.otherStates ?? []).flatMap { state in state.rows.map { ($0, state.placement) } }
      return (summary.rows.map { ($0, nil) } + others).map { row, state in
        columns.map { $0.cell(row, summary) } + stateColumns.map { $0.cell(state) }
      }
    }
    let lines = [columns.map(\.name) + stateColumns.map(\.name)] + rows
    return lines.map { $0.map(field).joined(separator: ",") + "\r\n" }.joined()
  }

  private struct Column: Sendable {
    var name: String
    var cell: @Sendable (SummaryRow, SummaryRecord) -> String
  }

  private static let columns: [Column] = [
    Column(name: "host") { $1.campaign.environment.hostName },
    Column(name: "started_at") { $1.campaign.startedAt },
    Column(name: "strategy") { row, _ in row.key.strategy ?? "" },
    Column(name: "layout") { row, _ in row.key.ring?.layout.rawValue ?? "" },
    Column(name: "index_use") { row, _ in row.key.ring?.indexUse.rawValue ?? "" },
    Column(name: "payload_stores") { row, _ in row.key.ring?.payloadStores.rawValue ?? "" },
    Column(name: "workload") { row, _ in row.key.workload.rawValue },
    Column(name: "pacing") { row, _ in row.key.pacing.rawValue },
    Column(name: "slots") { row, _ in "\(row.key.slots)" },
    Column(name: "batch") { row, _ in "\(row.key.batch)" },
    Column(name: "checking") { row, _ in "\(row.key.checking)" },
    Column(name: "turn_events") { row, _ in "\(row.key.turnEvents)" },
    Column(name: "negative_control") { row, _ in "\(row.key.isNegativeControl)" },
    Column(name: "producer_cpu") { row, _ in "\(row.key.producerCpu)" },
    Column(name: "consumer_cpu") { row, _ in "\(row.key.consumerCpu)" },
    Column(name: "distance") { row, _ in row.key.distance },
    Column(name: "oversubscribed") { row, _ in "\(row.key.oversubscribed)" },
    Column(name: "polling") { row, _ in row.key.polling.rawValue },
    Column(name: "producers") { row, _ in "\(row.key.producers)" },
    Column(name: "sharing") { row, _ in row.key.sharing?.kind?.rawValue ?? "" },
    Column(name: "event_bytes") { row, _ in "\(row.key.eventSize.bytes)" },
    Column(name: "pages") { row, _ in row.key.pages.rawValue },
    Column(name: "barriers_at_run_time") { row, _ in "\(row.key.barriersAtRunTime)" },
    Column(name: "rounds") { row, _ in "\(row.rounds)" },
    Column(name: "unfinished_rounds") { row, _ in "\(row.unfinishedRounds)" },
    Column(name: "moved_rounds") { row, _ in "\(row.movedRounds)" },
    Column(name: "undisturbed_share") { row, _ in number(row.undisturbedShare) },
    Column(name: "slow_core") { row, _ in "\(row.slowCore ?? false)" },
    Column(name: "ns_per_operation_median") { row, _ in number(row.nsPerOperation.median) },
    Column(name: "ns_per_operation_low_quartile") { row, _ in number(row.nsPerOperation.low) },
    Column(name: "ns_per_operation_high_quartile") { row, _ in number(row.nsPerOperation.high) },
    Column(name: "ns_per_operation_ci99_low") { row, _ in number(row.figure?.low) },
    Column(name: "ns_per_operation_ci99_high") { row, _ in number(row.figure?.high) },
    Column(name: "ratio_to_none_median") { row, _ in number(row.overNone?.median) },
    Column(name: "ratio_to_none_ci99_low") { row, _ in number(row.overNone?.low) },
    Column(name: "ratio_to_none_ci99_high") { row, _ in number(row.overNone?.high) },
    Column(name: "groups") { row, _ in row.groups.map(GroupLetters.text) ?? "" },
    Column(name: "ordered_by") { row, _ in row.orderedBy ?? "" },
    Column(name: "push_ns_median") { row, _ in number(row.pushNs?.median) },
    Column(name: "push_ns_ci99_low") { row, _ in number(row.pushNs?.low) },
    Column(name: "push_ns_ci99_high") { row, _ in number(row.pushNs?.high) },
    Column(name: "pop_ns_median") { row, _ in number(row.popNs?.median) },
    Column(name: "pop_ns_ci99_low") { row, _ in number(row.popNs?.low) },
    Column(name: "pop_ns_ci99_high") { row, _ in number(row.popNs?.high) },
    Column(name: "unloaded_ns_median") { row, _ in number(row.load?.unloadedNs?.median) },
    Column(name: "sustained_per_second_median") { row, _ in number(row.load?.sustainedPerSecond.median) },
    Column(name: "sustained_per_second_ci99_low") { row, _ in number(row.load?.sustainedPerSecond.low) },
    Column(name: "sustained_per_second_ci99_high") { row, _ in number(row.load?.sustainedPerSecond.high) },
    Column(name: "operations_per_second") { row, _ in number(row.operationsPerSecond) },
    Column(name: "lower_bound") { row, _ in row.lowerBound ?? "" },
    Column(name: "ratio_to_lower_bound_median") { row, _ in number(row.ratioToLowerBound?.median) },
    Column(name: "p50_ns") { row, _ in number(row.latency?.p50Ns) },
    Column(name: "p90_ns") { row, _ in number(row.latency?.p90Ns) },
    Column(name: "p99_ns") { row, _ in number(row.latency?.p99Ns) },
    Column(name: "p999_ns") { row, _ in number(row.latency?.p999Ns) },
    Column(name: "max_ns") { row, _ in number(row.latency?.maxNs) },
    Column(name: "observed_regime") { row, _ in row.observedRegime ?? "" },
    Column(name: "empty_polls_per_event") { row, _ in number(row.polls?.emptyPerEvent) },
    Column(name: "full_polls_per_event") { row, _ in number(row.polls?.fullPerEvent) },
    Column(name: "mean_batch_events") { row, _ in number(row.polls?.meanBatch) },
    Column(name: "wraps") { row, _ in row.polls.map { "\($0.wraps)" } ?? "" },
    Column(name: "events_checked") { row, _ in "\(row.eventsChecked)" },
    Column(name: "bad_events") { row, _ in "\(row.badEvents)" },
    Column(name: "wake_up_rounds") { row, _ in row.wakeUps.map { "\($0.rounds)" } ?? "" },
    Column(name: "wake_ups_missed") { row, _ in row.wakeUps.map { "\($0.missed)" } ?? "" },
    Column(name: "native_verdict") { row, summary in
      let subject: NativeVerdict.Subject = row.key.workload.hasSleeper ? .wakeUps : .events
      return summary.verdicts.first {
        $0.strategy == row.key.strategy && $0.payloadStores == (row.key.ring?.payloadStores ?? .ordinary)
          && $0.subject == subject
      }?.seen.rawValue ?? ""
    },
  ]

  private struct StateColumn: Sendable {
    var name: String
    /// Of a row of another state than the most frequent one; nil for the others.
    var cell: @Sendable (PlacementRecord?) -> String
  }

  private static let stateColumns: [StateColumn] = [
    StateColumn(name: "other_state_bounce_ns") { number($0?.bounceNs) },
    StateColumn(name: "other_state_producer_is_slow") { $0?.producerIsSlow.map { "\($0)" } ?? "" },
    StateColumn(name: "other_state_consumer_is_slow") { $0?.consumerIsSlow.map { "\($0)" } ?? "" },
  ]

  private static func number(_ value: Double?) -> String {
    value.map { String(format: "%.6g", $0) } ?? ""
  }

  private static func field(_ text: String) -> String {
    guard text.contains(where: { ",\"\r\n".contains($0) }) else { return text }
    return "\"" + text.replacingOccurrences(of: "\"", with: "\"\"") + "\""
  }
}
