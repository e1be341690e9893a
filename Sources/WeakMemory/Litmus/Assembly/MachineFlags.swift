/// The flags that an instruction sets: negative, zero, carry and overflow, as bits of a number. A carry is Arm's: set after
/// a subtraction that needs no borrow.
struct MachineFlags: Sendable, Equatable {
  /// What is done to the two values.
  enum Kind: Sendable, Equatable { case difference, sum, logic }

  static let negative: Int64 = 8
  static let zero: Int64 = 4
  static let carry: Int64 = 2
  static let overflow: Int64 = 1

  let kind: Kind
  /// Of 32 bits, given by their sign; else of 64.
  let isWord: Bool
  /// x86 has a carry where a subtraction borrows, so that the carry of a sum is noted as no borrow would be.
  let carryIsBorrow: Bool

  func callAsFunction(_ left: Int64, _ right: Int64) -> Int64 {
    // An address is no word: a comparison with one is one of 64 bits.
    if isWord, let left = Int32(exactly: left), let right = Int32(exactly: right) {
      return flags(of: left, right, UInt32.init(bitPattern:))
    }
    return flags(of: left, right, UInt64.init(bitPattern:))
  }

  private func flags<Number: FixedWidthInteger & SignedInteger, Magnitude: FixedWidthInteger>(
    of left: Number, _ right: Number, _ magnitude: (Number) -> Magnitude
  ) -> Int64 {
    let (result, overflows, carries): (Number, Bool, Bool)
    switch kind {
    case .difference:
      (result, overflows) = left.subtractingReportingOverflow(right)
      carries = magnitude(left) >= magnitude(right)
    case .sum:
      (result, overflows) = left.addingReportingOverflow(right)
      carries = (magnitude(result) < magnitude(left)) != carryIsBorrow
    case .logic: (result, overflows, carries) = (left & right, false, carryIsBorrow)
    }
    return (result < 0 ? Self.negative : 0) | (result == 0 ? Self.zero : 0) | (carries ? Self.carry : 0)
      | (overflows ? Self.overflow : 0)
  }

  /// What a branch or a selection asks of the flags.
  enum Condition: Sendable, Equatable {
    case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
    // Of values without a sign.
    case lower, lowerOrSame, higher, higherOrSame
    case negative, notNegative, overflow, noOverflow

    func callAsFunction(_ flags: Int64) -> Bool {
      func isSet(_ flag: Int64) -> Bool { flags & flag != 0 }
      let isLess = isSet(MachineFlags.negative) != isSet(MachineFlags.overflow)
      let (isZero, isCarried) = (isSet(MachineFlags.zero), isSet(MachineFlags.carry))
      return switch self {
      case .equal: isZero
      case .notEqual: !isZero
      case .less: isLess
      case .lessOrEqual: isLess || isZero
      case .greater: !isLess && !isZero
      case .greaterOrEqual: !isLess
      case .lower: !isCarried
      case .lowerOrSame: !isCarried || isZero
      case .higher: isCarried && !isZero
      case .higherOrSame: isCarried
      case .negative: isSet(MachineFlags.negative)
      case .notNegative: !isSet(MachineFlags.negative)
      case .overflow: isSet(MachineFlags.overflow)
      case .noOverflow: !isSet(MachineFlags.overflow)
      }
    }
  }
}
