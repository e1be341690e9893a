/// What a model warns of beside its verdict, by herd7's names.
public enum ModelFlag: String, Sendable, CaseIterable, Comparable {
  /// Two accesses of one variable race, at least one of them plain.
  case dataRace = "data-race"
  /// A thread accesses a variable plainly and by a marked access with nothing between that holds the compiler.
  case mixedAccesses = "mixed-accesses"
  /// A spin_unlock() without a spin_lock() before it on its thread.
  case unmatchedUnlock = "unmatched-unlock"

  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
