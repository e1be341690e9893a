import AIORing
import CellRings
import Foundation
import Testing

@testable import RingBursts

/// A peer's ring of 64 slots in one workload, every event checked.
struct CheckedRun {
  let peer: Peer
  let workload: RingWorkload

  /// Runs the two sides of a burst on two threads, which need not be on two CPUs.
  private func atOnce(_ one: @escaping () -> Void, _ other: @escaping () -> Void) {
    nonisolated(unsafe) let body = other
    let ended = DispatchSemaphore(value: 0)
    // A thread of its own: a pool may be busy with other tests, and run the second side only after the first.
    Thread.detachNewThread {
      body()
      ended.signal()
    }
    one()
    ended.wait()
  }

  /// What the check finds: in 20 bursts of 500 events, or in a burst of 120 turns or round trips. Those
  /// take long where the two threads share a CPU with others.
  func tally() throws -> EventTally {
    let size = try #require(EventSize(bytes: peer.eventWords * 8))
    let peer = TrialPeer(peer, slots: 64, eventSize: size, polling: .yield)
    let times = UnsafeMutableBufferPointer<UInt64>.allocate(capacity: 120)
    let other = UnsafeMutableBufferPointer<UInt64>.allocate(capacity: 120)
    defer {
      times.deallocate()
      other.deallocate()
    }
    nonisolated(unsafe) let (own, theirs) = (times, other)
    switch try WorkloadBursts(workload, on: peer) {
    case .throughput(let bursts):
      for _ in 0..<20 { atOnce({ bursts.produce(500, .none) }, { bursts.consume(500, .none) }) }
      return bursts.counts.consumed().tally
    case .handOff(let bursts):
      atOnce({ bursts.push(own, .none) }, { bursts.pop(theirs) })
      return bursts.counts.consumed().tally
    case .roundTrip(let bursts):
      atOnce({ bursts.ask(own, .none) }, { bursts.answer(120) })
      return bursts.tally()
    case .offeredLoad(let bursts):
      for _ in 0..<20 {
        let start = CycleClock.now()
        atOnce({ bursts.send(120, start, 50, .none) }, { bursts.receive(own, start, 50) })
      }
      return bursts.counts.consumed().tally
    case .pushPop, .shared, .wakeLatency:
      Issue.record("no bursts of two sides")
      return EventTally()
    }
  }
}
