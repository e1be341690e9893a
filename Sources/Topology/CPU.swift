/// A logical CPU, by the number that the operating system gives it.
public struct CPU: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The number, as in /proc/cpuinfo and taskset(1).
  public let index: Int

  /// The CPU of that number.
  public init(_ index: Int) { self.index = index }

  public var description: String { String(index) }

  public static func < (one: CPU, other: CPU) -> Bool { one.index < other.index }
}

extension CPU: Codable {
  /// Reads a plain number.
  public init(from decoder: any Decoder) throws {
    index = try decoder.singleValueContainer().decode(Int.self)
  }

  /// Writes a plain number.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(index)
  }
}
