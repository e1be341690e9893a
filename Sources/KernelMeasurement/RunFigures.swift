import CBarriers
import KernelRings
import RingBursts
import RunRecord
import Statistics
import Trials

/// What the runs with one way of taking completions gave in one setting, over all rounds.
final class RunFigures {
  /// Times of taking a full batch, ticks.
  var reaping = BlockMeans()
  /// From before a submission until its completion was taken, ticks.
  var latency = LatencyHistogram()
  /// Time spent submitting and taking, ticks.
  var busy: UInt64 = 0
  var events = 0
  var emptyPolls = 0
  var faults = CompletionFaults()
  /// How often io_uring's poller slept although a request was queued, and had to be woken.
  var lostWakeUps = 0
  var failure: KernelRingError?
}

/// Short times, which one reading of a coarse clock resolves badly (its steps are 10 ns on some virtual machines): the
/// lower quartile of the means of blocks. The lower quartile, since the cost on an undisturbed core is wanted, and
/// whatever else runs on the core only adds to it.
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
    return quantile(0.25, ofSorted: means.sorted())
  }

  /// Two readings of the cycle counter with nothing between them, ticks: subtracted from short times.
  static let clockCost: Double = {
    var means = Self()
    for _ in 0..<16 * size {
      let before = rb_cycles()
      means.record(rb_cycles() - before)
    }
    return means.lowerQuartile ?? 0
  }()
}

/// One run: requests that are submitted and whose completions are taken, batch by batch.
struct KernelRun {
  let ends: RingEnds
  let source: RequestSource
  let batch: Int
  let events: Int
  /// The first request's number: a multiple of the batch size. No other run has the same numbers.
  let first: UInt64
  let clock: CycleClock

  /// Time without a completion after which the rest counts as lost, ticks.
  private var patience: UInt64 { clock.ticks(nanoseconds: 2e9) }

  func ledger() -> CompletionLedger {
    CompletionLedger(first: first, count: events) { [source, ends] data in
      (source.result(data), ends.submitting.object(data))
    }
  }

  /// Time without a completion after which io_uring's poller is taken to be asleep, ticks.
  private var wakeUpPatience: UInt64 { clock.ticks(nanoseconds: 100e6) }

  /// One thread that submits a batch and then takes its completions.
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
      // Requests not taken, or completions missing: what follows in this ring could not be told apart.
      if taken < count || got < taken { break }
    }
    figures.events += submitted
    figures.faults += ledger.faults(submitted: submitted)
  }
}
