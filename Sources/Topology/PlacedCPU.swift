/// A CPU and what it belongs to. The things of one sort are numbered over the machine; nil where the machine does not
/// say, or has none.
public struct PlacedCPU: Hashable, Codable, Sendable {
  public let cpu: CPU
  /// Whether this process may run here: its affinity mask and its cgroup's cpuset.
  public let allowed: Bool
  /// Index into ``Machine/kinds``.
  public let kind: Int?
  public let core: Int?
  public let l2: Int?
  /// The innermost group of cores inside the package, unless it is a NUMA node or holds several.
  public let cluster: Int?
  public let l3: Int?
  public let l4: Int?
  public let die: Int?
  /// The operating system's number of the nearest NUMA node.
  public let numaNode: Int?
  public let package: Int?
  public let book: Int?
  public let drawer: Int?

  enum CodingKeys: String, CodingKey {
    case cpu, allowed, kind, core, l2, cluster, l3, l4, die, package, book, drawer
    case numaNode = "numa_node"
  }
}
