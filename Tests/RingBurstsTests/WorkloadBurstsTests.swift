import AIORing
import Testing

@testable import RingBursts

/// Every piece of specialised code, on one thread: what is pushed in a burst fits into the ring.
@Suite struct WorkloadBurstsTests {
  private static let strategies = Catalogue.entries.map(\.name)
  private static let stores = PayloadStoreKind.allCases.filter(\.isAvailable)

  /// Rings of eight slots in every layout, with every index use and kind of payload stores.
  private static func rings(_ strategy: String) -> [TrialRing] {
    LayoutKind.allCases.flatMap { layout in
      IndexUseKind.allCases.filter(layout.takes).flatMap { indexUse in
        stores.filter(layout.takes).map {
          TrialRing(strategy, layout: layout, indexUse: indexUse, payloadStores: $0, slots: 8)
        }
      }
    }
  }

  @Test(arguments: strategies)
  func aLoneThreadGetsBackWhatItPushed(_ strategy: String) throws {
    for ring in Self.rings(strategy) {
      guard case .pushPop(let bursts) = try WorkloadBursts(.pushPop, on: ring) else {
        Issue.record("no bursts of one thread")
        continue
      }
      for count in [1, 7, 3000] { bursts.run(count, .none) }
      #expect(bursts.failures() == 0, "\(ring)")
    }
    guard case .pushPop(let bursts) = try WorkloadBursts(.pushWakePop, on: TrialRing(strategy, slots: 8))
    else {
      Issue.record("no bursts with a test for a sleeper")
      return
    }
    bursts.run(3000, .none)
    #expect(bursts.failures() == 0)
  }

  @Test func aPopThatFindsNothingAndAPushThatFindsNoRoomAreCounted() throws {
    let barriers = try #require(Catalogue.entry(named: "acquire-release")).barriers
    // The consumer looks into another ring: every pop fails, and after eight pushes the ninth.
    let (pushed, popped) = (try RingOwner<PaddedLayout>(slots: 8), try RingOwner<PaddedLayout>(slots: 8))
    let side = PushPopSide(
      producer: Producer(
        memory: HardwareMemory(pushed.ring, stores: OrdinaryStores()), barriers: barriers,
        indexUse: IndexUseKind.fresh),
      consumer: Consumer(
        memory: HardwareMemory(popped.ring, stores: OrdinaryStores()), barriers: barriers,
        indexUse: IndexUseKind.fresh), slots: 8)
    let after = PushPopSide.burst(side, count: 20, injected: .none)
    let failures = after.failures
    #expect(failures == 9)
    withExtendedLifetime((pushed, popped)) {}
  }

  @Test(arguments: strategies)
  func theConsumerChecksEveryEventAndCountsItsPolls(_ strategy: String) throws {
    for ring in Self.rings(strategy) {
      for batch in [1, 3] {
        guard case .throughput(let bursts) = try WorkloadBursts(.throughput(batch: batch), on: ring) else {
          Issue.record("no bursts of two sides")
          continue
        }
        for _ in 0..<10 {
          bursts.produce(5, .none)
          bursts.consume(5, .none)
        }
        let consumed = bursts.counts.consumed()
        #expect(consumed.tally.bad == 0 && consumed.emptyPolls == 0 && consumed.runs == 10, "\(ring)")
        #expect(bursts.counts.fullPolls() == 0)
      }
    }
  }

  @Test(arguments: strategies)
  func anEventIsLateByTheTimeSinceItWasDue(_ strategy: String) throws {
    let times = UnsafeMutableBufferPointer<UInt64>.allocate(capacity: 4)
    defer { times.deallocate() }
    for ring in Self.rings(strategy) {
      guard case .offeredLoad(let bursts) = try WorkloadBursts(.offeredLoad, on: ring) else {
        Issue.record("no bursts at a set rate")
        continue
      }
      let start = CycleClock.now()
      bursts.send(4, start, 100, .none)
      let received = CycleClock.now()
      bursts.receive(times, start, 100)
      for (number, time) in times.enumerated() {
        #expect(time >= received - start - 100 * UInt64(number), "\(ring)")
      }
      #expect(bursts.counts.consumed().tally.bad == 0)
    }
  }

  @Test func aRingThatCannotBeIsRefused() {
    #expect(throws: TrialError.ring(.tooFewSlots(1))) {
      try WorkloadBursts(.pushPop, on: TrialRing("none", slots: 1))
    }
    #expect(throws: TrialError.unknownStrategy("nothing")) {
      try WorkloadBursts(.pushPop, on: TrialRing("nothing", slots: 8))
    }
  }

  @Test(arguments: [RingWorkload.pushWakePop, .wakeRounds, .wakeLatency, .sleepingThroughput])
  func aConsumerThatSleepsIsMeasuredInThePaddedLayoutOnly(_ workload: RingWorkload) {
    for layout in LayoutKind.allCases {
      let ring = TrialRing("full-fence", layout: layout, slots: 8)
      let isMeasured = (try? WorkloadBursts(workload, on: ring)) != nil
      #expect(isMeasured == (layout == .padded), "\(layout)")
    }
  }

  @Test func aStaleEventIsCountedByItsKind() {
    var due = EventSequence(slots: 4)
    for _ in 0..<6 { due.advance() }
    var tally = EventTally()
    tally.note(IOEvent(sequence: 2, lap: 0), due: due)
    #expect(tally.bad == 1 && tally.kinds == [due.classify(IOEvent(sequence: 2, lap: 0)): 1])
    let merged = EventTally(merging: [tally, tally])
    #expect(merged.bad == 2 && merged.first.count == 2)
    #expect(merged.first.allSatisfy { $0.expectedSequence == 6 && $0.expectedLap == 1 })
  }
}
