import Foundation
import RunRecord
import SampleRecords
import Testing

@testable import Reporting

@Suite("A single time") struct SingleTimeTests {
  @Test(
    "is printed as a multiple of the counter's step, in no digit below it",
    arguments: [
      (163.7, 10.02, "160"), (163.7, 9.98, "160"), (165.1, 10, "170"), (4, 10, "<10"), (25_431, 10, "25430"),
      (163.7, 40, "160"), (25.43, 0.41, "25.6"), (163.7, 0.41, "164"), (1234.6, 1, "1235"), (0.3, 1, "<1"),
    ])
  func multiple(ns: Double, step: Double, text: String) {
    #expect(Figures.single(ns, step: step) == text)
  }

  @Test("has three digits where the step is not known, and none where it was not measured")
  func unknown() {
    #expect(Figures.single(163.7, step: nil) == "164")
    #expect(Figures.single(163.7, step: 0) == "164")
    #expect(Figures.single(nil, step: 10) == Figures.absent)
  }

  @Test("stands beside the step in the tables of round trips and of wake-ups")
  func tables() {
    var made = MadeCampaign()
    made.add("none", .roundTrip, ns: 163)
    made.add("none", .wakeLatency, ns: 2513)
    let latency = LatencySummary(
      p50Ns: 163.6, p90Ns: 170, p99Ns: 253.2, p999Ns: 300, maxNs: 400, samples: 9)
    for index in made.trials.indices { made.trials[index].result?.latency = latency }
    var summary = made.summary
    func report() -> String { CostReport(summary: summary).text }
    #expect(report().contains(" 164 ") && report().contains(" 253 "))
    summary.campaign.environment.clockStepNs = 10.02
    #expect(!report().contains(" 164 ") && report().contains(" 160 ") && report().contains(" 250"))
    let stated = "read from a counter that moves in steps of 10 ns"
    #expect(report().components(separatedBy: stated).count == 3)
  }

  @Test("of a completion is no finer than the step either")
  func kernel() {
    var environment = MadeCampaign().record.environment
    environment.clockStepNs = 10
    var record = KernelRecord(startedAt: "", environment: environment)
    record.rings = [KernelRing(ring: "aio", slots: 64, capacity: 63)]
    record.runs = [
      KernelRunSummary(
        ring: "aio", way: "none", request: "poll", mode: "lockstep", poller: false, cpu: 0, otherCpu: 1,
        distance: "shared-l3", batch: 1, events: 10, reapNs: nil, eventsPerSecond: 1,
        latency: LatencySummary(
          p50Ns: 1_234.6, p90Ns: 1_300, p99Ns: 2_345.6, p999Ns: 3_456.7, maxNs: 4_000, samples: 10),
        emptyPolls: 0, faults: CompletionFaults(), lostWakeUps: 0, claimsCorrectHere: true)
    ]
    let text = KernelReport(record).text
    #expect(text.contains("1230  2350   3460"))
    #expect(text.contains("in steps of 10 ns"))
  }
}
