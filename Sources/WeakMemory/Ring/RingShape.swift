import AIORing

/// A run of the ring that puts some of its edges to the test.
public enum RingShape: String, CaseIterable, Sendable, Codable {
  /// One push and one pop: can the consumer see the new tail and a stale event?
  case publishObserve = "publish-observe"
  /// A full ring is popped and refilled: can the pop read the event that replaces the one it pops?
  case claimRetire = "claim-retire"
  /// A push that wakes, and a consumer that goes to sleep: can they miss each other?
  case wakeSleep = "wake-sleep"
  /// Any number of pushes and pops: any event that is not the one due.
  case ring

  /// The edges that the shape puts to the test.
  public var edges: [Edge] {
    switch self {
    case .publishObserve: [.publish, .observe]
    case .claimRetire: [.claim, .retire]
    case .wakeSleep: [.wake, .sleep]
    case .ring: [.claim, .publish, .observe, .retire]
    }
  }
}
