import AIORing

extension RingWorkload {
  /// The workload's bursts in a layout: loops specialised for the strategy where its barriers cost a measurable share of
  /// an operation, else loops that read their barriers at run time. Nil where the catalogue has no such strategy.
  @inline(__always)
  func bursts<Layout: RingLayout>(_: Layout.Type, _ ring: TrialRing) throws(TrialError) -> WorkloadBursts? {
    guard let barriers = ring.assigned ?? Catalogue.entry(named: ring.strategy)?.barriers else { return nil }
    let bursts = BurstsInLayout<Layout>(workload: self, ring: ring, barriers: barriers)
    if let sharing = ring.sharing { return try bursts.shared(by: sharing) }
    return needsSleeper ? try bursts.ofSleeper() : try bursts.ofAwakeConsumer()
  }

  /// Whether its consumer may sleep.
  var needsSleeper: Bool {
    switch self {
    case .pushWakePop, .wakeRounds, .wakeLatency, .sleepingThroughput: true
    case .pushPop, .throughput, .roundTrip, .handOff, .offeredLoad: false
    }
  }
}

/// What is compiled once for each layout.
private struct BurstsInLayout<Layout: RingLayout> {
  let workload: RingWorkload
  let ring: TrialRing
  let barriers: AssignedBarriers

  func ofAwakeConsumer() throws(TrialError) -> WorkloadBursts {
    switch specialised() {
    case .tight(let loops): try sides(OrdinaryStores()).bursts(loops)
    case .waiting(let loops): try sides(ring.payloadStores).bursts(loops)
    // Not where one-word events are compared with others, whose loops read their size at run time.
    case nil where ring.eventSize.words == 1 && !ring.barriersAtRunTime:
      try sides(OneWordStores()).bursts(atRunTime())
    case nil: try sides(ChosenStores(ring.payloadStores, ring.eventSize)).bursts(atRunTime())
    }
  }

  /// The push and pop of a consumer that is awake cost what the strategy costs; the others wait for the kernel.
  func ofSleeper() throws(TrialError) -> WorkloadBursts {
    guard ring.assigned == nil else {
      throw .unknownSetting("workload of orderings given edge by edge: it is measured of strategies only")
    }
    guard Layout.hasSleeper else {
      throw .unknownSetting("workload in the layout \(Layout.kind.rawValue): its consumer never sleeps")
    }
    let sides = sides(ring.payloadStores)
    if case .waiting(let loops) = specialised() { return try sides.bursts(loops) }
    if barriers.sleep == .membarrier { try Membarrier.register() }
    return switch workload {
    case .wakeRounds: try sides.wakeRounds()
    case .wakeLatency: try sides.wakeLatency()
    default: try sides.sleepingThroughput()
    }
  }

  func shared(by sharing: RingSharing) throws(TrialError) -> WorkloadBursts {
    guard workload == .throughput(batch: 1) else {
      throw .unknownSetting(
        "workload of a ring that producers share: it is measured free-running, in no batches")
    }
    return .shared(try ring.shared(by: sharing, barriers, Layout.self))
  }

  private func sides<Stores: PayloadStores>(_ stores: Stores) -> RestingSides<Layout, Stores> {
    RestingSides(ring: ring, stores: stores, barriers: barriers)
  }

  private func specialised() -> SpecialisedLoops<Layout>? {
    if ring.assigned != nil || ring.barriersAtRunTime || ring.eventSize != .usual { return nil }
    var finder = LoopFinder<Layout>(workload: workload, ring: ring)
    Catalogue.visit(&finder)
    return finder.loops
  }

  /// Barriers that are read at run time: where no code was made for the strategy, of orderings given edge by edge, of events of
  /// another size, and beside streaming stores, which take as long as dozens of branches.
  private func atRunTime<Stores: PayloadStores>() -> BurstLoops<HardwareMemory<Layout, Stores>> {
    let loops = SpecialisedBursts<HardwareMemory<Layout, Stores>, _, _>(barriers, ring.indexUse)
    return switch workload {
    case .throughput(batch: 1): loops.throughput
    case .throughput(let batch): loops.throughput(batch: batch)
    case .roundTrip: loops.roundTrip
    case .handOff(let events, batch: 1): loops.handOff(HandOffTurns(events: events))
    case .handOff(let events, let batch): loops.handOff(HandOffTurns(events: events), batch: batch)
    case .offeredLoad: loops.offeredLoad
    default: loops.pushPop
    }
  }
}

/// Loops that were compiled for a strategy.
private enum SpecialisedLoops<Layout: RingLayout> {
  /// Everything is known at compile time.
  case tight(BurstLoops<HardwareMemory<Layout, OrdinaryStores>>)
  /// The index use and the payload stores are read at run time.
  case waiting(BurstLoops<HardwareMemory<Layout, PayloadStoreKind>>)
}

/// Finds the loops that were compiled for a strategy; none where they read their barriers at run time. What stands here is
/// compiled once for each strategy and layout: no more than the choice of a loop.
private struct LoopFinder<Layout: RingLayout>: StrategyVisitor {
  let workload: RingWorkload
  let ring: TrialRing
  var loops: SpecialisedLoops<Layout>?

  mutating func visit<B: Barriers>(_ strategy: Strategy<B>) {
    guard strategy.name == ring.strategy else { return }
    loops = loops(strategy.barriers)
  }

  private func loops<B: Barriers>(_ barriers: B) -> SpecialisedLoops<Layout>? {
    switch (workload, ring.payloadStores, ring.indexUse) {
    case (.pushPop, .ordinary, .fresh) where specialises(.fresh):
      .tight(tight(barriers, FreshIndex()).pushPop)
    case (.pushPop, .ordinary, .cached) where specialises(.cached):
      .tight(tight(barriers, CachedIndex()).pushPop)
    case (.throughput(batch: 1), .ordinary, .fresh) where specialises(.fresh):
      .tight(tight(barriers, FreshIndex()).throughput)
    case (.throughput(batch: 1), .ordinary, .cached) where specialises(.cached):
      .tight(tight(barriers, CachedIndex()).throughput)
    case (.throughput(batch: 1), .ordinary, .lazy) where specialises(.lazy):
      .tight(tight(barriers, LazyIndex()).throughput)
    case (.handOff(let events, batch: 1), .ordinary, .fresh) where specialises(.fresh):
      .tight(tight(barriers, FreshIndex()).handOff(HandOffTurns(events: events)))
    case (.handOff(let events, batch: 1), .ordinary, .cached) where specialises(.cached):
      .tight(tight(barriers, CachedIndex()).handOff(HandOffTurns(events: events)))
    case (.handOff(let events, batch: 1), .ordinary, .lazy) where specialises(.lazy):
      .tight(tight(barriers, LazyIndex()).handOff(HandOffTurns(events: events)))
    case (.throughput(let batch), .ordinary, .fresh) where publishesInSlot && specialises(.fresh):
      .tight(tight(barriers, FreshIndex()).throughput(batch: batch))
    case (.throughput(let batch), .ordinary, .cached) where publishesInSlot && specialises(.cached):
      .tight(tight(barriers, CachedIndex()).throughput(batch: batch))
    case (.handOff(let events, let batch), .ordinary, .fresh) where publishesInSlot && specialises(.fresh):
      .tight(tight(barriers, FreshIndex()).handOff(HandOffTurns(events: events), batch: batch))
    case (.handOff(let events, let batch), .ordinary, .cached) where publishesInSlot && specialises(.cached):
      .tight(tight(barriers, CachedIndex()).handOff(HandOffTurns(events: events), batch: batch))
    case (.throughput(let batch), _, _) where batch > 1 && specialisesWaiting:
      .waiting(waiting(barriers).throughput(batch: batch))
    case (.handOff(let events, let batch), .ordinary, _) where batch > 1 && specialisesWaiting:
      .waiting(waiting(barriers).handOff(HandOffTurns(events: events), batch: batch))
    case (.roundTrip, _, _) where specialisesWaiting: .waiting(waiting(barriers).roundTrip)
    case (.offeredLoad, _, _) where specialisesWaiting: .waiting(waiting(barriers).offeredLoad)
    case (.pushWakePop, _, _) where Layout.hasSleeper: .waiting(waiting(barriers).pushWakePop)
    default: nil
    }
  }

  /// The index uses whose hot loops are compiled once for each strategy: those that the layout is meant to be used with.
  /// The answer is known at compile time, so that no code is made for the others.
  @inline(__always)
  private func specialises(_ use: IndexUseKind) -> Bool {
    switch (Layout.kind, use) {
    case (.aio, .fresh), (.aio, .cached), (.padded, .fresh), (.padded, .cached), (.padded, .lazy),
      (.tagged, .cached), (.trailingTag, .cached), (.sequenced, .fresh):
      true
    case (.aio, .lazy), (.tagged, .fresh), (.tagged, .lazy),
      (.trailingTag, .fresh), (.trailingTag, .lazy), (.sequenced, .cached), (.sequenced, .lazy):
      false
    }
  }

  /// Whether the producer of a batch is that of single events.
  @inline(__always)
  private var publishesInSlot: Bool { Layout.ringProtocol.publishesInSlot }

  /// Whether loops that wait for another CPU or for a whole batch are compiled once for each strategy too: the latter
  /// because a sweep of batches starts at one event.
  @inline(__always)
  private var specialisesWaiting: Bool {
    switch Layout.kind {
    case .aio, .padded: true
    case .tagged, .trailingTag, .sequenced: false
    }
  }

  private func tight<B: Barriers, U: IndexUse>(
    _ barriers: B, _ indexUse: U
  ) -> SpecialisedBursts<HardwareMemory<Layout, OrdinaryStores>, B, U> {
    SpecialisedBursts(barriers, indexUse)
  }

  private func waiting<B: Barriers>(
    _ barriers: B
  ) -> SpecialisedBursts<HardwareMemory<Layout, PayloadStoreKind>, B, IndexUseKind> {
    SpecialisedBursts(barriers, ring.indexUse)
  }
}

extension RingLayout {
  /// Whether a consumer that sleeps is measured in the layout; known at compile time, so that no code is made for the
  /// others. The kernel's has no word for it, and a tag changes nothing about sleeping.
  @inline(__always)
  fileprivate static var hasSleeper: Bool { if case .padded = kind { true } else { false } }
}
