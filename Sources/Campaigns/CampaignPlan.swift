import AIORing
import Analysis
import RunRecord
import Statistics
import SystemCalls
import Topology

/// What a campaign measures: its trials are made from this.
public struct CampaignPlan: Sendable {
  /// A layout, and the index use it is measured with.
  public struct MeasuredLayout: Sendable, Hashable {
    public var layout: LayoutKind
    public var indexUse: IndexUseKind

    public init(layout: LayoutKind, indexUse: IndexUseKind) {
      (self.layout, self.indexUse) = (layout, indexUse)
    }
  }

  /// The strategies' names.
  public var strategies: [String]
  public var layouts: [MeasuredLayout]
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
  public var steps: [CampaignStep] = [.trials, .models]

  /// The kernel's layout is measured as the kernel uses it; the padded one as a ring would be built today.
  public static func usualIndexUse(of layout: LayoutKind) -> IndexUseKind {
    switch layout {
    case .aio: .fresh
    case .padded: .cached
    }
  }
  /// Both layouts.
  public static let defaultLayouts = LayoutKind.allCases.map {
    MeasuredLayout(layout: $0, indexUse: usualIndexUse(of: $0))
  }
  /// Slots of the smallest rings, which wrap around often enough to catch a broken claim or retire.
  public static let checkedSlots = [2, 8]
  /// Slots of rings written with streaming stores. Of the sizes tried, stale events were most frequent with 8 slots and
  /// least frequent with 1024.
  public static let streamingSlots = [8, 128, 1024]
  /// The delay of a side that is paced, ns an event: several times what a push or a pop takes between two cores, and
  /// short enough that a burst fills the ring many times over.
  public static let pacingDelay = 100.0
  /// One-way latency is measured at this share of the peak: loaded, but without an ever-growing queue.
  public static let rateShare = 0.5
  /// The intended length of a burst, ms. On a shared machine most bursts of 1 ms are undisturbed, and almost none of 10.
  private static let burst = 0.5

  public init(
    strategies: [String], layouts: [MeasuredLayout] = defaultLayouts,
    workloads: [Workload] = Workload.allCases, pairs: [CPUPair], slots: Int = 1024, batch: Int = 1,
    rounds: Int, seconds: Double, seed: UInt64, oversubscribed: Bool = false
  ) {
    (self.strategies, self.layouts) = (strategies, layouts)
    (self.workloads, self.pairs, self.slots, self.batch) = (workloads, pairs, slots, batch)
    (self.rounds, self.seconds, self.seed) = (rounds, seconds, seed)
    self.oversubscribed = oversubscribed
  }

  /// Why rows of the plan are not run: the system refuses a call that they need. Each call is tried in a child process,
  /// since a sandbox may end whoever makes it.
  public private(set) var refusals: [SystemCallRefusal] = []

  /// Leaves out the rows that need a system call which `refusal` finds refused.
  public mutating func leaveOutRefused(
    _ refusal: (SystemCall) -> SystemCallRefusal? = { $0.refusal }
  ) {
    refusals = Self.refusals(of: pairs.flatMap(trials).map(\.row), refusal)
  }

  /// Why some of these rows cannot be run here.
  public static func refusals(
    of rows: [RowKey], _ refusal: (SystemCall) -> SystemCallRefusal? = { $0.refusal }
  ) -> [SystemCallRefusal] {
    let needed = Set(rows.compactMap(\.neededCall))
    return SystemCall.allCases.filter(needed.contains).compactMap(refusal)
  }

  private func isRefused(_ row: RowKey) -> Bool {
    guard let call = row.neededCall else { return false }
    return refusals.contains { $0.call == call.rawValue }
  }

  /// All rounds, in the order in which they are run. Each round is shuffled by the seed. One-way trials come last in
  /// their round: their rate is a share of the throughput measured before.
  public var order: [PlannedTrial] {
    var generator = SeededGenerator(seed: seed)
    var seen: Set<RowKey> = []
    // A small ring that is checked may have the size of the rings whose cost is measured.
    let all = pairs.flatMap(trials).filter { seen.insert($0.row).inserted && !isRefused($0.row) }
    let share = seconds * 1000 / Double(max(1, all.count * rounds))
    return (0..<rounds).flatMap { round in
      let shuffled = all.shuffled(using: &generator)
      let oneWay = shuffled.filter { $0.row.workload == .oneWay }
      return (shuffled.filter { $0.row.workload != .oneWay } + oneWay).map { spec in
        var spec = spec
        spec.durationMilliseconds = share
        return PlannedTrial(round: round, spec: spec)
      }
    }
  }

  /// What all trials take if each is as short as one can be, s.
  public var leastSeconds: Double { Double(trialCount) * TrialPace.leastSeconds }

  private func trials(on pair: CPUPair) -> [TrialSpec] {
    let bare = RowKey(
      nil, workload: .clock, slots: slots, batch: batch, producerCpu: pair.producer.index,
      consumerCpu: pair.consumer.index, distance: pair.pairClass.name, oversubscribed: oversubscribed)
    let rings = strategies.flatMap { strategy in
      layouts.map { RingSpec(strategy, layout: $0.layout, indexUse: $0.indexUse) }
    }
    let all =
      workloads.filter(\.isLowerBound).map { bare.with(\.workload, $0) }
      + rings.flatMap { ring in
        let costs = payloadStores.flatMap { stores in
          let row = bare.with(\.ring, ring.with(\.payloadStores, stores))
          return workloads.flatMap { rows(of: $0, from: row) }
        }
        let checks = workloads.contains(.throughput) ? checkedStores : []
        return costs
          + checks.flatMap { smallRings(from: bare.with(\.ring, ring.with(\.payloadStores, $0)), $0) }
      }
    return all.map { row in
      TrialSpec(
        row, burstMilliseconds: Self.burst,
        delayNanoseconds: row.pacing == .freeRunning ? 0 : Self.pacingDelay)
    }
  }

  private func rows(of workload: Workload, from base: RowKey) -> [RowKey] {
    let row = base.with(\.workload, workload)
    switch workload {
    case .barrierCost: return [row.with(\.checking, false)]
    case .throughput: return Pacing.allCases.map { row.with(\.pacing, $0) } + [row.with(\.checking, false)]
    case .roundTrip: return [row]
    case .oneWay: return [row.with(\.rateShare, Self.rateShare)]
    case .wakeRounds, .wakeLatency, .wakeThroughput, .wakeCost:
      // No ABI says where the sleeping consumer's words lie: one layout is enough.
      return row.ring?.layout == .padded && row.ring?.payloadStores == .ordinary ? [row] : []
    case .lineBounce, .freshLine, .clock: return []
    }
  }

  /// Small rings, mostly full and mostly empty: every slot is reused at once. Free-running as well, since a delay
  /// also gives the other side time to get it right.
  private func smallRings(from base: RowKey, _ stores: PayloadStoreKind) -> [RowKey] {
    let row = base.with(\.workload, .throughput).with(\.batch, 1)
    switch stores {
    case .ordinary:
      return Self.checkedSlots.flatMap { slots in
        [Pacing.freeRunning, .producerBound, .consumerBound].map {
          row.with(\.slots, slots).with(\.pacing, $0)
        }
      }
    case .streaming: return Self.streamingSlots.map { row.with(\.slots, $0) }
    }
  }
}

extension RowKey {
  /// The system call that its trials make and that not every system allows.
  fileprivate var neededCall: SystemCall? {
    // Only a consumer that sleeps makes the call; the push and pop of the strategy do not.
    guard workload.countsWakeUps, let strategy, let entry = Catalogue.entry(named: strategy) else {
      return nil
    }
    return entry.barriers.sleep == .membarrier ? .membarrier : nil
  }

  /// The same row but for one field.
  fileprivate func with<Value>(_ field: WritableKeyPath<Self, Value>, _ value: Value) -> Self {
    var row = self
    row[keyPath: field] = value
    return row
  }
}

extension RingSpec {
  /// The same ring but for one field.
  fileprivate func with<Value>(_ field: WritableKeyPath<Self, Value>, _ value: Value) -> Self {
    var ring = self
    ring[keyPath: field] = value
    return ring
  }
}
