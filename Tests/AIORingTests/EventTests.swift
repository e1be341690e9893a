import Testing

@testable import AIORing

@Suite struct EventTests {
  /// The sequence after `count` events of a ring of 4 slots.
  private func sequence(after count: Int) -> EventSequence {
    var sequence = EventSequence(slots: 4)
    for _ in 0..<count { sequence.advance() }
    return sequence
  }

  @Test func `An event of an earlier lap, or the zeroes of an unused slot, is a stale lap`() {
    #expect(sequence(after: 2).classify(IOEvent(data: 0, obj: 0, res: 0, res2: 0)) == .staleLap)
    #expect(sequence(after: 9).classify(IOEvent(sequence: 5, lap: 1)) == .staleLap)
    #expect(sequence(after: 9).classify(IOEvent(sequence: 1, lap: 0)) == .staleLap)
  }

  @Test func `An event of a later lap in its own slot is a future lap`() {
    #expect(sequence(after: 5).classify(IOEvent(sequence: 9, lap: 2)) == .futureLap)
  }

  @Test func `An event that was consumed before, from another slot, is a duplicate`() {
    #expect(sequence(after: 6).classify(IOEvent(sequence: 5, lap: 1)) == .duplicate)
  }

  @Test func `A later event from another slot shows that earlier ones were lost`() {
    #expect(sequence(after: 5).classify(IOEvent(sequence: 7, lap: 1)) == .lost)
  }

  @Test(arguments: 0..<4)
  func `An event with words of two laps is torn`(word: Int) {
    let due = sequence(after: 9)
    let old = IOEvent(sequence: 5, lap: 1)
    var event = due.event
    switch word {
    case 0: event.data = old.data
    case 1: event.obj = old.obj
    case 2: event.res = old.res
    default: event.res2 = old.res2
    }
    #expect(!due.isDue(event))
    #expect(due.classify(event) == .torn)
  }

  @Test func `An event with words that no lap wrote fails its checksum`() {
    let due = sequence(after: 9)
    var event = due.event
    event.res ^= 1 << 40
    #expect(!due.isDue(event))
    #expect(due.classify(event) == .checksum)
  }

  @Test func `Only the next event in sequence is due`() {
    for count in 0..<20 { #expect(sequence(after: count).isDue(sequence(after: count).event)) }
    #expect(!sequence(after: 3).isDue(sequence(after: 7).event))
  }
}
