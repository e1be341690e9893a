import AIORing

/// A peer of a campaign: a ring that is not of the catalogue, as it describes itself.
public struct PeerRecord: Codable, Hashable, Sendable {
  /// As rows name it.
  public var name: String
  /// One line of what it is, with its version where that is known.
  public var about: String
  /// The shared library's path; nil: the ring is the program's own, a Swift type.
  public var library: String?
  /// Of the compiler that made its loops.
  public var compiler: String
  /// Whether it can push and pop in batches.
  public var batches: Bool
  // As files have it: absent where one thread pushes.
  private var manyProducers: Bool?
  // As files have it: absent where events have 32 bytes.
  private var eventBytes: EventSize?

  /// Whether several threads may push at once.
  public var hasManyProducers: Bool { manyProducers ?? false }

  /// Of the events that it carries.
  public var eventSize: EventSize { eventBytes ?? .usual }

  public init(
    name: String, about: String, library: String?, compiler: String, batches: Bool,
    hasManyProducers: Bool = false, eventSize: EventSize = .usual
  ) {
    (self.name, self.about, self.library) = (name, about, library)
    (self.compiler, self.batches) = (compiler, batches)
    manyProducers = hasManyProducers ? true : nil
    eventBytes = eventSize == .usual ? nil : eventSize
  }
}
