import AIORing
import Algorithms
import Analysis
import RunRecord
import Topology

/// What a sweep measures: one workload of some strategies at every point of its axes. Its trials are run as any campaign's.
public struct SweepPlan: Sendable {
  public var strategies: [String]
  public var workload: Workload
  public var pairs: [CPUPair]
  public var slots = [CampaignPlan.usualSlots]
  public var eventSizes = [EventSize.usual]
  public var pages = [PageKind.usual]
  public var batches = [1]
  /// Events of a hand-off's turn; nil: ``usualTurnEvents(slots:)`` of each ring.
  public var turnEvents: [Int]?
  public var layouts = [LayoutKind.padded]
  /// Nil: the one that each layout is usually measured with.
  public var indexUses: [IndexUseKind]?
  public var payloadStores = [PayloadStoreKind.ordinary]
  public var pollings = [CampaignPlan.usualPolling]
  /// Seconds for all trials together.
  public var seconds: Double
  public var seed: UInt64
  /// Both threads of each pair share the first CPU.
  public var oversubscribed = false

  /// The sizes of rings that can be asked for, slots.
  public static let slotLimits = 2...(1 << 20)
  /// The batches that can be asked for, events.
  public static let batchLimits = 1...256
  /// The turns that can be asked for, events.
  public static let turnLimits = 1...slotLimits.upperBound
  /// At most so many settings may have several values: more make no picture.
  public static let mostAxes = 2
  /// The most rounds: as many as hand-offs have in a campaign that ranks.
  private static let mostRounds = CampaignPlan.Rounds.usual.handOff
  /// What a trial is given where there is time for several rounds, s. The largest ring is gone round about twice in it.
  private static let trialSeconds = 0.05
  /// Fewer rounds have no 99 % interval.
  public static let roundsOfAnInterval = 8

  public init(strategies: [String], workload: Workload, pairs: [CPUPair], seconds: Double, seed: UInt64) {
    (self.strategies, self.workload, self.pairs) = (strategies, workload, pairs)
    (self.seconds, self.seed) = (seconds, seed)
  }

  /// A turn is a quarter of the ring, as in other campaigns, and in a larger ring than usual no longer than in the usual one, so
  /// that the two differ in nothing but their size.
  public static func usualTurnEvents(slots: Int) -> Int {
    CampaignPlan.usualTurnEvents(slots: min(slots, CampaignPlan.usualSlots))
  }

  /// The settings that have several values.
  public var axes: [SweepAxis] { SweepAxis.allCases.filter { count(of: $0) > 1 } }

  private func count(of axis: SweepAxis) -> Int {
    switch axis {
    case .slots: slots.count
    case .eventBytes: eventSizes.count
    case .pages: pages.count
    case .batch: batches.count
    case .turnEvents: turnEvents?.count ?? 1
    case .layout: layouts.count
    case .indexUse: indexUses?.count ?? 1
    case .payloadStores: payloadStores.count
    case .polling: pollings.count
    case .pairs: pairs.count
    }
  }

  /// The rows that are measured: each possible combination of the values, for each strategy.
  public var rows: [RowKey] { combinations.filter { Misfit($0) == nil } }

  /// Which combinations are left out: one clause for each reason.
  public var leftOut: [String] {
    let misfits = combinations.compactMap { row in Misfit(row).map { ($0, row) } }
    return misfits.map(\.0).uniqued().map { misfit in misfit.words(misfits.filter { $0.0 == misfit }.map(\.1))
    }
  }

  /// As many rounds of all rows as there is time for.
  public var rounds: Int {
    let fitting = Int(seconds / (Double(max(1, rows.count)) * Self.trialSeconds))
    return min(max(1, fitting), Self.mostRounds)
  }

  /// What one round takes at least, s.
  public var leastSeconds: Double {
    Double(rows.count) * (TrialPace.leastSeconds + TrialPace.firstOverhead)
  }

  /// All rounds, in the order in which they are run.
  public var order: [PlannedTrial] {
    RoundOrder.of(
      rows.map { TrialSpec($0, burstMilliseconds: CampaignPlan.burst) },
      rounds: CampaignPlan.Rounds(all: rounds), seconds: seconds, seed: seed)
  }

  private var combinations: [RowKey] {
    let rings = product(strategies, layouts).flatMap { strategy, layout in
      product(indexUses ?? [CampaignPlan.usualIndexUse(of: layout)], payloadStores).map { use, stores in
        RingSpec(strategy, layout: layout, indexUse: use, payloadStores: stores)
      }
    }
    let sizes = product(slots, batches).flatMap { slots, batch in
      turns(slots: slots).map { (slots: slots, batch: batch, turnEvents: $0) }
    }
    let memories = Array(product(eventSizes, pages))
    let barriersAtRunTime = axes.contains(where: \.crossesCompiledLoops)
    return product(product(rings, sizes), product(product(pollings, memories), pairs)).map { shape, setting in
      let ((ring, size), ((polling, memory), pair)) = (shape, setting)
      return RowKey(
        ring, workload: workload, slots: size.slots, batch: size.batch, checking: workload.checksEvents,
        turnEvents: size.turnEvents, producerCpu: pair.producer.index, consumerCpu: pair.consumer.index,
        distance: pair.pairClass.name, oversubscribed: oversubscribed
      ).with(\.polling, polling).with(\.eventSize, memory.0).with(\.pages, memory.1)
        .with(\.barriersAtRunTime, barriersAtRunTime)
    }
  }

  private func turns(slots: Int) -> [Int] {
    workload == .handOff ? turnEvents ?? [Self.usualTurnEvents(slots: slots)] : [0]
  }
}

/// Why a combination of settings is not measured.
private enum Misfit: Hashable {
  /// A turn that the ring does not hold would never end.
  case turn(LayoutKind, slots: Int)
  /// What is longer than the turn, or larger than the ring, is published no later than those are full: it is no batch of its own.
  case batchInTurn(events: Int)
  case batchInRing(LayoutKind, slots: Int)
  case stores(LayoutKind, PayloadStoreKind)
  case indexUse(LayoutKind, IndexUseKind)
  case eventWithoutTag(LayoutKind)
  case storesOfSize(PayloadStoreKind)

  /// Nil if the row can be measured.
  init?(_ row: RowKey) {
    guard let ring = row.ring else { return nil }
    if !ring.layout.takes(ring.payloadStores) {
      self = .stores(ring.layout, ring.payloadStores)
    } else if !ring.layout.takes(ring.indexUse) {
      self = .indexUse(ring.layout, ring.indexUse)
    } else if !ring.layout.takes(row.eventSize) {
      self = .eventWithoutTag(ring.layout)
    } else if row.eventSize != .usual, ring.payloadStores != .ordinary {
      self = .storesOfSize(ring.payloadStores)
    } else if row.turnEvents > row.capacity {
      self = .turn(ring.layout, slots: row.slots)
    } else if row.workload == .handOff, row.batch > row.turnEvents {
      self = .batchInTurn(events: row.turnEvents)
    } else if row.batch > row.capacity {
      self = .batchInRing(ring.layout, slots: row.slots)
    } else {
      return nil
    }
  }

  /// The misfit of these rows, of which each is larger than what fits.
  func words(_ rows: [RowKey]) -> String {
    func orMore(_ size: (RowKey) -> Int) -> String { "\(rows.map(size).min() ?? 0) or more events" }
    return switch self {
    case .turn(let layout, let slots):
      "turns of \(orMore(\.turnEvents)) in \(layout.rawValue) rings of \(slots) slots"
    case .batchInTurn(let events): "batches of \(orMore(\.batch)) in turns of \(events)"
    case .batchInRing(let layout, let slots):
      "batches of \(orMore(\.batch)) in \(layout.rawValue) rings of \(slots) slots"
    case .indexUse(let layout, let use):
      "the index use \(use.rawValue) in \(layout.rawValue) rings, which have no index"
    case .eventWithoutTag(let layout): "\(layout.rawValue) rings of events without room for a tag"
    case .storesOfSize(let stores):
      "\(stores.rawValue) stores of events of another size than \(EventSize.usual.bytes) bytes"
    case .stores(let layout, let stores): "\(stores.rawValue) stores in \(layout.rawValue) rings"
    }
  }
}
