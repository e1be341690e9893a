/// The sizes of the ring that is run, and how much of it is.
public struct RingSizes: Sendable, Equatable, Codable {
  /// Pushes and pops in ``RingShape/ring``; the other shapes have their own.
  public var pushes: Int
  public var pops: Int
  /// Events that the ring holds.
  public var capacity: Int
  /// Words of an event, each read and written on its own.
  public var words: Int
  /// Events that are pushed, and popped, together in ``RingShape/ring``; nil: each by itself.
  public var batch: Int?

  /// What each of them may be.
  public static let range = 1...65536

  /// The smallest sizes with which a slot is used a second time.
  public init(pushes: Int = 2, pops: Int = 2, capacity: Int = 1, words: Int = 1) {
    (self.pushes, self.pops, self.capacity, self.words) = (pushes, pops, capacity, words)
  }
}
