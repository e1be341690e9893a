import AIORing
import RunRecord
import Topology

/// What is measured when two builds are compared.
public struct GatePlan: Sendable {
  public var strategies: [String]
  public var layouts: [CampaignPlan.MeasuredLayout]
  public var workloads: [Workload]
  public var pair: CPUPair

  /// The orderings of which the others are made: compiler only, the kernel's fences, acquire and release, a locked
  /// instruction.
  public static let defaultStrategies = ["kernel-2002", "kernel-2014", "acquire-release", "seq-cst"]
  /// One thread's push and pop: where nothing waits for another CPU, a figure repeats to a per cent or better even on
  /// a shared machine, and whatever is added to push or pop shows in full.
  public static let defaultWorkloads: [Workload] = [.barrierCost]
  /// Those that run a ring and say what an operation costs.
  public static let possibleWorkloads: [Workload] = [.barrierCost, .throughput, .roundTrip]

  /// Many short trials in processes of their own average what a process keeps for life: where its memory lies.
  private static let (milliseconds, burst) = (5.0, 0.25)

  public init(
    strategies: [String] = defaultStrategies,
    layouts: [CampaignPlan.MeasuredLayout] = CampaignPlan.defaultLayouts,
    workloads: [Workload] = defaultWorkloads, pair: CPUPair
  ) {
    (self.strategies, self.layouts, self.workloads, self.pair) = (strategies, layouts, workloads, pair)
  }

  /// One trial of each row.
  public var trials: [TrialSpec] {
    strategies.flatMap { strategy in
      layouts.flatMap { layout in
        workloads.map { workload in
          // A thread alone stays on one CPU, and no other needs to be free for it.
          let (consumer, distance) =
            workload.isAlone ? (pair.producer, DistanceClass.sameCPU) : (pair.consumer, pair.distance)
          return TrialSpec(
            RowKey(
              RingSpec(strategy, layout: layout.layout, indexUse: layout.indexUse), workload: workload,
              checking: workload != .barrierCost, producerCpu: pair.producer.index,
              consumerCpu: consumer.index,
              distance: distance.rawValue), durationMilliseconds: Self.milliseconds,
            burstMilliseconds: Self.burst)
        }
      }
    }
  }
}
