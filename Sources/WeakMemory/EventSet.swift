/// A set of events of one execution, by number: a row of a relation's bit matrix.
struct EventSet: Equatable, Sendable {
  private var bits: UInt128

  @inline(__always)
  private init(bits: UInt128) { self.bits = bits }

  /// The number of events that a set can tell apart: the bound on an execution's size.
  static let maximumCount = 128

  /// No event.
  @inline(__always)
  static var none: EventSet { EventSet(bits: 0) }

  /// Every event there can be.
  @inline(__always)
  static var all: EventSet { EventSet(bits: ~0) }

  /// The set of one event.
  @inline(__always)
  static func only(_ event: Int) -> EventSet { EventSet(bits: 1 &<< UInt128(truncatingIfNeeded: event)) }

  /// The events before `count`.
  @inline(__always)
  static func before(_ count: Int) -> EventSet {
    count >= maximumCount ? all : EventSet(bits: only(count).bits &- 1)
  }

  @inline(__always)
  var isEmpty: Bool { bits == 0 }

  /// The member with the lowest number.
  var first: Int? { isEmpty ? nil : bits.trailingZeroBitCount }

  @inline(__always)
  func contains(_ event: Int) -> Bool { (bits &>> UInt128(truncatingIfNeeded: event)) & 1 != 0 }

  /// Union.
  @inline(__always)
  static func | (left: EventSet, right: EventSet) -> EventSet { EventSet(bits: left.bits | right.bits) }

  /// Intersection.
  @inline(__always)
  static func & (left: EventSet, right: EventSet) -> EventSet { EventSet(bits: left.bits & right.bits) }

  /// Complement.
  @inline(__always)
  static prefix func ~ (set: EventSet) -> EventSet { EventSet(bits: ~set.bits) }

  @inline(__always)
  static func |= (left: inout EventSet, right: EventSet) { left.bits |= right.bits }

  @inline(__always)
  static func &= (left: inout EventSet, right: EventSet) { left.bits &= right.bits }

  /// Calls `body` with each member, in ascending order.
  @inline(__always)
  func forEachMember(_ body: (Int) -> Void) {
    var low = UInt64(truncatingIfNeeded: bits)
    while low != 0 {
      body(low.trailingZeroBitCount)
      low &= low &- 1
    }
    var high = UInt64(truncatingIfNeeded: bits &>> 64)
    while high != 0 {
      body(64 + high.trailingZeroBitCount)
      high &= high &- 1
    }
  }
}
