import AIORing

/// Bad events as the consumer finds them: counted by kind, the first few kept.
package struct EventTally {
  package private(set) var bad: UInt64 = 0
  package private(set) var kinds: [BadEventKind: UInt64] = [:]
  /// The first bad events, as they were read.
  package private(set) var first: [BadEvent] = []

  /// How many bad events are kept with their words.
  private static let kept = 8

  package init() {}

  /// The tallies of several consumers together.
  package init(merging tallies: [EventTally]) {
    for tally in tallies {
      bad += tally.bad
      kinds.merge(tally.kinds, uniquingKeysWith: +)
      first += tally.first.prefix(Self.kept - first.count)
    }
  }

  /// Notes an event that was not due. Not inlined: the hot loop contains one call, made only for a bad event.
  @inline(never)
  package mutating func note(_ event: IOEvent, due: EventSequence) {
    let kind = due.classify(event)
    bad += 1
    kinds[kind, default: 0] += 1
    if first.count < Self.kept {
      first.append(
        BadEvent(kind: kind, expectedSequence: due.sequence, expectedLap: due.lap, event: event))
    }
  }

  /// Notes that so many events never came.
  mutating func noteLost(_ count: UInt64) {
    guard count > 0 else { return }
    bad += count
    kinds[.lost, default: 0] += count
  }
}
