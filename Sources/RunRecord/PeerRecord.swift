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

  public init(name: String, about: String, library: String?, compiler: String, batches: Bool) {
    (self.name, self.about, self.library) = (name, about, library)
    (self.compiler, self.batches) = (compiler, batches)
  }
}
