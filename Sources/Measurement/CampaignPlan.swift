import AIORing
import RunRecord
import Statistics
import Topology

/// What a campaign measures: the data from which its trials are made.
public struct CampaignPlan: Sendable {
  /// A layout with the index use it is measured with.
  public struct Shape: Sendable, Hashable {
    public var layout: LayoutKind
    public var indexUse: IndexUseKind

    public init(layout: LayoutKind, indexUse: IndexUseKind) {
      (self.layout, self.indexUse) = (layout, indexUse)
    }
  }

  /// The strategies' names.
  public var strategies: [String]
  public var shapes: [Shape]
  /// Payload stores whose cost is measured.
  public var payloadStores: [PayloadStoreKind] = [.ordinary]
  /// Payload stores with which small rings are checked.
  public var checkedStores = PayloadStoreKind.allCases.filter(\.isAvailable)
  public var workloads: [Workload]
  public var pairs: [CPUPair]
  /// Slots of the rings whose cost is measured.
  public var slots: Int
  public var batch: Int
  public var rounds: Int
  /// Seconds for all trials together.
  public var seconds: Double
  public var seed: UInt64
  /// Both threads of each pair share the first CPU.
  public var oversubscribed: Bool

  /// The kernel's ring is measured as the kernel uses it, the padded one as one would build it today.
  public static func usualIndexUse(of layout: LayoutKind) -> IndexUseKind {
    switch layout {
    case .aio: .fresh
    case .padded: .cached
    }
  }
  /// Both layouts.
  public static let defaultShapes = LayoutKind.allCases.map {
    Shape(layout: $0, indexUse: usualIndexUse(of: $0))
  }
  /// Slots whose wrap-around comes often enough to catch a broken claim or retire: the smallest rings.
  public static let validationSlots = [2, 8]
  /// Slots of rings written with streaming stores: a stale event was seen at these most often (8) and least (1024).
  public static let streamingSlots = [8, 128, 1024]
  /// The delay that forces a regime, ns an event: several times a push or a pop between two cores, and short
  /// enough that a burst fills the ring many times over.
  public static let regimeDelay = 100.0
  /// One-way latency is measured at this share of the peak: loaded, but not queueing for ever.
  public static let rateShare = 0.5
  /// A burst is at most this long, ms: at 1 ms most are undisturbed on a shared machine, at 10 almost none.
  private static let burst = 0.5

  public init(
    strategies: [String], shapes: [Shape] = defaultShapes,
    workloads: [Workload] = Workload.allCases, pairs: [CPUPair], slots: Int = 1024, batch: Int = 1,
    rounds: Int, seconds: Double, seed: UInt64, oversubscribed: Bool = false
  ) {
    (self.strategies, self.shapes) = (strategies, shapes)
    (self.workloads, self.pairs, self.slots, self.batch) = (workloads, pairs, slots, batch)
    (self.rounds, self.seconds, self.seed) = (rounds, seconds, seed)
    self.oversubscribed = oversubscribed
  }

  /// All rounds in the order in which they are run. Each round is shuffled by the seed; one-way trials come last
  /// in their round, since their rate is a share of a throughput measured before.
  public var order: [PlannedTrial] {
    var generator = SeededGenerator(seed: seed)
    var seen: Set<RowKey> = []
    // A small ring that is checked may be the one whose cost is measured.
    let all = pairs.flatMap(trials).filter { seen.insert($0.row).inserted }
    let share = seconds * 1000 / Double(max(1, all.count * rounds))
    return (0..<rounds).flatMap { round in
      let shuffled = all.shuffled(using: &generator)
      let oneWay = shuffled.filter { $0.workload == .oneWay }
      return (shuffled.filter { $0.workload != .oneWay } + oneWay).map { spec in
        var spec = spec
        spec.durationMilliseconds = share
        return PlannedTrial(round: round, spec: spec)
      }
    }
  }

  private func trials(on pair: CPUPair) -> [TrialSpec] {
    let base = TrialSpec(
      strategy: "", workload: .clock, slots: slots, batch: batch, producerCpu: pair.producer.index,
      consumerCpu: pair.consumer.index, distance: pair.distance.rawValue, oversubscribed: oversubscribed,
      burstMilliseconds: Self.burst)
    return floors(from: base)
      + strategies.flatMap { strategy in
        shapes.flatMap { shape in
          var spec = base
          (spec.strategy, spec.layout, spec.indexUse) =
            (strategy, shape.layout.rawValue, shape.indexUse.rawValue)
          let costs = payloadStores.flatMap { stores in
            spec.payloadStores = stores.rawValue
            return workloads.flatMap { trials(of: $0, from: spec) }
          }
          return costs
            + (workloads.contains(.throughput) ? checkedStores.flatMap { validations(from: spec, $0) } : [])
        }
      }
  }

  private func floors(from base: TrialSpec) -> [TrialSpec] {
    workloads.filter(\.isFloor).map { workload in
      var spec = base
      (spec.workload, spec.layout, spec.indexUse, spec.payloadStores) = (workload, "", "", "")
      return spec
    }
  }

  private func trials(of workload: Workload, from base: TrialSpec) -> [TrialSpec] {
    var spec = base
    spec.workload = workload
    switch workload {
    case .barrierCost:
      spec.checking = false
      return [spec]
    case .throughput: return regimes(from: spec) + [unchecked(spec)]
    case .roundTrip: return [spec]
    case .oneWay:
      spec.rateShare = Self.rateShare
      return [spec]
    case .wakeRounds, .wakeLatency, .wakeThroughput, .wakeCost:
      // The sleeping consumer's words are in no ABI: one layout tells all.
      return spec.layout == LayoutKind.padded.rawValue
        && spec.payloadStores == PayloadStoreKind.ordinary.rawValue
        ? [spec] : []
    case .lineBounce, .freshLine, .clock: return []
    }
  }

  private func regimes(from base: TrialSpec) -> [TrialSpec] {
    Regime.allCases.map { regime in
      var spec = base
      spec.regime = regime
      spec.delayNanoseconds = regime == .freeRunning ? 0 : Self.regimeDelay
      return spec
    }
  }

  private func unchecked(_ base: TrialSpec) -> TrialSpec {
    var spec = base
    spec.checking = false
    return spec
  }

  /// Small rings, mostly full and mostly empty: where every slot is reused at once. Free-running as well, since
  /// a delay also gives the other side time to get it right.
  private func validations(from base: TrialSpec, _ stores: PayloadStoreKind) -> [TrialSpec] {
    let wrapping = Self.validationSlots.flatMap { slots in
      [Regime.freeRunning, .producerBound, .consumerBound].map { (slots, $0) }
    }
    let rings =
      switch stores {
      case .ordinary: wrapping
      case .streaming: Self.streamingSlots.map { ($0, Regime.freeRunning) }
      }
    return rings.map { slots, regime in
      var spec = base
      spec.payloadStores = stores.rawValue
      (spec.workload, spec.slots, spec.regime, spec.batch) = (.throughput, slots, regime, 1)
      spec.delayNanoseconds = regime == .freeRunning ? 0 : Self.regimeDelay
      return spec
    }
  }
}
