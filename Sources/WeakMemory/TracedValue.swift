/// A number that remembers which reads it was computed from.
public struct TracedValue: Sendable, Equatable {
  /// The number itself.
  public let number: Int64
  /// The reads of this thread that it was computed from.
  let reads: ThreadEventSet
  /// Those of them that are part of the expression itself, not reached by way of a local variable.
  let direct: ThreadEventSet
  /// The reads that decided whether a local variable it was computed from was assigned, or which of several values a
  /// machine's instruction picked. A branch on this value depends on them too. In source code an address or a datum made
  /// of it does not; in machine code a store of such a datum does, and stores from such an address on.
  let control: ThreadEventSet
  /// The read whose value this is, unchanged.
  let origin: Int?

  init(
    number: Int64, reads: ThreadEventSet, direct: ThreadEventSet = .none, control: ThreadEventSet = .none,
    origin: Int? = nil
  ) {
    (self.number, self.reads, self.direct) = (number, reads, direct)
    (self.control, self.origin) = (control, origin)
  }

  /// A number that depends on no read.
  public static func constant(_ number: Int64) -> TracedValue { TracedValue(number: number, reads: .none) }

  /// A number computed from this one.
  public func map(_ transform: (Int64) -> Int64) -> TracedValue {
    TracedValue(number: transform(number), reads: reads, direct: direct, control: control)
  }

  /// A number computed from two.
  public func combined(with other: TracedValue, _ transform: (Int64, Int64) -> Int64) -> TracedValue {
    TracedValue(
      number: transform(number, other.number), reads: reads | other.reads, direct: direct | other.direct,
      control: control | other.control)
  }

  /// The same number, picked from several by the other value.
  func picked(by other: TracedValue) -> TracedValue {
    TracedValue(
      number: number, reads: reads, direct: direct, control: control | other.reads | other.control)
  }

  /// The same number with the other value's dependencies added to its own.
  func alsoDepending(on other: TracedValue) -> TracedValue {
    TracedValue(
      number: number, reads: reads | other.reads, direct: direct | other.direct,
      control: control | other.control, origin: origin)
  }
}
