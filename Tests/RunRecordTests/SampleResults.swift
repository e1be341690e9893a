import Foundation
import RunRecord
import Statistics

/// A small campaign as it is on disk.
struct SampleResults {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "ringbench-\(UUID().uuidString)")
    let order = (0..<3).map {
      PlannedTrial(round: $0, spec: TrialSpec(RowKey(RingSpec("seq-cst"), workload: .throughput)))
    }
    let campaign = CampaignRecord(
      startedAt: "2026-01-01T00:00:00Z", seed: 1, rounds: 3, arguments: ["seq-cst"],
      environment: RunEnvironment(
        hostName: "h", architecture: "x86_64", cpuModel: "cpu", microcode: nil, kernel: "6.1", governor: nil,
        smt: nil, hypervisor: nil, allowedCpus: [0, 1], stealPercent: nil, compiler: "swift", build: .release,
        swiftFlags: "-O", cyclesPerSecond: 1e9), order: order, reference: false)
    let results = try ResultsFolder(creating: folder, campaign: campaign)
    for (index, planned) in order.enumerated() {
      try results.append([
        TrialRecord(
          index: index, round: planned.round, spec: planned.spec, outcome: .completed,
          result: TrialResult(
            nsPerOperation: Spread(of: [10, 11, 12]), operations: 100,
            polls: PollCounts(emptyPerEvent: 0.5, fullPerEvent: 0, meanBatch: 2, wraps: 3),
            check: EventCheck(checked: 100, bad: 0, kinds: [:], first: []),
            bursts: BurstCounts(all: 3, undisturbed: 3),
            stayedOnCpus: true, involuntarySwitches: [0, 0]), seconds: 0.1)
      ])
    }
    try results.write(
      RecordCoding.document(
        SummaryRecord(
          campaign: CampaignHead(campaign), rows: [], verdicts: [], architectures: [], complete: true)),
      to: "summary.json")
  }

  var trials: URL { folder.appending(path: "trials.jsonl") }
  var campaign: URL { folder.appending(path: "campaign.json") }
  var summary: URL { folder.appending(path: "summary.json") }

  func remove() { try? FileManager.default.removeItem(at: folder) }
}
