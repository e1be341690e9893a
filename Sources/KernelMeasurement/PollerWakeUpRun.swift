import AIORing
import CBarriers
import Glibc
import KernelRings
import Measurement
import RingBursts
import RunRecord
import Statistics

extension PollerWakeUps {
  /// Submits single requests at random times around the one at which the poller falls asleep, `idleMilliseconds` after
  /// the last one, and counts those it slept on.
  init(
    _ entry: StrategyEntry, _ ends: RingEnds, rounds: Int, first: UInt64, idleMilliseconds: UInt32,
    clock: CycleClock, random: inout SeededGenerator
  ) throws(KernelRingError) {
    var lost = 0
    let room = UnsafeMutablePointer<Completion>.allocate(capacity: 1)
    defer { room.deallocate() }
    for round in 0..<rounds {
      // The kernel counts idle time in its own ticks, of up to 10 ms: up to three times as late as asked for.
      usleep(UInt32.random(in: idleMilliseconds * 500...idleMilliseconds * 5000, using: &random))
      ends.submitting.prepare(first + UInt64(round), 1)
      _ = try ends.submitting.submit()
      let start = rb_cycles()
      var isForced = false
      while try ends.reaping.reap(room, 1) == 0 {
        let waited = clock.nanoseconds(rb_cycles() - start)
        if waited > 100e6, !isForced {
          isForced = true
          if ends.submitting.forceWakeUp() { lost += 1 }
        }
        if waited > 2e9 { break }
        sched_yield()
      }
    }
    self.init(
      strategy: entry.name, rounds: rounds, woken: ends.submitting.wakeUps(), lost: lost,
      hasFullBarrier: entry.barriers.wake.isFull)
  }
}
