import AIORing

/// What a consuming side counted, without its types.
package struct ConsumedCounts {
  package private(set) var tally = EventTally()
  /// Pops that found the ring empty.
  package private(set) var emptyPolls: UInt64 = 0
  /// Runs of pops without an empty poll between them.
  package private(set) var runs: UInt64 = 0
  /// Of a consumer that sleeps.
  package private(set) var wakeUps = WakeUpTally()

  init() {}

  /// Of a consumer that never sleeps.
  init(tally: EventTally, emptyPolls: UInt64, runs: UInt64) {
    (self.tally, self.emptyPolls, self.runs) = (tally, emptyPolls, runs)
  }

  init<M: Memory, B: ConsumerBarriers, U: IndexUse>(_ side: borrowing ConsumingSide<M, B, U>) {
    (tally, emptyPolls, runs) = (side.tally, side.emptyPolls.count, side.emptyPolls.runs)
    wakeUps = side.wakeUps
  }
}
