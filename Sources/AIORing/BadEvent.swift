/// What is wrong with a consumed event.
public enum BadEventKind: String, CaseIterable, Sendable {
  /// An intact event of an earlier lap, or the slot's initial zeroes: the slot had not been written yet.
  case staleLap = "stale-lap"
  /// Words of two different events of this slot.
  case torn
  /// An intact event of a later lap: the slot had been overwritten already.
  case futureLap = "future-lap"
  /// An event that was consumed before.
  case duplicate
  /// An intact later event: the ones before it never came.
  case lost
  /// Words that do not belong together and that no lap of this slot wrote.
  case checksum

  /// The edges at which a missing order shows itself so.
  public var edges: [Edge] {
    switch self {
    case .staleLap, .duplicate: [.publish, .observe]
    case .futureLap: [.claim, .retire]
    case .lost: [.claim, .retire]
    case .torn: [.publish, .observe, .claim, .retire]
    case .checksum: [.publish, .observe, .claim, .retire]
    }
  }
}

/// A bad event as it was seen, and what was due in its place.
public struct BadEvent: Sendable, Equatable {
  public var kind: BadEventKind
  /// The sequence number that was due.
  public var expectedSequence: UInt64
  /// The lap that was due.
  public var expectedLap: UInt64
  /// The words as read.
  public var event: IOEvent

  /// A bad event and what was due in its place.
  public init(kind: BadEventKind, expectedSequence: UInt64, expectedLap: UInt64, event: IOEvent) {
    (self.kind, self.event) = (kind, event)
    (self.expectedSequence, self.expectedLap) = (expectedSequence, expectedLap)
  }
}
