import AIORing
import CellRings
import Foundation
import Testing

@testable import RingBursts

/// A peer's ring of 64 slots in one workload, every event checked.
struct CheckedRun {
  let peer: Peer
  let workload: RingWorkload
  var producers = 1

  /// Runs the sides of a burst on as many threads, which need not be on as many CPUs.
  private func atOnce(_ one: () -> Void, _ others: (() -> Void)...) { atOnce(one, others) }

  private func atOnce(_ one: () -> Void, _ others: [() -> Void]) {
    let ended = DispatchSemaphore(value: 0)
    for other in others {
      nonisolated(unsafe) let body = other
      // A thread of its own: a pool may be busy with other tests, and run the second side only after the first.
      Thread.detachNewThread {
        body()
        ended.signal()
      }
    }
    one()
    for _ in others { ended.wait() }
  }

  /// What the check finds: in 20 bursts of 500 events, or in a burst of 120 turns or round trips. Those
  /// take long where the two threads share a CPU with others.
  func tally() throws -> EventTally {
    let size = try #require(EventSize(bytes: peer.eventWords * 8))
    var peer = TrialPeer(peer, slots: 64, eventSize: size, polling: .yield)
    peer.producers = producers
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
    case .shared(let bursts):
      for _ in 0..<20 {
        atOnce({ bursts.consume(500, .none) }, bursts.produce.map { produce in { produce(500, .none) } })
      }
      return bursts.counts.consumed().tally
    case .pushPop, .wakeLatency:
      Issue.record("no bursts of two sides")
      return EventTally()
    }
  }
}
