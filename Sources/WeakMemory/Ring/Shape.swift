import AIORing

/// What of the ring is run.
public enum Shape: String, CaseIterable, Sendable, Codable {
  /// One push and one pop: can the consumer see the new tail and a stale event?
  case publishObserve = "publish-observe"
  /// A full ring is popped and refilled: can the pop read the event that replaces the one it pops?
  case claimRetire = "claim-retire"
  /// A push that wakes and a consumer that goes to sleep: can each miss the other?
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

/// How much of a ring is run.
public struct RingSizes: Sendable, Equatable, Codable {
  /// Pushes and pops that ``Shape/ring`` makes; the other shapes have their own.
  public var pushes: Int
  public var pops: Int
  /// Events that the ring holds.
  public var capacity: Int
  /// Words of an event, each read and written on its own.
  public var words: Int

  /// The least that comes round to a slot a second time.
  public init(pushes: Int = 2, pops: Int = 2, capacity: Int = 1, words: Int = 1) {
    (self.pushes, self.pops, self.capacity, self.words) = (pushes, pops, capacity, words)
  }
}
