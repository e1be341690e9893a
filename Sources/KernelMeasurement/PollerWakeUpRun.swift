import AIORing
import CBarriers
import Glibc
import KernelRings
import RingBursts
import RunRecord
import Statistics

extension PollerWakeUps {
  /// Submits single requests at about the time at which the poller falls asleep, and counts those at which it slept.
  init(
    _ entry: StrategyEntry, _ ends: RingEnds, rounds: Int, first: UInt64, clock: CycleClock,
    random: inout SeededGenerator
  ) throws(KernelRingError) {
    var poller = SleepingPoller(ends: ends, clock: clock, next: first)
    defer { poller.room.deallocate() }
    // The poller counts its idle time in the kernel's ticks, so it falls asleep nearly the same time after each wake-up.
    // The delay is adjusted until the poller is found asleep every other time.
    var aim = try (0..<min(5, rounds)).map { _ throws(KernelRingError) in try poller.nap() }.min() ?? 0
    let step = clock.ticks(nanoseconds: 200)
    var woken = 0
    for _ in 0..<rounds {
      let moment = try poller.wake() + aim + UInt64.random(in: 0...step, using: &random)
      while rb_cycles() < moment { rb_pause() }
      let before = ends.submitting.wakeUps()
      try poller.submit()
      let wasAsleep = ends.submitting.wakeUps() > before
      if wasAsleep { woken += 1 }
      aim = wasAsleep ? aim - min(aim, step) : aim + step
    }
    self.init(
      strategy: entry.name, rounds: rounds, woken: woken, lost: poller.lost,
      hasFullBarrier: entry.barriers.wake.isFull)
  }
}

/// io_uring's poller, as the submitter sees it.
private struct SleepingPoller {
  let ends: RingEnds
  let clock: CycleClock
  /// The next request's number.
  var next: UInt64
  /// Wake-ups lost so far.
  var lost = 0
  let room = UnsafeMutablePointer<Completion>.allocate(capacity: 1)

  init(ends: RingEnds, clock: CycleClock, next: UInt64) {
    (self.ends, self.clock, self.next) = (ends, clock, next)
  }

  /// Waits until the poller sleeps and wakes it with a request; returns when, ticks.
  mutating func wake() throws(KernelRingError) -> UInt64 {
    let start = rb_cycles()
    while !ends.submitting.pollerSleeps(), clock.nanoseconds(rb_cycles() - start) < 100e6 { rb_pause() }
    let moment = rb_cycles()
    try submit()
    return moment
  }

  /// Wakes the poller; returns how long it takes until it sleeps again, ticks.
  mutating func nap() throws(KernelRingError) -> UInt64 {
    let start = try wake()
    while !ends.submitting.pollerSleeps(), clock.nanoseconds(rb_cycles() - start) < 100e6 { rb_pause() }
    return rb_cycles() - start
  }

  /// Submits one request and waits for its completion, at most 2 s; after 100 ms the poller is taken to be asleep.
  mutating func submit() throws(KernelRingError) {
    ends.submitting.prepare(next, 1)
    next += 1
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
      rb_pause()
    }
  }
}
