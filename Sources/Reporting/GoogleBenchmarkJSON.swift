import Analysis
import Foundation
import RunRecord

/// The JSON that Google Benchmark writes with `--benchmark_format=json` (docs/user_guide.md, "Output Formats"), as
/// far as its compare.py reads it. Several campaigns' rows carry their campaign's name in front.
enum GoogleBenchmarkJSON {
  private struct Document: Encodable {
    var context: Context
    var benchmarks: [Benchmark]
  }

  private struct Context: Encodable {
    var date: String
    var hostName: String
    var executable: String
    var numCpus: Int
    var mhzPerCpu: Int
    var cpuScalingEnabled: Bool
    var caches: [String]
    var libraryBuildType: String
  }

  private struct Benchmark: Encodable {
    var name: String
    var runName: String
    var runType = "iteration"
    var repetitions: Int
    var repetitionIndex: Int
    var threads: Int
    var iterations: UInt64
    var realTime: Double
    var cpuTime: Double
    var timeUnit = "ns"
    var itemsPerSecond: Double
  }

  static func text(_ campaigns: [MeasuredCampaign]) throws -> String {
    let environments = campaigns.map(\.summary.campaign.environment)
    let first = campaigns.first?.summary.campaign
    let context = Context(
      date: first?.startedAt ?? "", hostName: environments.map(\.hostName).joined(separator: ","),
      executable: "ringbench", numCpus: environments.first?.allowedCpus.count ?? 0,
      mhzPerCpu: Int((environments.first?.cyclesPerSecond ?? 0) / 1e6),
      cpuScalingEnabled: environments.contains { $0.governor != nil && $0.governor != "performance" },
      caches: [],
      libraryBuildType: environments.allSatisfy { $0.build.mayBeReference } ? "release" : "debug")
    let prefixes = CampaignName.prefixes(campaigns.map(\.summary))
    let document = Document(
      context: context,
      benchmarks: zip(campaigns, prefixes).flatMap { campaign, prefix in
        campaign.summary.rows.filter { $0.nsPerOperation.count > 0 }.flatMap {
          benchmarks($0, campaign, prefix)
        }
      })
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(document), as: UTF8.self)
  }

  /// One entry for each round if the trials are available; otherwise one with the median.
  private static func benchmarks(
    _ row: SummaryRow, _ campaign: MeasuredCampaign, _ prefix: String
  ) -> [Benchmark] {
    let results = campaign.trials.filter { $0.spec.row == row.key }.compactMap(\.result)
    let figures =
      results.isEmpty
      ? [(row.nsPerOperation.median, UInt64(1))]
      : results.compactMap { result in result.figureNs.map { ($0, result.operations) } }
    return figures.enumerated().map { index, figure in
      Benchmark(
        name: prefix + row.key.name, runName: prefix + row.key.name, repetitions: figures.count,
        repetitionIndex: index, threads: row.key.threads, iterations: figure.1, realTime: figure.0,
        // Both threads spin all the time: an operation takes its whole duration of CPU time on each of them.
        cpuTime: figure.0 * Double(row.key.threads),
        itemsPerSecond: figure.0 > 0 ? 1e9 / figure.0 : 0)
    }
  }
}
