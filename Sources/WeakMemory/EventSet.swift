/// A set of events of one execution, by number: a row of a relation's bit matrix.
public typealias EventSet = UInt128

extension EventSet {
  /// How many events a set can tell apart: the bound on an execution's size.
  public static let capacity = 128

  /// The set of one event.
  @inline(__always)
  static func only(_ event: Int) -> EventSet { 1 &<< EventSet(truncatingIfNeeded: event) }

  /// The first `count` events.
  @inline(__always)
  static func first(_ count: Int) -> EventSet { count >= capacity ? ~0 : only(count) &- 1 }

  @inline(__always)
  func contains(_ event: Int) -> Bool { (self &>> EventSet(truncatingIfNeeded: event)) & 1 != 0 }

  /// Calls `body` with each member, in ascending order.
  @inline(__always)
  func forEachMember(_ body: (Int) -> Void) {
    var low = UInt64(truncatingIfNeeded: self)
    while low != 0 {
      body(low.trailingZeroBitCount)
      low &= low &- 1
    }
    var high = UInt64(truncatingIfNeeded: self &>> 64)
    while high != 0 {
      body(64 + high.trailingZeroBitCount)
      high &= high &- 1
    }
  }
}
