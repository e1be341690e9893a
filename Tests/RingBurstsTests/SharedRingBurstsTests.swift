import AIORing
import Testing

@testable import RingBursts

/// What the consumer of a shared ring says of what its producers pushed, on one thread.
@Suite struct SharedRingBurstsTests {
  private static let slots: UInt32 = 8

  /// The consumer's tally after bursts in which two producers pushed the events with these numbers, the first one's first.
  private func tally(_ bursts: [(first: [UInt64], second: [UInt64])]) throws -> EventTally {
    let ring = try MappedRing<SequencedLayout>(slots: Self.slots)
    let memory = HardwareMemory<SequencedLayout, OrdinaryStores>(ring, stores: OrdinaryStores())
    let barriers = AssignedBarriers(claim: .acquire, publish: .release, observe: .acquire, retire: .release)
    var producer = SharedProducer(memory: memory, barriers: barriers, sharing: .fetchAdd)
    var side = SharedConsumingSide(
      consumer: Consumer(memory: memory, barriers: barriers, indexUse: IndexUseKind.fresh),
      producers: 2, slots: Self.slots, polling: .pause)
    for burst in bursts {
      for (number, events) in [burst.first, burst.second].enumerated() {
        for event in events {
          let sequence = EventSequence(slots: Self.slots, producer: number, from: event)
          #expect(Bool(producer.push(sequence.event)))
        }
      }
      side.burst(count: burst.first.count, checking: true, delay: .none)
    }
    withExtendedLifetime(ring.locks) {}
    return side.tally
  }

  @Test func `Each producer's events may come in its order, lap after lap`() throws {
    let laps = stride(from: UInt64(0), to: 27, by: 3).map { first in [first, first + 1, first + 2] }
    let bad = try tally(laps.map { (first: $0, second: $0) }).bad
    #expect(bad == 0)
  }

  @Test(arguments: [0, 1])
  func `Of an event that never came the one after it is bad, and no more`(loser: Int) throws {
    let (whole, lost): ([UInt64], [UInt64]) = ([0, 1, 2, 3], [0, 2, 3, 4])
    let burst = loser == 0 ? (lost, whole) : (whole, lost)
    let tally = try tally([burst, ([4, 5], [4, 5])])
    #expect(tally.kinds == [.lost: 1])
    #expect(tally.first.first?.expectedSequence == EventSequence(slots: 8, producer: loser, from: 1).sequence)
  }

  @Test(arguments: [0, 1])
  func `An event that comes twice is bad once, and those after it are not`(repeater: Int) throws {
    let (whole, twice): ([UInt64], [UInt64]) = ([0, 1, 2, 3], [0, 1, 1, 2])
    let tally = try tally([repeater == 0 ? (twice, whole) : (whole, twice)])
    #expect(tally.kinds == [.duplicate: 1])
  }
}
