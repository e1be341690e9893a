import AIORing
import Analysis
import RunRecord
import Topology

/// What is measured when two builds are compared.
public struct GatePlan: Sendable {
  public var strategies: [String]
  /// Rings that both programs have as Swift types of their own.
  public var rings: [String]
  public var layouts: [MeasuredRing]
  public var workloads: [Workload]
  public var pair: CPUPair

  /// One strategy for each kind of ordering: compiler barriers, the kernel's fences, acquire and release, a locked
  /// instruction.
  public static let defaultStrategies = ["kernel-2002", "kernel-2014", "acquire-release", "seq-cst"]
  /// Those whose figures repeat. One thread alone does not show a locked instruction that fits into the time of its other
  /// accesses; a hand-off does.
  public static let defaultWorkloads: [Workload] = [.handOff, .barrierCost, .roundTrip]
  /// The workloads that run a ring and time an operation.
  public static let possibleWorkloads: [Workload] = [.handOff, .barrierCost, .throughput, .roundTrip]

  /// Many short trials, each in its own process, average over what is fixed for the life of a process: where its
  /// memory lies.
  private static let (milliseconds, burst) = (5.0, 0.25)

  public init(
    strategies: [String] = defaultStrategies, rings: [String] = [],
    layouts: [MeasuredRing] = CampaignPlan.defaultLayouts,
    workloads: [Workload] = defaultWorkloads, pair: CPUPair
  ) {
    (self.strategies, self.rings, self.layouts) = (strategies, rings, layouts)
    (self.workloads, self.pair) = (workloads, pair)
  }

  /// One trial of each row.
  public var trials: [TrialSpec] {
    let ours = strategies.flatMap { strategy in
      layouts.map {
        RowKey.Subject.ring(RingSpec(strategy, layout: $0.layout, indexUse: $0.indexUse))
      }
    }
    return (ours + rings.map(RowKey.Subject.peer)).flatMap { subject in
      workloads.map { trial(of: subject, $0) }
    }
  }

  private func trial(of subject: RowKey.Subject, _ workload: Workload) -> TrialSpec {
    // A thread alone needs only one CPU.
    let place = workload.isAlone ? pair.onProducerAlone : pair
    return TrialSpec(
      RowKey(
        of: subject, workload: workload, checking: workload != .barrierCost,
        turnEvents: workload == .handOff ? CampaignPlan.usualTurnEvents(slots: 1024) : 0,
        producerCpu: place.producer.index, consumerCpu: place.consumer.index,
        distance: place.pairClass.name), durationMilliseconds: Self.milliseconds,
      burstMilliseconds: Self.burst)
  }
}
