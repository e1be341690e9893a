/// How many lower bits of a number count, and what becomes of the others.
struct WordWidth: Equatable, Sendable {
  /// 8, 16, 32 or 64.
  let bits: Int
  /// Above them are copies of their sign, not zeros.
  let isSigned: Bool

  static let all = WordWidth(bits: 64, isSigned: true)
  /// The lower half of a register.
  static let zeroExtended = WordWidth(bits: 32, isSigned: false)
  static let signExtended = WordWidth(bits: 32, isSigned: true)

  func callAsFunction(_ number: Int64) -> Int64 {
    let unused = Int64(64 - bits)
    let top = number << unused
    return isSigned ? top >> unused : Int64(bitPattern: UInt64(bitPattern: top) >> UInt64(unused))
  }

  /// Whether such a word holds the number.
  func holds(_ number: Int64) -> Bool { self(number) == number }
}
