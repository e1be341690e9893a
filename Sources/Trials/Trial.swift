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
    guard let workload = spec.ringWorkload(clock), let ring = spec.ring else {
      return try LowerBoundTrial(spec: spec, clock: clock).run()
    }
    let trial = RingTrial(spec: spec, clock: clock)
    return switch try WorkloadBursts(workload, on: ring) {
    case .pushPop(let bursts): try trial.pushPop(bursts)
    case .throughput(let bursts): try trial.throughput(bursts)
    case .roundTrip(let bursts): try trial.roundTrip(bursts)
    case .oneWay(let bursts): try trial.oneWay(bursts)
    case .wakeLatency(let bursts): try trial.wakeLatency(bursts)
    }
  }
}

extension TrialSpec {
  /// The ring that it asks for; nil for a lower bound.
  fileprivate var ring: TrialRing? {
    row.ring.map {
      TrialRing(
        $0.strategy, layout: $0.layout, indexUse: $0.indexUse, payloadStores: $0.payloadStores,
        slots: UInt32(clamping: row.slots), checking: row.checking, yields: row.oversubscribed)
    }
  }

  /// What it does with the ring; nil for a lower bound.
  fileprivate func ringWorkload(_ clock: CycleClock) -> RingWorkload? {
    switch row.workload {
    case .barrierCost: .pushPop
    case .throughput: .throughput(batch: row.batch)
    case .roundTrip: .roundTrip
    case .oneWay: .oneWay(interval: clock.ticksPerSecond / max(1, ratePerSecond))
    case .wakeRounds: .wakeRounds
    case .wakeLatency: .wakeLatency
    case .wakeThroughput: .sleepingThroughput
    case .wakeCost: .pushWakePop
    case .lineBounce, .freshLine, .clock: nil
    }
  }
}
