import Analysis
import RunRecord
import Statistics

/// Records as a campaign would have left them.
public struct MadeCampaign {
  public var order: [PlannedTrial] = []
  public var trials: [TrialRecord] = []

  public init() {}

  /// A trial that measured `ns` an operation.
  ///
  /// - Parameter strategy: Nil for a lower bound.
  public mutating func add(
    _ strategy: String?, _ workload: Workload, round: Int = 0, ns: Double, bad: UInt64 = 0,
    outcome: TrialRecord.Outcome = .completed, calibration: Double? = nil,
    change: (inout TrialSpec) -> Void = { _ in }
  ) {
    var spec = TrialSpec(RowKey(strategy.map { RingSpec($0) }, workload: workload, distance: "shared-l3"))
    change(&spec)
    let check = EventCheck(checked: 1000, bad: bad, kinds: bad > 0 ? ["stale-lap": bad] : [:], first: [])
    var result = TrialResult(
      nsPerOperation: Spread(of: [ns]), operations: 1000,
      polls: PollCounts(emptyPerEvent: 0.5, fullPerEvent: 0.25, meanBatch: 2, wraps: 10),
      check: workload.isLowerBound ? nil : check, bursts: BurstCounts(all: 4, undisturbed: 3),
      stayedOnCpus: true,
      involuntarySwitches: [0, 1])
    if calibration != nil {
      result.noise = NoiseGauge(
        bounceBeforeNs: nil, bounceAfterNs: nil, calibrationBeforeNs: calibration,
        calibrationAfterNs: calibration, elapsedMilliseconds: 10, stalledMilliseconds: 0,
        stolenMilliseconds: 0)
    }
    order.append(PlannedTrial(round: round, spec: spec))
    trials.append(
      TrialRecord(
        index: trials.count, round: round, spec: spec, outcome: outcome,
        result: outcome == .completed ? result : nil, seconds: 0.1,
        marks: outcome == .completed ? NoiseMark.all(of: result) : []))
  }

  public var record: CampaignRecord {
    CampaignRecord(
      startedAt: "2026-01-01T00:00:00Z", seed: 1, rounds: 3, arguments: ["--all"],
      environment: RunEnvironment(
        hostName: "a \"host\", or so", architecture: "x86_64", cpuModel: "model", microcode: nil, kernel: "6",
        governor: nil, smt: nil, hypervisor: nil, allowedCpus: [0, 1], stealPercent: nil, compiler: "clang",
        build: .release, swiftFlags: "-O", cyclesPerSecond: 1e9), order: order, reference: false)
  }

  public var summary: SummaryRecord { SummaryRecord(of: record, trials: trials) }
}
