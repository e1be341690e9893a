import CellRings
import Cells
import Testing

@testable import RingBursts

/// The loops around a Swift type's push and pop, and what their check finds.
@Suite(.serialized) struct OwnRingBurstsTests {
  private static let workloads: [RingWorkload] = [
    .throughput(batch: 1), .handOff(events: 16, batch: 1), .roundTrip, .offeredLoad,
  ]

  private func peer<Fault: RingFault>(_: Fault.Type) -> Peer {
    Peer("faulty", about: "a test", FaultyRing<Hardware, Fault>.self)
  }

  private func tally(_ peer: Peer, _ workload: RingWorkload) throws -> EventTally {
    try CheckedRun(peer: peer, workload: workload).tally()
  }

  @Test(arguments: workloads) func everyEventOfARingThatIsRightIsGood(_ workload: RingWorkload) throws {
    #expect(try tally(peer(NoFault.self), workload).bad == 0)
  }

  @Test func everyEventUnderALockIsGood() throws {
    let peer = Peer("locked", about: "a test", LockedRing<TicketLock<Hardware, NoFault>>.self)
    #expect(try tally(peer, .handOff(events: 16, batch: 1)).bad == 0)
  }

  @Test(arguments: workloads) func aLostEventIsFoundAndNobodyWaitsForIt(_ workload: RingWorkload) throws {
    let tally = try tally(peer(Loses.self), workload)
    #expect(tally.bad > 0 && Set(tally.kinds.keys).isSubset(of: [.lost, .futureLap]), "\(tally.kinds)")
  }

  @Test(arguments: workloads) func anEventThatComesTwiceIsADuplicate(_ workload: RingWorkload) throws {
    let tally = try tally(peer(Repeats.self), workload)
    #expect(tally.bad > 0 && Set(tally.kinds.keys) == [.duplicate], "\(tally.kinds)")
  }

  @Test func eachLossCountsOnce() throws {
    #expect(try tally(peer(Loses.self), .throughput(batch: 1)).bad == 100)
  }

  @Test func eachSideHasItsOwnValueOfTheType() throws {
    guard
      case .throughput(let bursts) = try WorkloadBursts(
        .throughput(batch: 1), on: TrialPeer(peer(Repeats.self), slots: 8))
    else { return }
    // The producer's 60 pushes and the consumer's 60 pops: neither side comes to its hundredth operation.
    for _ in 0..<10 {
      bursts.produce(6, .none)
      bursts.consume(6, .none)
    }
    #expect(bursts.counts.consumed().tally.bad == 0 && bursts.counts.fullPolls() == 0)
  }

  @Test func oneThreadGetsBackWhatItPushed() throws {
    func failures(_ peer: Peer) throws -> UInt64 {
      guard case .pushPop(let bursts) = try WorkloadBursts(.pushPop, on: TrialPeer(peer, slots: 8)) else {
        return .max
      }
      for count in [1, 7, 3000] { bursts.run(count, .none) }
      return bursts.failures()
    }
    #expect(try failures(peer(NoFault.self)) == 0)
    #expect(try failures(peer(Loses.self)) == 30)
  }

  @Test func aSizeThatIsNoPowerOfTwoAndABatchAreRefused() throws {
    #expect(throws: TrialError.peer(.noRing(name: "faulty", slots: 12))) {
      try WorkloadBursts(.pushPop, on: TrialPeer(peer(NoFault.self), slots: 12))
    }
    #expect(throws: TrialError.peer(.noBatches(name: "faulty"))) {
      try WorkloadBursts(.throughput(batch: 2), on: TrialPeer(peer(NoFault.self), slots: 8))
    }
  }
}
