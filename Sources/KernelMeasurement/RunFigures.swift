import CBarriers
import KernelRings
import RingBursts
import RunRecord
import Trials

/// What the runs of one way in one setting gave, added up over the rounds.
final class RunFigures {
  /// Taking a full batch.
  var reaping = BlockMeans()
  /// From before a submission until its completion was taken, ticks.
  var latency = LatencyHistogram()
  /// What submitting and taking lasted, ticks.
  var busy: UInt64 = 0
  var events = 0
  var emptyPolls = 0
  var faults = CompletionFaults()
  /// Times at which io_uring's poller slept on a request and had to be woken.
  var lostWakeUps = 0
  var failure: KernelRingError?
}

/// Short times, of which one reading of the clock says little where its steps are coarse (10 ns on some virtual
/// machines): the means of blocks, and of these the lower quartile, since one thread that shares its core with nothing
/// is what is asked for, and whatever else runs there only adds.
struct BlockMeans {
  private static let size = 64
  private var means: [Double] = []
  private var sum: UInt64 = 0
  private var count = 0

  /// Adds one time, ticks.
  mutating func record(_ ticks: UInt64) {
    sum += ticks
    count += 1
    if count == Self.size {
      means.append(Double(sum) / Double(count))
      (sum, count) = (0, 0)
    }
  }

  /// Ticks; nil if nothing was recorded.
  var lowerQuartile: Double? {
    if means.isEmpty { return count > 0 ? Double(sum) / Double(count) : nil }
    return means.sorted()[means.count / 4]
  }

  /// Two readings of the cycle counter with nothing between them, ticks: subtracted from what is short.
  static let clockCost: Double = {
    var means = Self()
    for _ in 0..<16 * size {
      let before = rb_cycles()
      means.record(rb_cycles() - before)
    }
    return means.lowerQuartile ?? 0
  }()
}

/// One run: so many requests, batch by batch.
struct KernelRun {
  let ends: RingEnds
  let source: RequestSource
  let batch: Int
  let events: Int
  /// The first request's number: a multiple of the batch, and of no other run.
  let first: UInt64
  let clock: CycleClock

  /// After so long without a completion the rest counts as lost.
  private var patience: UInt64 { clock.ticks(nanoseconds: 2e9) }

  func ledger() -> CompletionLedger {
    CompletionLedger(first: first, count: events) { [source, ends] data in
      (source.result(data), ends.submitting.object(data))
    }
  }

  /// Without a completion for so long, io_uring's poller is taken to sleep on the request.
  private var wakeUpPatience: UInt64 { clock.ticks(nanoseconds: 100e6) }

  /// One thread that submits a batch and then takes it.
  func lockstep(into figures: RunFigures) throws(KernelRingError) {
    let room = UnsafeMutablePointer<Completion>.allocate(capacity: batch)
    defer { room.deallocate() }
    var ledger = ledger()
    var submitted = 0
    let (patience, wakeUpPatience) = (patience, wakeUpPatience)
    while submitted < events {
      let count = min(batch, events - submitted)
      ends.submitting.prepare(first + UInt64(submitted), count)
      let start = rb_cycles()
      var taken = try ends.submitting.submit()
      while taken < count {
        guard rb_cycles() - start < patience else { break }
        taken += try ends.submitting.submit()
      }
      submitted += taken
      let middle = rb_cycles()
      var got = try ends.reaping.reap(room, taken)
      let isWhole = got == taken
      var isForced = false
      while got < taken {
        let waited = rb_cycles() - middle
        if waited > patience { break }
        if waited > wakeUpPatience, !isForced {
          isForced = true
          if ends.submitting.forceWakeUp() { figures.lostWakeUps += 1 }
        }
        let more = try ends.reaping.reap(room + got, taken - got)
        if more == 0 {
          figures.emptyPolls += 1
          rb_pause()
        }
        got += more
      }
      let end = rb_cycles()
      for index in 0..<got { ledger.record(room[index]) }
      if isWhole { figures.reaping.record(end - middle) }
      figures.latency.record(end - start)
      figures.busy += end - start
      // Not taken or not given: a ring in which no order is left is of no further use.
      if taken < count || got < taken { break }
    }
    figures.events += submitted
    figures.faults += ledger.faults(submitted: submitted)
  }
}
