/// The nearest thing that two CPUs share: what a cache line travels through between them.
public enum DistanceClass: String, CaseIterable, Codable, Sendable, Comparable {
  /// Both threads on one CPU: they take turns and never run at the same time.
  case sameCPU = "same-cpu"
  /// SMT siblings.
  case sameCore = "same-core"
  case sharedL2 = "shared-l2"
  case sharedL3 = "shared-l3"
  case sameNUMANode = "same-numa-node"
  case samePackage = "same-package"
  case acrossPackages = "across-packages"

  /// Those of two different CPUs, nearest first.
  public static let ofTwoCPUs = allCases.filter { $0 != .sameCPU }

  /// Nearer comes first.
  public static func < (one: Self, other: Self) -> Bool { one.rank < other.rank }

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? Self.allCases.count }
}
