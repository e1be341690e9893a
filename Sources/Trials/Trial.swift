import RingBursts
import RunRecord

/// A trial, run in this process on threads of its own.
public enum Trial {
  /// Runs what `spec` says, and reads the machine's noise right before and after it.
  ///
  /// - Throws: ``TrialError`` when the specification names something that does not exist, or that this machine does not have.
  package static func run(_ spec: TrialSpec, clock: CycleClock) throws(TrialError) -> TrialResult {
    let noise = try NoiseReading(spec, clock)
    var result = try measure(spec, clock: clock)
    result.noise = try noise.end()
    return result
  }

  private static func measure(_ spec: TrialSpec, clock: CycleClock) throws(TrialError) -> TrialResult {
    if spec.row.workload.isLowerBound { return try LowerBoundTrial(spec: spec, clock: clock).run() }
    let trial = RingTrial(spec: spec, clock: clock)
    switch try RingBursts(spec, clock: clock) {
    case .pushPop(let bursts): return try trial.barrierCost(bursts)
    case .throughput(let bursts): return try trial.throughput(bursts)
    case .roundTrip(let bursts): return try trial.roundTrip(bursts)
    case .oneWay(let bursts): return try trial.oneWay(bursts)
    case .wakeLatency(let bursts): return try trial.wakeLatency(bursts)
    }
  }
}
