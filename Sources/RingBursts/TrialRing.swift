import AIORing

/// The ring of a trial: its strategy, where its words lie, and how each side uses them.
package struct TrialRing: Sendable {
  /// The strategy's name in the catalogue.
  package var strategy: String
  /// Orderings edge by edge in place of a strategy of the catalogue; the ring then reads them at run time.
  package var assigned: AssignedBarriers?
  package var layout: LayoutKind
  package var indexUse: IndexUseKind
  package var payloadStores: PayloadStoreKind
  package var slots: UInt32
  package var eventSize = EventSize.usual
  /// What the ring's memory consists of.
  package var pages = PageKind.usual
  /// Whether the ring reads its barriers at run time although loops were compiled for its strategy: in a comparison with
  /// rings that have none.
  package var barriersAtRunTime = false
  /// Whether the consumer checks each event.
  package var checking: Bool
  /// What a side does that finds the ring empty or full.
  package var polling: Polling
  /// Nil: there is one producer.
  package var sharing: RingSharing?

  package init(
    _ strategy: String, layout: LayoutKind = .padded, indexUse: IndexUseKind = .cached,
    payloadStores: PayloadStoreKind = .ordinary, slots: UInt32, checking: Bool = true,
    polling: Polling = .pause
  ) {
    (self.strategy, self.layout, self.indexUse) = (strategy, layout, indexUse)
    (self.payloadStores, self.slots) = (payloadStores, slots)
    (self.checking, self.polling) = (checking, polling)
  }
}

/// What is done with the ring of a trial.
package enum RingWorkload: Equatable, Sendable {
  /// One thread pushes and pops.
  case pushPop
  /// One thread pushes, tests for a sleeper, and pops.
  case pushWakePop
  /// A producer and a consumer; each stores its index once in `batch` events.
  case throughput(batch: Int)
  /// Requests through one ring, answers through another.
  case roundTrip
  /// The sides take turns: `events` are pushed and then popped; each side stores its index once in `batch` events.
  case handOff(events: Int, batch: Int)
  /// Events at a set rate.
  case offeredLoad
  /// The two sides meet at an empty ring, round by round: is a wake-up ever lost?
  case wakeRounds
  /// The consumer is asleep before each event.
  case wakeLatency
  /// A producer and a consumer that sleeps while the ring is empty.
  case sleepingThroughput
}
