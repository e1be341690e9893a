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
