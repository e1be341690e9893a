import Foundation
import RunRecord

/// Bencher Metric Format (bencher.dev, "Bencher Metric Format"): benchmark, measure, then value with its bounds.
/// `latency` is in ns, `throughput` in operations per second, as Bencher's built-in measures are.
enum BencherMetricFormat {
  private struct Metric: Encodable {
    var value: Double
    var lowerValue: Double
    var upperValue: Double
  }

  static func text(_ summaries: [SummaryRecord]) throws -> String {
    var document: [String: [String: Metric]] = [:]
    for (summary, prefix) in zip(summaries, CampaignName.prefixes(summaries)) {
      for row in summary.rows where row.rounds > 0 && row.nsPerOperation.low > 0 {
        let ns = row.nsPerOperation
        document[prefix + row.key.name] = [
          "latency": Metric(value: ns.median, lowerValue: ns.low, upperValue: ns.high),
          "throughput": Metric(
            value: row.operationsPerSecond, lowerValue: 1e9 / ns.high, upperValue: 1e9 / ns.low),
        ]
      }
    }
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(document), as: UTF8.self)
  }
}
