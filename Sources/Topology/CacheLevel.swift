/// The data or unified caches of one level and size that have a CPU this process may use.
public struct CacheLevel: Hashable, Codable, Sendable {
  /// 1, 2, 3, …
  public let level: Int
  /// How many there are.
  public let count: Int
  /// Bytes of one; 0 where the machine does not say.
  public let bytes: Int
  /// Bytes of a line; 0 where the machine does not say.
  public let lineBytes: Int

  enum CodingKeys: String, CodingKey {
    case level, count, bytes
    case lineBytes = "line_bytes"
  }
}
