/// A CPU and what it belongs to. Numbers are hwloc's logical ones, counted over the machine for each kind of thing;
/// nil where the machine does not say.
public struct PlacedCPU: Hashable, Codable, Sendable {
  public let cpu: CPU
  /// Whether this process may run here: its affinity mask and its cgroup's cpuset.
  public var allowed: Bool
  public let core: Int?
  public let l2: Int?
  public let l3: Int?
  /// The operating system's number of the nearest NUMA node.
  public let numaNode: Int?
  public let package: Int?

  enum CodingKeys: String, CodingKey {
    case cpu, allowed, core, l2, l3, package
    case numaNode = "numa_node"
  }

  /// How far it is from another CPU of the same machine.
  public func distance(to other: PlacedCPU) -> DistanceClass {
    func both(_ thing: KeyPath<PlacedCPU, Int?>) -> Bool {
      self[keyPath: thing] != nil && self[keyPath: thing] == other[keyPath: thing]
    }
    if cpu == other.cpu { return .sameCPU }
    if both(\.core) { return .sameCore }
    if both(\.l2) { return .sharedL2 }
    if both(\.l3) { return .sharedL3 }
    // Before the NUMA node: some virtual machines put all packages into one node.
    if package != other.package { return .acrossPackages }
    return both(\.numaNode) ? .sameNUMANode : .samePackage
  }
}
