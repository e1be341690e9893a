import AIORing
import Analysis
import RunRecord
import Statistics
import SystemCalls
import Topology

/// What a campaign measures: its trials are made from this.
public struct CampaignPlan: Sendable {
  /// The strategies' names.
  public var strategies: [String]
  public var layouts: [MeasuredRing]
  /// Other rings that ``ringStrategy`` is measured in, if it is among the strategies, and in which the positive control is
  /// checked.
  public var otherRings: [MeasuredRing] = []
  /// Payload stores whose cost is measured.
  public var payloadStores: [PayloadStoreKind] = [.ordinary]
  /// Payload stores with which small rings are checked.
  public var checkedStores = PayloadStoreKind.allCases.filter(\.isAvailable)
  public var workloads: [Workload]
  /// Others' rings, measured beside ours.
  public var peers: [PeerRecord] = []
  public var pairs: [CPUPair]
  /// Slots of the rings whose cost is measured.
  public var slots: Int
  public var eventSize = EventSize.usual
  /// What the memory of our rings consists of.
  public var pages = PageKind.usual
  public var batch: Int
  /// Events of a hand-off's turn.
  public var turnEvents: Int
  public var rounds: Rounds
  public var breadth: Breadth
  /// Rows that rank are measured until they are as precise as this, and their order is known; nil: as often as planned and
  /// no more.
  public var precision: Precision?
  /// What a side does that finds the ring empty or full, where both sides are at work at once.
  public var polling = CampaignPlan.usualPolling
  /// Seconds for all trials together.
  public var seconds: Double
  public var seed: UInt64
  /// Both threads of each pair share the first CPU.
  public var oversubscribed: Bool
  /// How producers share each ring, on the CPUs of the first pair and on others; nil: each ring has one producer.
  public var sharing: RowSharing?
  /// The rates of offered load, events/s, ascending.
  public var rates = CampaignPlan.usualRates
  public var steps: [CampaignStep] = [.trials, .models]

  /// How often rows are measured.
  public struct Rounds: Sendable {
    public var handOff: Int
    /// Of the other workloads that rank strategies.
    public var ranked: Int
    public var others: Int
    /// Of offered load: of a few curves all may be in another state of the two CPUs than most.
    public var offeredLoad: Int

    /// Enough for the first look at each ranking.
    public static let usual = Rounds(handOff: 40, ranked: 24, others: 3, offeredLoad: 6)
    /// Only hand-offs are ranked; some rounds more than the first look needs, since on a virtual machine some are set apart.
    public static let brief = Rounds(handOff: 40, ranked: 1, others: 1, offeredLoad: 1)

    private init(handOff: Int, ranked: Int, others: Int, offeredLoad: Int) {
      (self.handOff, self.ranked, self.others) = (handOff, ranked, others)
      self.offeredLoad = offeredLoad
    }

    /// The same for all rows.
    public init(all rounds: Int) {
      self.init(handOff: rounds, ranked: rounds, others: rounds, offeredLoad: rounds)
    }

    /// Of a workload.
    public func of(_ workload: Workload) -> Int {
      switch workload {
      case .handOff: handOff
      case .offeredLoad: offeredLoad
      default: workload.ranks ? ranked : others
      }
    }

    /// Of the workload that has most.
    public var most: Int { max(handOff, ranked, others, offeredLoad) }
  }

  /// How many different things are measured.
  public enum Breadth: Sendable {
    /// Costs in one layout, and the checks of small rings.
    case brief
    /// Few, and well: one-thread and two-thread costs, and the checks of small rings.
    case usual
    /// Each ring with every pacing, with and without checking, and latency in every layout.
    case matrix
  }

  /// The kernel's layout is measured as the kernel uses it; the others as a ring would be built today.
  public static func usualIndexUse(of layout: LayoutKind) -> IndexUseKind {
    switch layout {
    case .aio: .fresh
    case .padded, .tagged, .trailingTag: .cached
    case .sequenced: .fresh
    }
  }
  /// A ring in each layout.
  public static func usualRings(in layouts: [LayoutKind]) -> [MeasuredRing] {
    layouts.map { MeasuredRing(layout: $0, indexUse: usualIndexUse(of: $0)) }
  }
  /// The layouts that every strategy is measured in: the kernel's, and with the indices apart.
  public static let defaultLayouts = usualRings(in: [.aio, .padded])
  /// The rings that one strategy is measured in beside those, to compare rings: see ``ringStrategy``.
  public static let defaultOtherRings = [
    MeasuredRing(layout: .padded, indexUse: .lazy), MeasuredRing(layout: .tagged, indexUse: .cached),
    MeasuredRing(layout: .trailingTag, indexUse: .cached),
    MeasuredRing(layout: .sequenced, indexUse: .fresh),
  ]
  /// The strategy that rings are compared with: it costs nothing on x86 and is correct everywhere.
  public static let ringStrategy = "acquire-release"
  /// Slots of the smallest rings, which wrap around often enough to catch a broken claim or retire.
  public static let checkedSlots = [2, 8]
  /// Slots of rings written with streaming stores. Of the sizes tried, stale events were most frequent with 8 slots and
  /// least frequent with 1024.
  public static let streamingSlots = [8, 128, 1024]
  /// What a peer is measured in: it has no consumer that sleeps.
  public static let peerWorkloads: [Workload] = [
    .handOff, .barrierCost, .throughput, .roundTrip, .offeredLoad,
  ]
  /// What is measured where peers are and nothing else is said: the workloads of two threads, and what bounds them.
  public static let workloadsBesidePeers =
    peerWorkloads.filter { !$0.isAlone } + Workload.allCases.filter(\.isLowerBound)
  /// Slots of the small ring in which a peer is checked: the smallest that all of them make.
  public static let checkedPeerSlots = 8
  /// The delay of a side that is paced, ns an event: several times what a push or a pop takes between two cores, and
  /// short enough that a burst fills the ring many times over.
  public static let pacingDelay = 100.0
  /// Slots of the rings whose cost is measured.
  public static let usualSlots = 1024
  /// A hand-off's turn has a quarter of the ring's events, so that the slots pushed are ones that the other core read last.
  public static func usualTurnEvents(slots: Int) -> Int { max(1, slots / 4) }
  /// The strategy that is measured as two rows: one whose figures matter, and that stands on no edge of a ranking.
  public static let negativeControl = "acquire-release"
  /// The rates of offered load, events/s, the same for every strategy: from a load that any ring hardly notices to one that
  /// none sustains.
  public static let usualRates = (0..<11).map { 1e5 * Double(1 << $0) }
  /// The polling of rows whose sides are at work at once, for every strategy and for peers.
  public static let usualPolling = Polling.pause
  /// The share of a campaign's time that is planned; the rest is for rows that are not settled then.
  public static let plannedShare = 0.7
  /// The intended length of a burst, ms. On a shared machine most bursts of 1 ms are undisturbed, and almost none of 10.
  static let burst = 0.5

  public init(
    strategies: [String], layouts: [MeasuredRing] = defaultLayouts,
    workloads: [Workload] = Workload.allCases, pairs: [CPUPair], slots: Int = usualSlots, batch: Int = 1,
    turnEvents: Int? = nil, rounds: Rounds, breadth: Breadth = .usual, precision: Precision? = nil,
    seconds: Double, seed: UInt64, oversubscribed: Bool = false
  ) {
    (self.strategies, self.layouts) = (strategies, layouts)
    (self.workloads, self.pairs, self.slots, self.batch) = (workloads, pairs, slots, batch)
    self.turnEvents = turnEvents ?? Self.usualTurnEvents(slots: slots)
    (self.rounds, self.breadth, self.precision) = (rounds, breadth, precision)
    (self.seconds, self.seed, self.oversubscribed) = (seconds, seed, oversubscribed)
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

  /// All rounds, in the order in which they are run.
  public var order: [PlannedTrial] {
    var seen: Set<RowKey> = []
    // A small ring that is checked may have the size of the rings whose cost is measured.
    let all = pairs.flatMap(trials).filter { seen.insert($0.row).inserted && !isRefused($0.row) }
    return RoundOrder.of(all, rounds: rounds, seconds: plannedSeconds, seed: seed)
  }

  /// Seconds for the trials of ``order``.
  public var plannedSeconds: Double { precision == nil ? seconds : Self.plannedShare * seconds }

  /// What all trials take if each is as short as one can be, s.
  public var leastSeconds: Double { Double(trialCount) * TrialPace.leastSeconds }

  private func trials(on pair: CPUPair) -> [TrialSpec] {
    let bare = RowKey(
      nil, workload: .clock, slots: slots, batch: batch, producerCpu: pair.producer.index,
      consumerCpu: pair.consumer.index, distance: pair.pairClass.name, oversubscribed: oversubscribed)
    let memory = bare.with(\.eventSize, eventSize).with(\.pages, pages)
    func rings(_ strategies: [String], in layouts: [MeasuredRing]) -> [RingSpec] {
      strategies.flatMap { strategy in
        layouts.map { RingSpec(strategy, layout: $0.layout, indexUse: $0.indexUse) }
      }
    }
    func costs(_ ring: RingSpec, _ rows: (Workload, RowKey) -> [RowKey]) -> [RowKey] {
      payloadStores.filter(ring.layout.takes).flatMap { stores in
        let row = memory.with(\.ring, ring.with(\.payloadStores, stores))
        return workloads.flatMap { rows($0, row) }
      }
    }
    func checks(_ ring: RingSpec) -> [RowKey] {
      let stores = workloads.contains(.throughput) ? checkedStores.filter(ring.layout.takes) : []
      return stores.flatMap { smallRings(from: memory.with(\.ring, ring.with(\.payloadStores, $0)), $0) }
    }
    if let sharing {
      return sharedRings(rings(strategies, in: layouts), from: memory.with(\.sharing, sharing))
        + sharedPeers(
          from: bare.with(\.sharing, RowSharing(nil, furtherProducerCpus: sharing.furtherProducerCpus)))
    }
    var all = workloads.filter(\.isLowerBound).map { bare.with(\.workload, $0) }
    for ring in rings(strategies, in: layouts) {
      all += costs(ring, rows).flatMap(withNegativeControl)
      all += checks(ring)
    }
    let others = strategies.contains(Self.ringStrategy) ? otherRings : []
    for ring in rings([Self.ringStrategy], in: others) { all += costs(ring, rowsOfOtherRing) + checks(ring) }
    for ring in rings(strategies.filter(\.isPositiveControl), in: others) { all += checks(ring) }
    for peer in peers {
      all += peerRows(peer, from: bare.with(\.eventSize, eventSize).with(\.subject, .peer(peer.name)))
    }
    return all.map(spec)
  }

  /// The rows of rings that producers share: free-running, of the size that is asked for and of the smallest.
  private func sharedRings(_ rings: [RingSpec], from base: RowKey) -> [TrialSpec] {
    rings.flatMap { ring in
      var base = base
      if let kind = base.sharing?.kind, let entry = Catalogue.entry(named: ring.strategy) {
        base.sharing?.kind = kind.with(entry.barriers)
      }
      return payloadStores.filter(ring.layout.takes).flatMap { stores in
        sharedRing(base.with(\.ring, ring.with(\.payloadStores, stores)), checkedSlots: Self.checkedSlots)
      }
    }
  }

  /// The same of the peers.
  private func sharedPeers(from base: RowKey) -> [TrialSpec] {
    peers.flatMap { peer in
      sharedRing(base.with(\.subject, .peer(peer.name)), checkedSlots: [Self.checkedPeerSlots])
    }
  }

  /// One ring of the size that is asked for, and of those in which it is only checked.
  private func sharedRing(_ row: RowKey, checkedSlots: [Int]) -> [TrialSpec] {
    ([slots] + checkedSlots).map {
      spec(row.with(\.workload, .throughput).with(\.slots, $0).with(\.polling, polling))
    }
  }

  private func spec(_ row: RowKey) -> TrialSpec {
    TrialSpec(
      row, burstMilliseconds: Self.burst,
      delayNanoseconds: row.pacing == .freeRunning ? 0 : Self.pacingDelay,
      rates: row.workload == .offeredLoad ? rates : nil,
      peerLibrary: row.isPeer ? peers.first { $0.name == row.strategy }?.library : nil)
  }

  /// What rings are compared by.
  private func rowsOfOtherRing(_ workload: Workload, from base: RowKey) -> [RowKey] {
    switch workload {
    case .handOff, .roundTrip, .throughput, .barrierCost:
      breadth == .brief ? [] : rows(of: workload, from: base)
    default: []
    }
  }

  /// A peer's rows, and its small ring. Each is checked but that of one thread, as ours are.
  private func peerRows(_ peer: PeerRecord, from base: RowKey) -> [RowKey] {
    let costs = workloads.filter(Self.peerWorkloads.contains).map { workload in
      base.with(\.workload, workload).with(\.checking, workload != .barrierCost)
        .with(\.batch, batch(of: peer, in: workload))
        .with(\.turnEvents, workload == .handOff ? turnEvents : 0)
        .with(\.polling, polling(in: workload))
    }
    let small = base.with(\.workload, .throughput).with(\.batch, 1).with(\.slots, Self.checkedPeerSlots)
    return costs + (workloads.contains(.throughput) ? [small] : [])
  }

  /// Elsewhere the sides wait for each other, and what they do meanwhile is no part of the figure.
  private func polling(in workload: Workload) -> Polling {
    [.throughput, .offeredLoad].contains(workload) ? polling : .pause
  }

  /// A peer without batches pushes and pops one event at a time, in a table that says so.
  private func batch(of peer: PeerRecord, in workload: Workload) -> Int {
    !peer.batches && [.handOff, .throughput].contains(workload) ? 1 : batch
  }

  private func rows(of workload: Workload, from base: RowKey) -> [RowKey] {
    let row = base.with(\.workload, workload).with(\.polling, polling(in: workload))
    if breadth == .brief, workload.ranks, row.ring?.layout != layouts.last?.layout { return [] }
    switch workload {
    case .barrierCost: return [row.with(\.checking, false)]
    case .handOff: return [row.with(\.turnEvents, turnEvents)]
    case .throughput:
      guard breadth == .matrix else { return [row] }
      return Pacing.allCases.map { row.with(\.pacing, $0) } + [row.with(\.checking, false)]
    case .roundTrip: return [row]
    case .offeredLoad:
      // A curve takes as long as several trials: one layout is enough unless more is asked for.
      return breadth == .matrix || row.ring?.layout == layouts.last?.layout
        ? [row] : []
    case .wakeRounds, .wakeLatency, .wakeThroughput, .wakeCost:
      // The sleeping consumer is one of a strategy.
      if row.ring?.isAssigned == true || row.eventSize != .usual { return [] }
      // No ABI says where the sleeping consumer's words lie: one layout is enough.
      return row.ring?.layout == .padded && row.ring?.payloadStores == .ordinary ? [row] : []
    case .lineBounce, .freshLine, .freshRoundTrip, .clock, .oneWay: return []
    }
  }

  /// The row, and its twin if it is to be the negative control of its ranking.
  private func withNegativeControl(_ row: RowKey) -> [RowKey] {
    let isControl =
      row.workload.ranks && row.strategy == Self.negativeControl && strategies.count + peers.count > 1
    return isControl ? [row, row.with(\.isNegativeControl, true)] : [row]
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
  func with<Value>(_ field: WritableKeyPath<Self, Value>, _ value: Value) -> Self {
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

extension String {
  /// Whether it names a strategy that stores the tail before it writes the event.
  fileprivate var isPositiveControl: Bool {
    Catalogue.entry(named: self)?.barriers.storesTailFirst == true
  }
}
