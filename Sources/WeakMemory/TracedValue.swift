/// A number that remembers which reads it was computed from.
public struct TracedValue: Sendable, Equatable {
  /// The number itself.
  public let number: Int64
  /// The reads of this thread it depends on.
  let reads: ThreadEventSet
  /// The read whose value this is, unchanged.
  let origin: Int?

  init(number: Int64, reads: ThreadEventSet, origin: Int? = nil) {
    (self.number, self.reads, self.origin) = (number, reads, origin)
  }

  /// A number that depends on no read.
  public static func constant(_ number: Int64) -> TracedValue { TracedValue(number: number, reads: .none) }

  /// A number computed from this one.
  public func map(_ transform: (Int64) -> Int64) -> TracedValue {
    TracedValue(number: transform(number), reads: reads)
  }

  /// A number computed from two.
  public func combined(with other: TracedValue, _ transform: (Int64, Int64) -> Int64) -> TracedValue {
    TracedValue(number: transform(number, other.number), reads: reads | other.reads)
  }
}
