import AIORing
import RunRecord

/// Bad events as the consumer finds them: counted by kind, the first few kept.
package struct EventTally {
  private(set) var bad: UInt64 = 0
  private(set) var kinds: [BadEventKind: UInt64] = [:]
  private(set) var first: [BadEvent] = []

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

  /// Notes an event that was not due. Out of line: the hot loop pays one call where something is wrong.
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

  /// The tally of `checked` events, as it is written.
  package func record(checked: UInt64) -> EventCheck {
    EventCheck(
      checked: checked, bad: bad,
      kinds: Dictionary(uniqueKeysWithValues: kinds.map { ($0.key.rawValue, $0.value) }),
      first: first.map { bad in
        BadEventRecord(
          kind: bad.kind.rawValue, expectedSequence: bad.expectedSequence, expectedLap: bad.expectedLap,
          words: [bad.event.data, bad.event.obj, bad.event.res, bad.event.res2].map {
            "0x" + String($0, radix: 16)
          })
      })
  }
}
