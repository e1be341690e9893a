import CBarriers
import Glibc
import KernelRings
import RingBursts
import RunRecord
import Synchronization
import Topology
import Trials

extension KernelRun {
  /// A submitter and a reaper, each on a CPU of its own, with at most `window` requests in flight: a batch (lockstep), or
  /// as many as the ring holds (streaming).
  func twoThreads(
    on pair: CPUPair, window: Int, into figures: RunFigures
  ) throws(TrialError) {
    let shared = BetweenThreads(stamps: max(1, window / batch + 2))
    var (submitted, emptyPolls) = (0, 0)
    var ledger = ledger()
    var latency = figures.latency
    var busy: UInt64 = 0
    var failure: KernelRingError?
    try PinnedThreads.run(
      (
        pair.producer.index,
        {
          do throws(KernelRingError) {
            submitted = try self.submit(window: window, shared)
          } catch {
            shared.fail(error)
          }
          shared.submitterIsDone.store(true, ordering: .releasing)
        }
      ),
      (
        pair.consumer.index,
        {
          do throws(KernelRingError) {
            let start = rb_cycles()
            emptyPolls = try self.reap(shared, &ledger, &latency)
            busy = rb_cycles() - start
          } catch {
            failure = error
          }
          shared.isOver.store(true, ordering: .releasing)
        }
      ))
    figures.latency = latency
    figures.busy += busy
    figures.events += submitted
    figures.emptyPolls += emptyPolls
    figures.faults += ledger.faults(submitted: submitted)
    figures.failure = failure ?? shared.failure
  }

  /// The submitter's thread; returns how many requests the kernel took.
  private func submit(window: Int, _ shared: BetweenThreads) throws(KernelRingError) -> Int {
    var submitted = 0
    while submitted < events {
      let count = min(batch, events - submitted)
      while submitted + count - shared.reaped.load(ordering: .acquiring) > window {
        if shared.isOver.load(ordering: .relaxed) { return submitted }
        rb_pause()
      }
      ends.submitting.prepare(first + UInt64(submitted), count)
      shared.stamp(submitted / batch).pointee.store(rb_cycles(), ordering: .relaxed)
      var taken = 0
      while taken < count {
        let more = try ends.submitting.submit()
        if more == 0, shared.isOver.load(ordering: .relaxed) { return submitted + taken }
        taken += more
      }
      submitted += count
    }
    return submitted
  }

  /// The reaper's thread; returns how often it found the ring empty.
  private func reap(
    _ shared: BetweenThreads, _ ledger: inout CompletionLedger, _ latency: inout LatencyHistogram
  ) throws(KernelRingError) -> Int {
    let room = UnsafeMutablePointer<Completion>.allocate(capacity: batch)
    defer { room.deallocate() }
    let patience = clock.ticks(nanoseconds: 2e9)
    var (got, emptyPolls) = (0, 0)
    var last = rb_cycles()
    while got < events {
      let count = try ends.reaping.reap(room, batch)
      let now = rb_cycles()
      if count == 0 {
        emptyPolls += 1
        if now - last > patience || shared.submitterIsDone.load(ordering: .relaxed) && shared.hasFailed {
          break
        }
        rb_pause()
        continue
      }
      last = now
      for index in 0..<count {
        ledger.record(room[index])
        let number = room[index].data &- first
        guard number < UInt64(events) else { continue }
        let start = shared.stamp(Int(number) / batch).pointee.load(ordering: .relaxed)
        latency.record(now > start ? now - start : 0)
      }
      got += count
      // Release: pairs with the submitter's acquire load, after which it may overwrite the stamps.
      shared.reaped.store(got, ordering: .releasing)
    }
    return emptyPolls
  }
}

/// What a submitter and a reaper tell each other. Not `Sendable`, since `failure` is written by the submitter and read
/// without a lock: only after its thread was joined. Both threads end before the owner releases it.
private final class BetweenThreads {
  let reaped = Atomic(0)
  /// The reaper has ended: nobody will free slots.
  let isOver = Atomic(false)
  let submitterIsDone = Atomic(false)
  private let failed = Atomic(false)
  private(set) var failure: KernelRingError?
  private let stamps: UnsafeMutablePointer<Atomic<UInt64>>
  private let count: Int

  /// Room for the submission times of `count` batches in flight.
  init(stamps count: Int) {
    self.count = count
    stamps = .allocate(capacity: count)
    for index in 0..<count { (stamps + index).initialize(to: Atomic(0)) }
  }

  deinit { stamps.deallocate() }

  /// When the batch of that number was submitted, ticks.
  func stamp(_ batch: Int) -> UnsafeMutablePointer<Atomic<UInt64>> { stamps + batch % count }

  var hasFailed: Bool { failed.load(ordering: .acquiring) }

  func fail(_ error: KernelRingError) {
    failure = error
    failed.store(true, ordering: .releasing)
  }
}
