import AIORing
import RunRecord

/// The bursts that a specification asks for, specialised for its strategy.
package enum RingBursts {
  case pushPop(PushPopBursts)
  case throughput(ThroughputBursts)
  case roundTrip(RoundTripBursts)
  case oneWay(OneWayBursts)
  case wakeLatency(WakeLatencyBursts)

  /// Finds the one piece of code that was specialised for `spec`, and makes its rings.
  ///
  /// - Throws: ``TrialError`` when the specification names what does not exist, or what this machine has not.
  package init(_ spec: TrialSpec, clock: CycleClock) throws(TrialError) {
    guard spec.row.slots >= 2, spec.row.slots <= Int(UInt32.max / 64) else {
      throw .ring(.tooFewSlots(UInt32(clamping: spec.row.slots)))
    }
    guard let ring = spec.row.ring else {
      throw .unknownSetting("workload of a ring: \(spec.row.workload.rawValue)")
    }
    guard ring.payloadStores.isAvailable else { throw .unavailable("a streaming store") }
    var visitor = BurstVisitor(spec: spec, ring: ring, clock: clock)
    Catalogue.visit(&visitor)
    guard let outcome = visitor.outcome else { throw .unknownStrategy(ring.strategy) }
    self = try outcome.get()
  }
}

private struct BurstVisitor: StrategyVisitor {
  let spec: TrialSpec
  let ring: RingSpec
  let clock: CycleClock
  var outcome: Result<RingBursts, TrialError>?

  mutating func visit<B: Barriers>(_ strategy: Strategy<B>) {
    guard strategy.name == ring.strategy else { return }
    outcome = Result { () throws(TrialError) in
      switch ring.layout {
      case .aio: try bursts(AIOLayout.self, strategy.barriers)
      case .padded: try bursts(PaddedLayout.self, strategy.barriers)
      }
    }
  }

  /// Where an operation takes a nanosecond or two, everything is known at compile time. Where it waits for
  /// another CPU, for a streaming store or for a whole batch, a predicted branch does no harm and saves code.
  private func bursts<L: RingLayout, B: Barriers>(_: L.Type, _ barriers: B) throws(TrialError) -> RingBursts {
    let isTight = ring.payloadStores == .ordinary && spec.row.batch == 1
    switch (spec.row.workload, ring.indexUse) {
    case (.barrierCost, .fresh) where isTight, (.throughput, .fresh) where isTight:
      return try tight(bench(L.self, FreshIndex(), OrdinaryStores(), barriers))
    case (.barrierCost, .cached) where isTight, (.throughput, .cached) where isTight:
      return try tight(bench(L.self, CachedIndex(), OrdinaryStores(), barriers))
    case (.wakeRounds, _), (.wakeThroughput, _), (.wakeLatency, _):
      return try sleeping(bench(L.self, ring.indexUse, ring.payloadStores, AssignedBarriers(barriers)))
    default: return try waiting(bench(L.self, ring.indexUse, ring.payloadStores, barriers))
    }
  }

  private func bench<L: RingLayout, U: IndexUse, S: PayloadStores, B: Barriers>(
    _: L.Type, _ indexUse: U, _ stores: S, _ barriers: B
  ) -> RingBench<L, U, S, B> {
    RingBench(
      slots: UInt32(spec.row.slots), checking: spec.row.checking, yields: spec.row.oversubscribed,
      barriers: barriers,
      indexUse: indexUse, stores: stores)
  }

  private func tight<L: RingLayout, U: IndexUse, S: PayloadStores, B: Barriers>(
    _ bench: RingBench<L, U, S, B>
  ) throws(TrialError) -> RingBursts {
    spec.row.workload == .barrierCost ? .pushPop(try bench.pushPop()) : .throughput(try bench.throughput())
  }

  /// The consumer waits for another CPU, or for the kernel: even the barriers are chosen at run time.
  private func sleeping<L: RingLayout>(
    _ bench: RingBench<L, IndexUseKind, PayloadStoreKind, AssignedBarriers>
  ) throws(TrialError) -> RingBursts {
    if bench.barriers.sleep == .membarrier { try Membarrier.register() }
    switch spec.row.workload {
    case .wakeRounds: return .throughput(try bench.wakeRounds())
    case .wakeThroughput: return .throughput(try bench.sleepingThroughput())
    default: return .wakeLatency(try bench.wakeLatency())
    }
  }

  private func waiting<L: RingLayout, B: Barriers>(
    _ bench: RingBench<L, IndexUseKind, PayloadStoreKind, B>
  ) throws(TrialError) -> RingBursts {
    switch spec.row.workload {
    case .throughput where spec.row.batch > 1:
      return .throughput(try bench.batchedThroughput(batch: spec.row.batch))
    case .barrierCost, .throughput: return try tight(bench)
    case .roundTrip: return .roundTrip(try bench.roundTrip())
    case .oneWay:
      return .oneWay(try bench.oneWay(interval: clock.ticksPerSecond / max(1, spec.ratePerSecond)))
    case .wakeCost: return .pushPop(try bench.pushWakePop())
    case .wakeRounds, .wakeThroughput, .wakeLatency, .lineBounce, .freshLine, .clock:
      throw .unknownSetting("workload of a ring: \(spec.row.workload.rawValue)")
    }
  }
}
