import Analysis
import Foundation
import RunRecord

/// What `ringbench report` can print. To add a format, add a row: the command and its help read this table.
public enum ExportFormat: String, CaseIterable, Sendable {
  /// Tables for people.
  case text
  /// Our own: an array with the `summary.json` of each campaign.
  case json
  /// Our own table.
  case csv
  /// Google Benchmark's JSON, which its compare.py reads: a row's rounds are repetitions.
  case googleBenchmark = "google-benchmark"
  /// github-action-benchmark's `customSmallerIsBetter`.
  case githubActionBenchmark = "github-action-benchmark"
  /// Bencher Metric Format.
  case bencher
  /// OpenMetrics text 1.0, for Prometheus and its kin.
  case openMetrics = "openmetrics"

  /// The campaigns in this format, without a last line's end except where the format asks for one.
  public func render(_ campaigns: [MeasuredCampaign]) throws -> String {
    let summaries = campaigns.map(\.summary)
    switch self {
    case .text: return MergedReport(summaries).text
    case .json: return String(decoding: try RecordCoding.document(summaries), as: UTF8.self)
    case .csv: return SummaryCSV.text(summaries)
    case .googleBenchmark: return try GoogleBenchmarkJSON.text(campaigns)
    case .githubActionBenchmark: return try GitHubActionBenchmarkJSON.text(summaries)
    case .bencher: return try BencherMetricFormat.text(summaries)
    case .openMetrics: return OpenMetricsText.text(summaries)
    }
  }
}
