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
    case (.wakeRounds, _, _), (.wakeLatency, _, _), (.sleepingThroughput, _, _), (.pushWakePop, _, _):
      guard hasSleeper else { throw Self.noSleeper }
      return try sleeping(barriers)
    case (.pushPop, .ordinary, .fresh) where specialises(.fresh):
      return try tight(barriers, FreshIndex()).pushPop()
    case (.pushPop, .ordinary, .cached) where specialises(.cached):
      return try tight(barriers, CachedIndex()).pushPop()
    case (.throughput(batch: 1), .ordinary, .fresh) where specialises(.fresh):
      return try tight(barriers, FreshIndex()).throughput()
    case (.throughput(batch: 1), .ordinary, .cached) where specialises(.cached):
      return try tight(barriers, CachedIndex()).throughput()
    case (.throughput(batch: 1), .ordinary, .lazy) where specialises(.lazy):
      return try tight(barriers, LazyIndex()).throughput()
    case (.handOff(let events, batch: 1), .ordinary, .fresh) where specialises(.fresh):
      return try tight(barriers, FreshIndex()).handOff(HandOffTurns(events: events))
    case (.handOff(let events, batch: 1), .ordinary, .cached) where specialises(.cached):
      return try tight(barriers, CachedIndex()).handOff(HandOffTurns(events: events))
    case (.handOff(let events, batch: 1), .ordinary, .lazy) where specialises(.lazy):
      return try tight(barriers, LazyIndex()).handOff(HandOffTurns(events: events))
    case (.throughput(let batch), _, _) where batch > 1 && specialisesWaiting:
      return try waiting(barriers).throughput(batch: batch)
    case (.handOff(let events, let batch), .ordinary, _) where batch > 1 && specialisesWaiting:
      return try waiting(barriers).handOff(HandOffTurns(events: events), batch: batch)
    case (.roundTrip, _, _) where specialisesWaiting: return try waiting(barriers).roundTrip()
    case (.offeredLoad, _, _) where specialisesWaiting: return try waiting(barriers).offeredLoad()
    default: return try atRunTime(AssignedBarriers(barriers))
    }
  }

  /// The index uses whose hot loops are compiled once for each strategy: those that the layout is meant to be used with.
  /// Each costs the compiler a quarter of a minute. The answer is known at compile time, so that no code is made for the
  /// others.
  @inline(__always)
  private func specialises(_ use: IndexUseKind) -> Bool {
    switch (Layout.kind, use) {
    case (.aio, .fresh), (.aio, .cached), (.padded, .fresh), (.padded, .cached), (.padded, .lazy),
      (.tagged, .cached), (.trailingTag, .cached):
      true
    case (.aio, .lazy), (.tagged, .fresh), (.tagged, .lazy),
      (.trailingTag, .fresh), (.trailingTag, .lazy):
      false
    }
  }

  /// Whether loops that wait for another CPU or for a whole batch are compiled once for each strategy too.
  @inline(__always)
  private var specialisesWaiting: Bool {
    switch Layout.kind {
    case .aio, .padded: true
    case .tagged, .trailingTag: false
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

  /// Orderings given edge by edge, which no strategy of the catalogue has.
  func assigned(_ barriers: AssignedBarriers) throws(TrialError) -> WorkloadBursts {
    switch workload {
    case .pushWakePop, .wakeRounds, .wakeLatency, .sleepingThroughput:
      throw .unknownSetting("workload of orderings given edge by edge: it is measured of strategies only")
    default: try atRunTime(barriers)
    }
  }

  /// Barriers that are read at run time: where no code was made for the strategy, and beside streaming stores, which take
  /// as long as dozens of branches.
  @inline(never)
  private func atRunTime(_ barriers: AssignedBarriers) throws(TrialError) -> WorkloadBursts {
    switch workload {
    case .pushPop: try waiting(barriers).pushPop()
    case .pushWakePop: try waiting(barriers).pushWakePop()
    case .handOff(let events, batch: 1): try waiting(barriers).handOff(HandOffTurns(events: events))
    case .handOff(let events, let batch):
      try waiting(barriers).handOff(HandOffTurns(events: events), batch: batch)
    case .throughput(batch: 1): try waiting(barriers).throughput()
    case .throughput(let batch): try waiting(barriers).throughput(batch: batch)
    case .roundTrip: try waiting(barriers).roundTrip()
    case .offeredLoad: try waiting(barriers).offeredLoad()
    case .wakeRounds, .wakeLatency, .sleepingThroughput: try waitingForKernel(barriers)
    }
  }

  /// A consumer that may sleep. The push and pop of one that is awake cost what the strategy costs; the others wait for
  /// another CPU or for the kernel.
  private func sleeping<B: Barriers>(_ barriers: B) throws(TrialError) -> WorkloadBursts {
    if case .pushWakePop = workload, specialisesWaiting { return try waiting(barriers).pushWakePop() }
    return try atRunTime(AssignedBarriers(barriers))
  }

  private func waitingForKernel(_ barriers: AssignedBarriers) throws(TrialError) -> WorkloadBursts {
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
