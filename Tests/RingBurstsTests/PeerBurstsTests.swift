import AIORing
import Foundation
import Testing

@testable import RingBursts

/// Peers compiled here: a ring that is right, and the same ring with one fault each.
@Suite(.serialized) struct PeerBurstsTests {
  private func tally(of fault: PeerSource.Fault, _ workload: RingWorkload) throws -> EventTally {
    try CheckedRun(peer: try PeerSource(fault: fault).library(), workload: workload).tally()
  }

  private static let workloads: [RingWorkload] = [
    .throughput(batch: 1), .throughput(batch: 7), .handOff(events: 16, batch: 1),
    .handOff(events: 16, batch: 5),
    .roundTrip, .offeredLoad,
  ]

  @Test(arguments: workloads) func aPeersEventsAreCheckedInEveryWorkload(_ workload: RingWorkload) throws {
    #expect(try tally(of: .none, workload).bad == 0)
  }

  @Test(arguments: workloads) func aLostEventIsFoundAndNobodyWaitsForIt(_ workload: RingWorkload) throws {
    let tally = try tally(of: .loses, workload)
    #expect(tally.bad > 0 && Set(tally.kinds.keys).isSubset(of: [.lost, .futureLap]), "\(tally.kinds)")
  }

  @Test(arguments: workloads) func anEventThatComesTwiceIsADuplicate(_ workload: RingWorkload) throws {
    let tally = try tally(of: .duplicates, workload)
    #expect(tally.bad > 0 && Set(tally.kinds.keys) == [.duplicate], "\(tally.kinds)")
  }

  @Test(arguments: workloads) func anEventOfTwoHalvesIsTornOrMakesNoSense(_ workload: RingWorkload) throws {
    let tally = try tally(of: .tears, workload)
    #expect(tally.bad > 0 && Set(tally.kinds.keys).isSubset(of: [.torn, .checksum]), "\(tally.kinds)")
  }

  @Test(arguments: [1, 2, 3, 5, 64]) func everyWordOfEventsOfOtherSizesIsChecked(words: Int) throws {
    func tally(_ fault: PeerSource.Fault, _ workload: RingWorkload) throws -> EventTally {
      try CheckedRun(peer: try PeerSource(fault: fault, words: words).library(), workload: workload).tally()
    }
    for workload in [RingWorkload.throughput(batch: 1), .throughput(batch: 7), .roundTrip] {
      #expect(try tally(.none, workload).bad == 0)
    }
    #expect(try tally(.loses, .throughput(batch: 1)).bad == 100)
    let twice = try tally(.duplicates, .throughput(batch: 1))
    #expect(Set(twice.kinds.keys) == [.duplicate] && (100...101).contains(twice.bad))
    if words > 2 {
      let torn = try tally(.tears, .throughput(batch: 7))
      #expect(torn.bad == 100 && Set(torn.kinds.keys).isSubset(of: [.torn, .checksum]), "\(torn.kinds)")
    }
  }

  @Test func aPeerOfOtherEventsThanTheRowsIsRefused() throws {
    let library = try PeerSource(fault: .none, words: 1).library()
    #expect(throws: TrialError.peer(.otherEvents(name: "tested", bytes: 8, expected: 32))) {
      try WorkloadBursts(.pushPop, on: TrialPeer(library, slots: 8))
    }
  }

  @Test func eachFaultCountsOnce() throws {
    // Every hundredth of 10,000 pushes is lost, the last one of a burst among them; every hundredth pop gives the event
    // before again.
    #expect(try tally(of: .loses, .throughput(batch: 1)).bad == 100)
    #expect((100...101).contains(try tally(of: .duplicates, .throughput(batch: 1)).bad))
  }

  /// Of two producers that push 10,000 events each.
  private func sharedTally(of fault: PeerSource.Fault) throws -> EventTally {
    let library = try PeerSource(fault: fault, hasManyProducers: true).library()
    return try CheckedRun(peer: library, workload: .throughput(batch: 1), producers: 2).tally()
  }

  @Test func theEventsOfTwoProducersAreCheckedAndEachFaultCountsOnce() throws {
    #expect(try sharedTally(of: .none).bad == 0)
    let lost = try sharedTally(of: .loses)
    #expect(lost.bad == 200 && Set(lost.kinds.keys).isSubset(of: [.lost, .futureLap]), "\(lost.kinds)")
    let twice = try sharedTally(of: .duplicates)
    #expect((200...203).contains(twice.bad), "\(twice.kinds)")
    // A duplicate of an event of the lap before is called stale.
    #expect(Set(twice.kinds.keys).isSubset(of: [.duplicate, .staleLap]), "\(twice.kinds)")
    let torn = try sharedTally(of: .tears)
    #expect(torn.bad > 0 && Set(torn.kinds.keys).isSubset(of: [.torn, .checksum]), "\(torn.kinds)")
  }

  @Test func aRingForOneProducerOrAWorkloadForOneIsNotShared() throws {
    var one = TrialPeer(try PeerSource(fault: .none).library(), slots: 8)
    one.producers = 2
    #expect(throws: TrialError.peer(.oneProducer(name: "tested"))) {
      try WorkloadBursts(.throughput(batch: 1), on: one)
    }
    var many = TrialPeer(try PeerSource(fault: .none, hasManyProducers: true).library(), slots: 8)
    many.producers = 2
    for workload in [RingWorkload.roundTrip, .throughput(batch: 2), .handOff(events: 2, batch: 1)] {
      #expect(throws: TrialError.peer(.oneProducer(name: "tested"))) {
        try WorkloadBursts(workload, on: many)
      }
    }
  }

  @Test func oneThreadGetsBackWhatItPushed() throws {
    let peer = TrialPeer(try PeerSource(fault: .none).library(), slots: 8)
    guard case .pushPop(let bursts) = try WorkloadBursts(.pushPop, on: peer) else {
      Issue.record("no bursts of one thread")
      return
    }
    for count in [1, 7, 3000] { bursts.run(count, .none) }
    #expect(bursts.failures() == 0)
  }

  @Test func thePollsAndTheRunsAreCountedAsOfOurRings() throws {
    let peer = TrialPeer(try PeerSource(fault: .none).library(), slots: 8)
    guard case .throughput(let bursts) = try WorkloadBursts(.throughput(batch: 1), on: peer) else {
      Issue.record("no bursts of two sides")
      return
    }
    for _ in 0..<10 {
      bursts.produce(5, .none)
      bursts.consume(5, .none)
    }
    let consumed = bursts.counts.consumed()
    #expect(consumed.tally.bad == 0 && consumed.emptyPolls == 0 && consumed.runs == 10)
    #expect(bursts.counts.fullPolls() == 0)
  }

  @Test func aRingInPlainCIsAPeerWithoutBatches() throws {
    let library = try PeerSource.inC.library()
    #expect(
      library.name == "my-ring-in-c" && !library.hasBatches && library.about.hasPrefix("the example in C"))
    #expect(throws: TrialError.peer(.noBatches(name: "my-ring-in-c"))) {
      try WorkloadBursts(.throughput(batch: 2), on: TrialPeer(library, slots: 8))
    }
    guard
      case .throughput(let bursts) = try WorkloadBursts(
        .throughput(batch: 1), on: TrialPeer(library, slots: 8))
    else {
      Issue.record("no bursts of two sides")
      return
    }
    for _ in 0..<10 {
      bursts.produce(7, .none)
      bursts.consume(7, .none)
    }
    #expect(bursts.counts.consumed().tally.bad == 0)
  }

  @Test func whatIsNoPeerIsRefusedInOneLine() throws {
    let source = PeerSource(fault: .none)
    #expect(throws: PeerError.unreadable(path: "/no/such.so", errno: ENOENT)) {
      try PeerLibrary(path: "/no/such.so")
    }
    let text = URL(filePath: try source.compiled()).deletingLastPathComponent().appending(path: "text.so")
      .path
    try Data("no library".utf8).write(to: URL(filePath: text))
    #expect { try PeerLibrary(path: text) } throws: {
      guard case PeerError.notLoaded(text, _) = $0 else { return false }
      return !"\($0)".contains("\n")
    }
    let noPeer = PeerSource(text: "extern \"C\" int nothing() { return 0; }", language: .cxx)
    #expect(throws: PeerError.noPeer(path: try noPeer.compiled())) { try noPeer.library() }
    let old = PeerSource(fault: .none, abi: 7)
    #expect(throws: PeerError.otherABI(path: try old.compiled(), version: 7)) { try old.library() }
    let badName = PeerSource(fault: .none, name: "two words")
    #expect(throws: PeerError.badName(path: try badName.compiled(), name: "two words")) {
      try badName.library()
    }
  }

  @Test func aRingThatCannotBeIsRefused() throws {
    let library = try PeerSource(fault: .none).library()
    #expect(throws: TrialError.ring(.tooFewSlots(1))) {
      try WorkloadBursts(.pushPop, on: TrialPeer(library, slots: 1))
    }
    // The tests' ring makes none of 13 slots, and one of 17 that holds too few.
    #expect(throws: TrialError.peer(.noRing(name: "tested", slots: 13))) {
      try WorkloadBursts(.pushPop, on: TrialPeer(library, slots: 13))
    }
    #expect(throws: TrialError.peer(.tooSmall(name: "tested", slots: 17, capacity: 3))) {
      try WorkloadBursts(.pushPop, on: TrialPeer(library, slots: 17))
    }
    #expect(throws: TrialError.peer(.turnTooLong(name: "tested", events: 9, capacity: 8))) {
      try WorkloadBursts(.handOff(events: 9, batch: 1), on: TrialPeer(library, slots: 8))
    }
    for workload in [RingWorkload.pushWakePop, .wakeRounds, .wakeLatency, .sleepingThroughput] {
      #expect(throws: TrialError.peer(.noSleeper(name: "tested"))) {
        try WorkloadBursts(workload, on: TrialPeer(library, slots: 8))
      }
    }
  }
}
