/// What a model warns of beside its verdict, by herd7's names.
public enum ModelFlag: String, Sendable, CaseIterable, Comparable {
  /// Two accesses of one variable race, at least one of them plain.
  case dataRace = "data-race"
  /// A thread accesses a variable plainly and by a marked access with nothing between that holds the compiler.
  case mixedAccesses = "mixed-accesses"
  /// A spin_unlock() without a spin_lock() before it on its thread.
  case unmatchedUnlock = "unmatched-unlock"
  /// An rcu_read_lock() without an rcu_read_unlock(), or the other way round.
  case unbalancedRCULock = "unbalanced-rcu-lock"
  case unbalancedRCUUnlock = "unbalanced-rcu-unlock"
  /// An index of srcu_read_lock() that reaches no srcu_read_unlock(), one that reaches several, an
  /// srcu_read_unlock() of no such index, and one that got another number than its lock gave.
  case unbalancedSRCULock = "unbalanced-srcu-lock"
  case unbalancedSRCUUnlock = "unbalanced-srcu-unlock"
  case multipleSRCUMatches = "multiple-srcu-matches"
  case badSRCUValueMatch = "bad-srcu-value-match"
  /// A synchronize_srcu() within an RCU read-side section.
  case invalidSleep = "invalid-sleep"

  /// Whether the model says by it that the test itself is none: what its executions then mean, nobody promises.
  var isInvalidTest: Bool { self != .dataRace && self != .mixedAccesses }

  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
