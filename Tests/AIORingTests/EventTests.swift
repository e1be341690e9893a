import Testing

@testable import AIORing

@Suite("An event that is not due") struct EventTests {
  /// The sequence after `count` events of a ring of 4 slots.
  private func sequence(after count: Int) -> EventSequence {
    var sequence = EventSequence(slots: 4)
    for _ in 0..<count { sequence.advance() }
    return sequence
  }

  @Test("is a stale lap when its slot still holds zeroes or an earlier lap's event")
  func staleLap() {
    #expect(sequence(after: 2).classify(IOEvent(data: 0, obj: 0, res: 0, res2: 0)) == .staleLap)
    #expect(sequence(after: 9).classify(IOEvent(sequence: 5, lap: 1)) == .staleLap)
    #expect(sequence(after: 9).classify(IOEvent(sequence: 1, lap: 0)) == .staleLap)
  }

  @Test("is a future lap when its slot was overwritten")
  func futureLap() { #expect(sequence(after: 5).classify(IOEvent(sequence: 9, lap: 2)) == .futureLap) }

  @Test("is a duplicate when it was consumed already, from another slot")
  func duplicate() { #expect(sequence(after: 6).classify(IOEvent(sequence: 5, lap: 1)) == .duplicate) }

  @Test("shows a loss when events before it never came")
  func lost() { #expect(sequence(after: 5).classify(IOEvent(sequence: 7, lap: 1)) == .lost) }

  @Test("is torn when its words are of two laps", arguments: 0..<4)
  func torn(word: Int) {
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

  @Test("fails its checksum when no lap wrote such words")
  func checksum() {
    let due = sequence(after: 9)
    var event = due.event
    event.res ^= 1 << 40
    #expect(!due.isDue(event))
    #expect(due.classify(event) == .checksum)
  }

  @Test("is not the one that is")
  func due() {
    for count in 0..<20 { #expect(sequence(after: count).isDue(sequence(after: count).event)) }
    #expect(!sequence(after: 3).isDue(sequence(after: 7).event))
  }
}
