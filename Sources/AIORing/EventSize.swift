/// The bytes that an event takes in its ring: whole 64-bit words. What belongs to an event's words is always the same
/// (``IOEvent``); fewer words leave out those that the others determine, and further words repeat what they are.
public struct EventSize: Hashable, Sendable, Comparable {
  /// 64-bit words.
  public let words: Int
  /// Bytes.
  @inlinable public var bytes: Int { words * 8 }

  /// `struct io_event`: 32 bytes.
  public static let usual = EventSize(words: IOEvent.words)
  /// The sizes that a ring can have, bytes.
  public static let limits = 8...512

  private init(words: Int) { self.words = words }

  /// Nil if `bytes` is not a multiple of 8 between 8 and 512.
  public init?(bytes: Int) {
    guard Self.limits.contains(bytes), bytes.isMultiple(of: 8) else { return nil }
    words = bytes / 8
  }

  public static func < (one: Self, other: Self) -> Bool { one.words < other.words }
}

// In files it is its bytes.
#if !hasFeature(Embedded)
  extension EventSize: Codable {
    public init(from decoder: any Decoder) throws {
      let bytes = try decoder.singleValueContainer().decode(Int.self)
      guard let size = EventSize(bytes: bytes) else {
        throw DecodingError.dataCorrupted(
          .init(
            codingPath: decoder.codingPath,
            debugDescription: "\(bytes) bytes are no event: a multiple of 8 up to \(Self.limits.upperBound)"))
      }
      self = size
    }

    public func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      try container.encode(bytes)
    }
  }
#endif
