import AIORing
import RunRecord

/// What a consuming side counted, without its types.
package struct ConsumedCounts {
  package var tally = EventTally()
  var emptyPolls: UInt64 = 0
  var runs: UInt64 = 0
  /// Of a consumer that sleeps.
  package var wakeUps = WakeUpCounts(rounds: 0, missed: 0)

  package init() {}

  init<M: Memory, B: Barriers, U: IndexUse>(_ side: borrowing ConsumingSide<M, B, U>) {
    (tally, emptyPolls, runs, wakeUps) = (side.tally, side.emptyPolls, side.runs.runs, side.wakeUps)
  }

  /// How the two sides met over `events` events.
  package func polls(fullPolls: UInt64, events: UInt64, slots: UInt32) -> PollCounts {
    let count = Double(max(1, events))
    return PollCounts(
      emptyPerEvent: Double(emptyPolls) / count, fullPerEvent: Double(fullPolls) / count,
      meanBatch: count / Double(max(1, runs)), wraps: events / UInt64(slots))
  }
}
