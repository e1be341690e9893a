/// How many bits of a number count, and what the others become.
enum WordWidth: Sendable {
  /// All 64.
  case all
  /// The lower 32, above which there are zeros.
  case zeroExtended
  /// The lower 32, above which there are copies of their sign.
  case signExtended

  func callAsFunction(_ number: Int64) -> Int64 {
    switch self {
    case .all: number
    case .zeroExtended: Int64(UInt32(truncatingIfNeeded: number))
    case .signExtended: Int64(Int32(truncatingIfNeeded: number))
    }
  }
}
