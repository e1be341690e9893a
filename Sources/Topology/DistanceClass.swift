/// The smallest thing that two CPUs share: what a cache line travels through between them.
public enum DistanceClass: String, CaseIterable, Codable, Sendable, Comparable {
  /// Both threads on one CPU: they take turns and never run at the same time.
  case sameCPU = "same-cpu"
  /// SMT siblings.
  case sameCore = "same-core"
  case sharedL2 = "shared-l2"
  /// A group of cores inside a package, as the kernel's cluster_cpus lists them: a cluster of Kunpeng 920.
  case sameCluster = "same-cluster"
  case sharedL3 = "shared-l3"
  case sharedL4 = "shared-l4"
  /// A die of a package of several.
  case sameDie = "same-die"
  case sameNUMANode = "same-numa-node"
  case samePackage = "same-package"
  /// A group of packages of IBM Z.
  case sameBook = "same-book"
  /// A group of books of IBM Z.
  case sameDrawer = "same-drawer"
  case acrossPackages = "across-packages"

  /// Those of two different CPUs, nearest first.
  public static let ofTwoCPUs = allCases.filter { $0 != .sameCPU }

  /// Nearer comes first.
  public static func < (one: Self, other: Self) -> Bool { one.rank < other.rank }

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? Self.allCases.count }
}
