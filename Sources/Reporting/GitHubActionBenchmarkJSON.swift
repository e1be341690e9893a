import Foundation
import RunRecord

/// What github-action-benchmark reads with `tool: customSmallerIsBetter` (its README, "Custom benchmarks"): an
/// array of name, unit and value.
enum GitHubActionBenchmarkJSON {
  private struct Entry: Encodable {
    var name: String
    var unit: String
    var value: Double
    var range: String
    var extra: String
  }

  static func text(_ summaries: [SummaryRecord]) throws -> String {
    let entries = zip(summaries, CampaignName.prefixes(summaries)).flatMap { summary, prefix in
      let environment = summary.campaign.environment
      return summary.rows.filter { $0.nsPerOperation.count > 0 }.map { row in
        Entry(
          name: prefix + row.key.name, unit: "ns/operation",
          value: row.nsPerOperation.median,
          range: String(format: "%.3g", (row.nsPerOperation.high - row.nsPerOperation.low) / 2),
          extra: "\(environment.hostName), \(environment.cpuModel), \(row.rounds) rounds")
      }
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(entries), as: UTF8.self)
  }
}
