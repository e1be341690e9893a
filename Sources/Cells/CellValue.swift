/// A number that was loaded or computed. On hardware it is the number alone; in the checker it remembers the loads that
/// it depends on, which some machines keep in order by that.
///
/// Arithmetic wraps. A comparison gives a `Bool`, and what the thread does from there on depends on it.
public struct CellValue<Memory: CellMemory, Number: CellNumber>: Sendable, ExpressibleByIntegerLiteral {
  @usableFromInline let raw: Number
  @usableFromInline let trace: Memory.Trace

  @inlinable @inline(__always)
  public init(_ number: Number, _ trace: Memory.Trace) { (raw, self.trace) = (number, trace) }

  /// A number that depends on no load.
  @inlinable @inline(__always)
  public init(_ number: Number) { self.init(number, Memory.untraced) }

  @inlinable @inline(__always)
  public init(integerLiteral number: Number.IntegerLiteralType) { self.init(Number(integerLiteral: number)) }

  /// The number itself. The checker can tell no longer what depends on it: it assumes that nothing does.
  @inlinable @inline(__always)
  public var number: Number { Memory.reveal(raw, trace) }

  /// For a memory: the number and its trace.
  @inlinable @inline(__always)
  public var parts: (number: Number, trace: Memory.Trace) { (raw, trace) }

  @inlinable @inline(__always)
  func combined(_ other: Self, _ operation: (Number, Number) -> Number) -> Self {
    Self(operation(raw, other.raw), Memory.joined(trace, other.trace))
  }

  /// The same number as another type, cut off if it does not fit.
  @inlinable @inline(__always)
  public func converted<Other: CellNumber>(to type: Other.Type) -> CellValue<Memory, Other> {
    CellValue<Memory, Other>(Other(truncatingIfNeeded: raw), trace)
  }
}

extension CellValue {
  @inlinable @inline(__always)
  public static func + (left: Self, right: Self) -> Self { left.combined(right, &+) }
  @inlinable @inline(__always)
  public static func - (left: Self, right: Self) -> Self { left.combined(right, &-) }
  @inlinable @inline(__always)
  public static func * (left: Self, right: Self) -> Self { left.combined(right, &*) }
  /// The remainder of a division by a number that is not zero.
  @inlinable @inline(__always)
  public static func % (left: Self, right: Number) -> Self { Self(left.raw % right, left.trace) }
  @inlinable @inline(__always)
  public static func & (left: Self, right: Self) -> Self { left.combined(right, &) }
  @inlinable @inline(__always)
  public static func | (left: Self, right: Self) -> Self { left.combined(right, |) }
  @inlinable @inline(__always)
  public static func ^ (left: Self, right: Self) -> Self { left.combined(right, ^) }
  @inlinable @inline(__always)
  public static func >> (left: Self, right: Number) -> Self { Self(left.raw >> right, left.trace) }
  @inlinable @inline(__always)
  public static func << (left: Self, right: Number) -> Self { Self(left.raw << right, left.trace) }

  @inlinable @inline(__always)
  func decided(_ other: Self, _ outcome: Bool) -> Bool {
    Memory.decide(outcome, Memory.joined(trace, other.trace))
  }
  @inlinable @inline(__always)
  public static func == (left: Self, right: Self) -> Bool { left.decided(right, left.raw == right.raw) }
  @inlinable @inline(__always)
  public static func != (left: Self, right: Self) -> Bool { left.decided(right, left.raw != right.raw) }
  @inlinable @inline(__always)
  public static func < (left: Self, right: Self) -> Bool { left.decided(right, left.raw < right.raw) }
  @inlinable @inline(__always)
  public static func > (left: Self, right: Self) -> Bool { left.decided(right, left.raw > right.raw) }
  @inlinable @inline(__always)
  public static func <= (left: Self, right: Self) -> Bool { left.decided(right, left.raw <= right.raw) }
  @inlinable @inline(__always)
  public static func >= (left: Self, right: Self) -> Bool { left.decided(right, left.raw >= right.raw) }
}
