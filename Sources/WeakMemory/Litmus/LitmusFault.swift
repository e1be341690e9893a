/// Why a run of a thread has no meaning, and the line. It is given out as a result of the thread, so that a test is
/// refused only if an execution that the model allows runs into it: herd7 does the same with an access through a number
/// (herdtools7, pull requests 1513 and 1520).
struct LitmusFault: Equatable, Sendable {
  /// What went wrong.
  enum Kind: Int64, CaseIterable, Sendable {
    case noAddress, wideLoad, narrowStore, otherReservation
    case unorderedSameLocation, lockAsVariable, variableAsLock
  }

  var kind: Kind
  /// Line of the file, from 1.
  var line: Int

  init(_ kind: Kind, line: Int) { (self.kind, self.line) = (kind, line) }

  /// The fault that a number stands for; nil for 0, which is none.
  init?(number: Int64) {
    let (line, kind) = number.quotientAndRemainder(dividingBy: Self.kinds)
    guard line > 0, let kind = Kind(rawValue: kind) else { return nil }
    self.init(kind, line: Int(line))
  }

  /// The number that stands for it; never 0, since lines count from 1.
  var number: Int64 { Int64(line) * Self.kinds + kind.rawValue }

  private static let kinds = Int64(Kind.allCases.count)

  /// What the user is told.
  var error: LitmusError {
    let reason =
      switch kind {
      case .noAddress: "an access through a value that is no address"
      case .wideLoad:
        "a load of more bytes than the variable has: what lies beside it is not known; int64_t or uint64_t declares 8"
      case .narrowStore:
        "an access to part of a word: the variable holds more than the narrowest store to it changes"
      case .otherReservation: "a store-exclusive to another address than its load-exclusive's"
      case .unorderedSameLocation:
        "two accesses to the same variable in one expression, which C and herd7 leave unordered"
      case .lockAsVariable: "a variable that is used both as a spinlock and as a variable"
      case .variableAsLock: "a lock function on something that is not declared as a spinlock"
      }
    return .unsupported(reason, line: line)
  }
}
