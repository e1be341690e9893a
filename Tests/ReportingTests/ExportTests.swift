import AIORing
import Analysis
import Foundation
import RunRecord
import SampleRecords
import Testing

@testable import Reporting

@Suite struct ExportTests {
  private var campaign: MeasuredCampaign {
    var made = MadeCampaign()
    for round in 0..<3 {
      made.add(nil, .lineBounce, round: round, ns: 100)
      made.add("seq-cst", .roundTrip, round: round, ns: 250 + Double(round))
    }
    return MeasuredCampaign(summary: made.summary, trials: made.trials)
  }

  @Test func aRowsRoundsAreRepetitionsInGoogleBenchmarksJSON() throws {
    let text = try ExportFormat.googleBenchmark.render([campaign])
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let benchmarks = try #require(document["benchmarks"] as? [[String: Any]])
    let roundTrips = benchmarks.filter { ($0["name"] as? String)?.hasPrefix("seq-cst/round-trip/") == true }
    #expect(roundTrips.compactMap { $0["real_time"] as? Double } == [250, 251, 252])
    #expect(roundTrips.compactMap { $0["repetition_index"] as? Int } == [0, 1, 2])
    #expect(roundTrips.allSatisfy { $0["time_unit"] as? String == "ns" })
  }

  @Test func theMedianIsTheValueInTheOtherFormats() throws {
    let github = try #require(
      try JSONSerialization.jsonObject(
        with: Data(try ExportFormat.githubActionBenchmark.render([campaign]).utf8)) as? [[String: Any]])
    #expect(github.map { $0["value"] as? Double } == [100, 251])
    let bencher = try #require(
      try JSONSerialization.jsonObject(with: Data(try ExportFormat.bencher.render([campaign]).utf8))
        as? [String: [String: [String: Double]]])
    #expect(Set(bencher.values.compactMap { $0["latency"]?["value"] }) == [100, 251])
    let metrics = try ExportFormat.openMetrics.render([campaign])
    #expect(metrics.hasSuffix("# EOF\n"))
    #expect(metrics.contains("} 2.51e-07\n"))
    #expect(metrics.contains(#"host="a \"host\", or so""#))
  }

  @Test func rowsThatDifferInOneSettingAreDifferentSeriesInEveryFormat() throws {
    let changes: [@Sendable (inout TrialSpec) -> Void] = [
      { _ in }, { $0.row.ring?.layout = .tagged }, { $0.row.ring?.indexUse = .lazy },
      { $0.row.ring?.payloadStores = .streaming }, { $0.row.pacing = .balanced }, { $0.row.slots = 8 },
      { $0.row.batch = 2 }, { $0.row.checking = false }, { $0.row.turnEvents = 3 },
      { $0.row.isNegativeControl = true }, { $0.row.producerCpu = 5 }, { $0.row.consumerCpu = 6 },
      { $0.row.polling = .yield }, { $0.row.oversubscribed = true },
      { $0.row.sharing = RowSharing(.mutex, furtherProducerCpus: [1]) },
      { $0.row.sharing = RowSharing(.fetchAdd, furtherProducerCpus: [1]) },
    ]
    var made = MadeCampaign()
    for change in changes { made.add("none", .handOff, ns: 5, change: change) }
    let campaign = MeasuredCampaign(summary: made.summary, trials: made.trials)
    let series = try ExportFormat.openMetrics.render([campaign]).split(separator: "\n")
      .filter { $0.hasPrefix("ringbench_operation_seconds{") }
    #expect(Set(series.map { $0.split(separator: "}")[0] }).count == changes.count)
    let bencher = try JSONSerialization.jsonObject(
      with: Data(try ExportFormat.bencher.render([campaign]).utf8))
    #expect((bencher as? [String: Any])?.count == changes.count)
  }

  @Test func noRowOfTwoCampaignsOfOneHostIsLost() throws {
    var later = campaign
    later.summary.campaign.startedAt = "2026-01-02T00:00:00Z"
    for campaigns in [[campaign, later], [campaign, campaign]] {
      let rows = try ExportFormat.csv.render(campaigns).components(separatedBy: "\r\n")
      #expect(rows.count == 1 + 2 * 2 + 1)
      let bencher = try JSONSerialization.jsonObject(
        with: Data(try ExportFormat.bencher.render(campaigns).utf8))
      #expect((bencher as? [String: Any])?.count == 4)
      let github = try JSONSerialization.jsonObject(
        with: Data(try ExportFormat.githubActionBenchmark.render(campaigns).utf8))
      #expect(Set((github as? [[String: Any]] ?? []).compactMap { $0["name"] as? String }).count == 4)
      let google = try JSONSerialization.jsonObject(
        with: Data(try ExportFormat.googleBenchmark.render(campaigns).utf8))
      let benchmarks = (google as? [String: Any])?["benchmarks"] as? [[String: Any]] ?? []
      #expect(Set(benchmarks.compactMap { $0["run_name"] as? String }).count == 4)
    }
    #expect(try ExportFormat.text.render([campaign, later]).contains("@2026-01-02"))
  }

  @Test func jsonIsAnArrayForOneCampaignAndForSeveral() throws {
    for campaigns in [[campaign], [campaign, campaign]] {
      let document = try JSONSerialization.jsonObject(
        with: Data(try ExportFormat.json.render(campaigns).utf8))
      #expect((document as? [Any])?.count == campaigns.count)
    }
  }

  @Test func namesOfRowsAreUnique() {
    var made = MadeCampaign()
    made.add("none", .throughput, ns: 1)
    made.add("none", .throughput, ns: 1) { $0.row.checking = false }
    made.add("none", .throughput, ns: 1) { $0.row.slots = 8 }
    made.add("none", .throughput, ns: 1) { $0.row.pacing = .balanced }
    made.add("none", .throughput, ns: 1) { $0.row.ring?.payloadStores = .streaming }
    made.add("none", .throughput, ns: 1) { $0.row.consumerCpu = 2 }
    #expect(Set(made.summary.rows.map(\.key.name)).count == 6)
  }
}
