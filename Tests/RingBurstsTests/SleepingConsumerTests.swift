import AIORing
import CLinux
import RunRecord
import Testing
import Topology

@testable import RingBursts
@testable import Trials

/// A ring's memory with a fault in how its two sides meet, for wake-ups that are lost on purpose.
private struct FaultyMemory: Memory {
  typealias Layout = PaddedLayout
  typealias Sound = HardwareMemory<PaddedLayout, OrdinaryStores>

  enum Fault {
    case none
    /// The producer never sees the flag.
    case deaf
    /// The producer sees the flag and wakes nobody.
    case mute
    /// The consumer, having announced that it sleeps, sees the tail as it was before.
    case blind
  }

  /// What a blind consumer remembers; used by its own thread only.
  final class Memorised {
    var tail: UInt32 = 0
    var looksAway = false
  }

  let sound: Sound
  let fault: Fault
  let memorised = Memorised()

  var slots: UInt32 { sound.slots }
  func constant(_ number: UInt32) -> UInt32 { number }
  func load(_ word: RingWord, _ order: AccessOrder) -> UInt32 {
    switch (fault, word) {
    case (.deaf, .waiting): return 0
    case (.blind, .tail):
      if !memorised.looksAway { memorised.tail = sound.load(word, order) }
      memorised.looksAway = false
      return memorised.tail
    default: return sound.load(word, order)
    }
  }
  func store(_ number: UInt32, to word: RingWord, _ order: AccessOrder) {
    sound.store(number, to: word, order)
    if word == .waiting, number == 1 { memorised.looksAway = true }
  }
  func exchange(_ word: RingWord, with number: UInt32, _ order: AccessOrder) -> UInt32 {
    sound.exchange(word, with: number, order)
  }
  func fetchIncrement(_ word: RingWord) -> UInt32 { sound.fetchIncrement(word) }
  func storeSuccessor(of value: UInt32, to word: RingWord, _ order: AccessOrder) {
    sound.storeSuccessor(of: value, to: word, order)
  }
  func decide(_ value: UInt32, equals number: UInt32) -> Bool { value == number }
  func read(slot: UInt32) -> IOEvent { sound.read(slot: slot) }
  func write(_ event: IOEvent, slot: UInt32) { sound.write(event, slot: slot) }
  func fence(_ ordering: Ordering) { sound.fence(ordering) }
  func spin() -> Bool { sound.spin() }
  func acquireSystemLock(_ kind: LockKind) { sound.acquireSystemLock(kind) }
  func releaseSystemLock(_ kind: LockKind) { sound.releaseSystemLock(kind) }
  func sleep() { sound.sleep() }
  func wake() { if fault != .mute { sound.wake() } }
}

/// One at a time: each takes two CPUs.
@Suite(.serialized) struct SleepingConsumerTests {
  private typealias Producing = ProducingSide<FaultyMemory, AssignedBarriers, FreshIndex>
  private typealias Consuming = ConsumingSide<FaultyMemory, AssignedBarriers, FreshIndex>

  private static let clock = CycleClock.calibrated()
  private static let fullBarriers = AssignedBarriers(
    claim: .mb, publish: .mb, observe: .mb, retire: .mb, wake: .mb, sleep: .mb)

  private static func spec(_ strategy: String, _ workload: Workload, ms: Double) throws -> TrialSpec {
    let cpus = try Machine.current().allowedCPUs.map(\.index)
    let first = try #require(cpus.first)
    return TrialSpec(
      RowKey(
        RingSpec(strategy), workload: workload, slots: 8, producerCpu: first,
        consumerCpu: cpus.dropFirst().first ?? first, oversubscribed: cpus.count < 2),
      durationMilliseconds: ms, burstMilliseconds: 0.5)
  }

  private static func run(_ strategy: String, _ workload: Workload, ms: Double) throws -> TrialResult {
    try Trial.run(try spec(strategy, workload, ms: ms), clock: clock)
  }

  /// Both sides on memory with a fault of its own each, full barriers at all edges; what the consumer counted.
  private static func meet(
    producer: FaultyMemory.Fault, consumer: FaultyMemory.Fault,
    _ produce: (consuming Producing, WakeTests, Meeting) -> Producing,
    _ consume: (consuming Consuming, WakeTests, Meeting) -> Consuming
  ) throws -> (counts: WakeUpTally, tally: EventTally, popped: UInt64) {
    let ring = try MappedRing<PaddedLayout>(slots: 8)
    let memory = HardwareMemory<PaddedLayout, OrdinaryStores>(ring, stores: OrdinaryStores())
    func faulty(_ fault: FaultyMemory.Fault) -> FaultyMemory { FaultyMemory(sound: memory, fault: fault) }
    let place = try spec("", .wakeRounds, ms: 0)
    let polling = place.row.oversubscribed ? Polling.yield : .pause
    let producing = Held(
      Producing(
        producer: Producer(memory: faulty(producer), barriers: fullBarriers, indexUse: FreshIndex()),
        slots: 8,
        polling: polling))
    let consuming = Held(
      Consuming(
        consumer: Consumer(memory: faulty(consumer), barriers: fullBarriers, indexUse: FreshIndex()),
        slots: 8,
        polling: polling))
    let (tests, meeting) = (WakeTests(), Meeting())
    try withoutActuallyEscaping(produce) { produce in
      try withoutActuallyEscaping(consume) { consume in
        try PinnedThreads.run(
          (
            place.row.producerCpu,
            { producing.replace { side in produce(side, tests, meeting) } }
          ),
          (
            place.row.consumerCpu,
            { consuming.replace { side in consume(side, tests, meeting) } }
          ))
      }
    }
    return try #require(consuming.read { ($0.wakeUps, $0.tally, $0.due.sequence) })
  }

  private static func rounds(
    _ count: Int, producer: FaultyMemory.Fault, consumer: FaultyMemory.Fault
  ) throws -> (counts: WakeUpTally, tally: EventTally, popped: UInt64) {
    try meet(producer: producer, consumer: consumer) { side, tests, meeting in
      Producing.rounds(
        side, count: count, meeting: meeting, start: ShuffledStart(seed: 1), tests: tests, injected: .none)
    } _: { side, tests, meeting in
      Consuming.rounds(
        side, count: count, meeting: meeting, start: ShuffledStart(seed: 1), tests: tests, checking: true)
    }
  }

  @Test func onlyARoundInWhichBothMissEachOtherIsALostWakeUp() {
    #expect(WakeOutcome(sleeps: true, foundSleeper: false) == .lost)
    #expect(WakeOutcome(sleeps: true, foundSleeper: true) == .woken)
    #expect(WakeOutcome(sleeps: false, foundSleeper: false) == .sawEvent)
    #expect(WakeOutcome(sleeps: false, foundSleeper: true) == .sawEvent)
  }

  @Test func wakeUpsLostOnPurposeAreAllCountedAndTheRoundsGoOn() throws {
    let lost = try Self.rounds(1000, producer: .deaf, consumer: .blind)
    #expect(lost.counts == WakeUpTally(rounds: 1000, missed: 1000))
    #expect(lost.popped == 1000 && lost.tally.bad == 0)
  }

  @Test(arguments: [true, false])
  func oneSideThatSeesTheOtherIsEnough(producerSees: Bool) throws {
    let kept = try Self.rounds(
      1000, producer: producerSees ? .none : .deaf, consumer: producerSees ? .blind : .none)
    if producerSees {
      // The producer may push before the flag is up; a consumer that looks away then misses it.
      #expect(kept.counts.missed < 1000)
    }
    #expect(kept.counts.rounds == 1000 && kept.popped == 1000 && kept.tally.bad == 0)
    let sound = try Self.rounds(1000, producer: .none, consumer: .none)
    #expect(sound.counts == WakeUpTally(rounds: 1000, missed: 0))
  }

  @Test func aSleeperThatNobodyWakesIsFoundByItsTimeLimitAndNeverHangs() throws {
    let (count, begin) = (6, ContinuousClock.now)
    let times = UnsafeMutableBufferPointer<UInt64>.allocate(capacity: 2 * count)
    defer { times.deallocate() }
    let delay = Delay(nanoseconds: 20_000, clock: Self.clock)
    let lost = try Self.meet(producer: .mute, consumer: .none) { side, tests, _ in
      Producing.wakingOneByOne(
        side, times: .init(rebasing: times[..<count]), tests: tests, fallsAsleep: delay, injected: .none)
    } _: { side, tests, _ in
      Consuming.sleepingOneByOne(
        side, times: .init(rebasing: times[count...]), tests: tests, checking: true)
    }
    #expect(lost.counts.missed == UInt64(count))
    #expect(lost.popped == UInt64(count) && lost.tally.bad == 0)
    #expect(ContinuousClock.now - begin > .milliseconds(10))
  }

  @Test func withoutBarriersTheHardwareLosesWakeUps() throws {
    let isAlone = try Machine.current().allowedCPUs.count < 2
    var counts = WakeUpCounts(rounds: 0, missed: 0)
    while counts.rounds < 5_000_000, counts.missed == 0 {
      let more = try #require(try Self.run("none", .wakeRounds, ms: 50).wakeUps)
      counts = WakeUpCounts(rounds: counts.rounds + more.rounds, missed: counts.missed + more.missed)
      // A CPU sees its own accesses in order: there is nothing to wait for.
      if isAlone, counts.rounds > 1000 { break }
    }
    #if arch(x86_64) || arch(arm64)
      #expect((counts.missed > 0) != isAlone, "\(counts.missed) of \(counts.rounds)")
    #else
      #expect(counts.rounds > 0)
    #endif
  }

  @Test func fullBarriersLoseNoneInAMillionRounds() throws {
    var counts = WakeUpCounts(rounds: 0, missed: 0)
    let enough: UInt64 = try Machine.current().allowedCPUs.count < 2 ? 1000 : 1_000_000
    while counts.rounds < enough {
      let more = try #require(try Self.run("full-fence", .wakeRounds, ms: 200).wakeUps)
      counts = WakeUpCounts(rounds: counts.rounds + more.rounds, missed: counts.missed + more.missed)
    }
    #expect(counts.missed == 0, "\(counts.missed) of \(counts.rounds)")
  }

  @Test(arguments: Catalogue.entries.filter(\.claimsWakeUps).map(\.name))
  func strategiesThatClaimWakeUpsLoseNone(name: String) throws {
    if name == "membarrier", rb_membarrier_register() != 0 {
      #expect(throws: TrialError.self) { try Self.run(name, .wakeRounds, ms: 1) }
      return
    }
    for workload in [Workload.wakeRounds, .wakeLatency, .wakeThroughput] {
      let result = try Self.run(name, workload, ms: 50)
      let counts = try #require(result.wakeUps)
      #expect(counts.missed == 0, "\(workload.rawValue): \(counts.missed) of \(counts.rounds)")
      let check = try #require(result.check)
      #expect(check.checked > 0 && check.bad == 0)
    }
  }

  @Test func aWakeUpTakesTimeAndItsCostOnTheProducerIsMeasured() throws {
    let latency = try #require(try Self.run("full-fence", .wakeLatency, ms: 50).latency)
    // From one CPU through the kernel to the other: never in less than a system call.
    #expect(latency.p50Ns > 100 && latency.p50Ns <= latency.p99Ns)
    #expect(try Self.run("full-fence", .wakeCost, ms: 10).nsPerOperation.median > 0)
    #expect(try Self.run("full-fence", .wakeThroughput, ms: 10).operations > 0)
  }

  @Test func aKernelWithoutMembarrierIsASentence() {
    let error = #expect(throws: TrialError.self) { try Membarrier.register { 38 } }
    #expect(error?.description.hasPrefix("membarrier(2)") == true)
    #expect(error?.description.hasSuffix("is not available here") == true)
  }
}
