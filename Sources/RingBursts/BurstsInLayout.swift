import AIORing

extension RingWorkload {
  /// The workload's bursts in a layout: code specialised for the strategy where its barriers cost a measurable share of
  /// an operation, else code that reads its barriers at run time. Nil where the catalogue has no such strategy.
  @inline(__always)
  func bursts<Layout: RingLayout>(_: Layout.Type, _ ring: TrialRing) throws(TrialError) -> WorkloadBursts? {
    var visitor = BurstVisitor<Layout>(workload: self, ring: ring)
    if let barriers = ring.assigned { return try visitor.assigned(barriers) }
    Catalogue.visit(&visitor)
    return try visitor.outcome?.get()
  }
}

private struct BurstVisitor<Layout: RingLayout>: StrategyVisitor {
  let workload: RingWorkload
  let ring: TrialRing
  var outcome: Result<WorkloadBursts, TrialError>?

  mutating func visit<B: Barriers>(_ strategy: Strategy<B>) {
    guard strategy.name == ring.strategy else { return }
    outcome = Result { () throws(TrialError) in try bursts(strategy.barriers) }
  }

  private func bursts<B: Barriers>(_ barriers: B) throws(TrialError) -> WorkloadBursts {
    switch (workload, ring.payloadStores, ring.indexUse) {
    case (.pushPop, .ordinary, .fresh): return try tight(barriers, FreshIndex()).pushPop()
    case (.pushPop, .ordinary, .cached): return try tight(barriers, CachedIndex()).pushPop()
    case (.throughput(batch: 1), .ordinary, .fresh): return try tight(barriers, FreshIndex()).throughput()
    case (.throughput(batch: 1), .ordinary, .cached): return try tight(barriers, CachedIndex()).throughput()
    case (.pushPop, .streaming, _), (.throughput(batch: 1), .streaming, _), (.handOff, .streaming, _):
      return try assigned(AssignedBarriers(barriers))
    case (.throughput(let batch), _, _): return try waiting(barriers).throughput(batch: batch)
    case (.roundTrip, _, _): return try waiting(barriers).roundTrip()
    case (.handOff(let events, batch: 1), .ordinary, .fresh):
      return try tight(barriers, FreshIndex()).handOff(HandOffTurns(events: events))
    case (.handOff(let events, batch: 1), .ordinary, .cached):
      return try tight(barriers, CachedIndex()).handOff(HandOffTurns(events: events))
    case (.handOff(let events, let batch), .ordinary, _):
      return try waiting(barriers).handOff(HandOffTurns(events: events), batch: batch)
    case (.offeredLoad, _, _): return try waiting(barriers).offeredLoad()
    case (.pushWakePop, _, _):
      guard hasSleeper else { throw Self.noSleeper }
      return try waiting(barriers).pushWakePop()
    case (.wakeRounds, _, _), (.wakeLatency, _, _), (.sleepingThroughput, _, _):
      guard hasSleeper else { throw Self.noSleeper }
      return try sleeping(AssignedBarriers(barriers))
    }
  }

  /// Whether the layout has a word that says that the consumer sleeps; known at compile time, so that no code is made
  /// for a layout without one.
  @inline(__always)
  private var hasSleeper: Bool { if case .aio = Layout.kind { false } else { true } }

  private static var noSleeper: TrialError {
    .unknownSetting("workload in the layout \(Layout.kind.rawValue): its consumer never sleeps")
  }

  private func tight<B: Barriers, U: IndexUse>(
    _ barriers: B, _ indexUse: U
  ) -> SpecialisedBursts<Layout, OrdinaryStores, B, U> {
    SpecialisedBursts(ring, OrdinaryStores(), barriers, indexUse)
  }

  private func waiting<B: Barriers>(
    _ barriers: B
  ) -> SpecialisedBursts<Layout, PayloadStoreKind, B, IndexUseKind> {
    SpecialisedBursts(ring, ring.payloadStores, barriers, ring.indexUse)
  }

  /// Barriers that are chosen at run time: for orderings that no strategy of the catalogue has, and beside streaming stores,
  /// which take as long as dozens of branches.
  @inline(never)
  func assigned(_ barriers: AssignedBarriers) throws(TrialError) -> WorkloadBursts {
    switch workload {
    case .pushPop: try waiting(barriers).pushPop()
    case .handOff(let events, batch: 1): try waiting(barriers).handOff(HandOffTurns(events: events))
    case .handOff(let events, let batch):
      try waiting(barriers).handOff(HandOffTurns(events: events), batch: batch)
    case .throughput(batch: 1): try waiting(barriers).throughput()
    case .throughput(let batch): try waiting(barriers).throughput(batch: batch)
    case .roundTrip: try waiting(barriers).roundTrip()
    case .offeredLoad: try waiting(barriers).offeredLoad()
    case .pushWakePop, .wakeRounds, .wakeLatency, .sleepingThroughput:
      throw .unknownSetting("workload of orderings given edge by edge: it is measured of strategies only")
    }
  }

  /// The consumer waits for another CPU or for the kernel: here too.
  @inline(never)
  private func sleeping(_ barriers: AssignedBarriers) throws(TrialError) -> WorkloadBursts {
    if barriers.sleep == .membarrier { try Membarrier.register() }
    let sides = RestingSides<Layout, PayloadStoreKind>(
      ring: ring, stores: ring.payloadStores, barriers: barriers)
    return switch workload {
    case .wakeRounds: try sides.wakeRounds()
    case .wakeLatency: try sides.wakeLatency()
    default: try sides.sleepingThroughput()
    }
  }
}
