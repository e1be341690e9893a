import Analysis
import Foundation
import Reporting
import RunRecord
import SampleRecords
import Statistics
import Testing

/// Whatever happens to a result file, reading it, comparing it and reporting it ends in a result or a typed error.
struct MutatedResultsTests {
  private enum Mutation: CaseIterable {
    case flipBit, cut, double, swapNumber, dropKey, newType
  }

  @Test(arguments: 0..<6) func aMutatedFileNeverCrashesWhoReadsIt(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let folder = FileManager.default.temporaryDirectory.appending(path: "ringbench-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    var campaign = MadeCampaign()
    for round in 0..<3 {
      campaign.add(nil, .lineBounce, round: round, ns: 100)
      campaign.add("seq-cst", .roundTrip, round: round, ns: 250, bad: 1)
      campaign.add("none", .barrierCost, round: round, ns: 4)
    }
    let results = try ResultsFolder(creating: folder, campaign: campaign.record)
    try results.append(campaign.trials)
    try results.write(RecordCoding.document(campaign.summary), to: "summary.json")
    let whole = CampaignFigures(trials: campaign.trials, environment: nil)
    for name in ["campaign.json", "trials.jsonl", "summary.json"] {
      let url = folder.appending(path: name)
      let original = try Data(contentsOf: url)
      defer { try? original.write(to: url) }
      for _ in 0..<150 {
        try Self.mutated(original, &generator).write(to: url)
        read(folder, against: whole)
      }
    }
  }

  /// As `compare` and `report` do.
  private func read(_ folder: URL, against whole: CampaignFigures) {
    if let read = try? ResultsReader.folder(folder) {
      let figures = CampaignFigures(trials: read.trials, environment: nil)
      judge(figures, whole)
      report(
        MeasuredCampaign(summary: SummaryRecord(of: read.campaign, trials: read.trials), trials: read.trials))
    }
    if let summary = try? ResultsReader.summary(folder.appending(path: "summary.json")) {
      judge(CampaignFigures(summary), whole)
      report(MeasuredCampaign(summary: summary, trials: []))
    }
  }

  private func report(_ campaign: MeasuredCampaign) {
    _ = RunReport(campaign.summary).text
    for format in ExportFormat.allCases { _ = try? format.render([campaign]) }
  }

  private func judge(_ figures: CampaignFigures, _ whole: CampaignFigures) {
    var (figures, whole) = (figures, whole)
    (figures.environment, whole.environment) = (nil, nil)
    guard
      let comparison = try? FileComparison(
        base: figures, candidate: whole, Gate.Settings(detect: 0.25, thresholdNs: 0.05))
    else { return }
    let record = ComparisonRecord(
      method: .files, base: "a", candidate: "b", verdict: .noChange, rows: comparison.rows,
      withoutPartner: comparison.withoutPartner,
      detectPercent: 25, thresholdNs: 0.05, injectedPercent: 0, seconds: 0, quietness: "")
    _ = ComparisonReport(record).text
    _ = ComparisonJUnit(record).text
    _ = try? RecordCoding.document(record)
  }

  private static let numbers = [
    "0", "-1", "1e308", "1e-308", "9223372036854775807", "18446744073709551615", "-0.0", "1e999",
  ]

  private static func mutated(_ data: Data, _ generator: inout SeededGenerator) -> Data {
    var bytes = Array(data)
    let place = Int.random(in: bytes.indices, using: &generator)
    switch Mutation.allCases.randomElement(using: &generator) {
    case .flipBit: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
    case .cut: bytes.removeLast(place)
    case .double: bytes.insert(contentsOf: bytes[place...].prefix(200), at: place)
    case .swapNumber:
      replace(&bytes, numbers.randomElement(using: &generator) ?? "", from: place) { (48...57).contains($0) }
    case .dropKey: replace(&bytes, "", from: place) { $0 != UInt8(ascii: ",") }
    case .newType, nil: replace(&bytes, "[]", from: place) { (48...57).contains($0) }
    }
    return Data(bytes)
  }

  /// Replaces the next run of bytes that `isPart`.
  private static func replace(
    _ bytes: inout [UInt8], _ text: String, from place: Int, _ isPart: (UInt8) -> Bool
  ) {
    guard let start = bytes[place...].firstIndex(where: isPart) else { return }
    let end = bytes[start...].firstIndex { !isPart($0) } ?? bytes.endIndex
    bytes.replaceSubrange(start..<end, with: Array(text.utf8))
  }
}
