import Foundation
import RunRecord
import SampleRecords
import Testing

@testable import Analysis

struct MeasuredCampaignTests {
  @Test func aFolderKeepsWhatOnlyItsWrittenSummaryHas() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "ringbench-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    var made = MadeCampaign()
    made.add("none", .throughput, ns: 10)
    let results = try ResultsFolder(creating: folder, campaign: made.record)
    try results.append(made.trials)
    var summary = made.summary
    summary.probes = [
      ProbeRecord(
        cpuModel: "cpu", model: nil, cpus: [0, 1], distance: "shared-l3", canTell: true, shapes: [])
    ]
    summary.kernelRings = KernelRecord(startedAt: "", environment: made.record.environment)
    summary.campaign.environment.stealPercent = 1.5
    try results.write(RecordCoding.document(summary), to: "summary.json")
    let read = try MeasuredCampaign(reading: folder.path).summary
    #expect(read.probes == summary.probes)
    #expect(read.kernelRings != nil)
    #expect(read.campaign.environment.stealPercent == 1.5)
    let file = try MeasuredCampaign(reading: folder.appending(path: "summary.json").path)
    #expect(file.trials.isEmpty && file.summary.rows.map(\.key.strategy) == ["none"])
  }

  @Test(arguments: [
    (0.5, 0.0, "mostly empty"), (0.0, 0.5, "mostly full"), (0.2, 0.2, "alternating"), (0.19, 0.19, "flowing"),
  ])
  func theRegimeIsWhatThePollsShow(empty: Double, full: Double, words: String) {
    #expect(
      Regime(PollCounts(emptyPerEvent: empty, fullPerEvent: full, meanBatch: 1, wraps: 1)).rawValue == words)
  }

  @Test func theMostFrequentPlacementIsTheUsualOneWhetherNearOrFar() {
    func gauge(_ bounce: Double) -> NoiseGauge {
      NoiseGauge(
        bounceBeforeNs: bounce, bounceAfterNs: bounce, calibrationBeforeNs: nil, calibrationAfterNs: nil,
        elapsedMilliseconds: 1, stalledMilliseconds: nil, stolenMilliseconds: nil)
    }
    let mostlyNear = [60.0, 61, 62, 300].map(gauge)
    #expect(PlacementClasses(of: mostlyNear).majority(of: mostlyNear) == 0)
    let mostlyFar = [60.0, 300, 301, 302].map(gauge)
    #expect(PlacementClasses(of: mostlyFar).majority(of: mostlyFar) == 1)
  }
}
