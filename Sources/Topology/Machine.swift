/// A machine: its CPUs, what they share, and which of them this process may use.
public struct Machine: Codable, Sendable {
  /// As the operating system names it.
  public let cpuModel: String?
  public let packages: Int
  public let cores: Int
  /// Operating system numbers of the NUMA nodes.
  public let numaNodes: [Int]
  /// Nearest the CPU first.
  public let caches: [CacheLevel]
  /// All CPUs, allowed or not, by number.
  public let cpus: [PlacedCPU]

  enum CodingKeys: String, CodingKey {
    case packages, cores, caches, cpus
    case cpuModel = "cpu_model"
    case numaNodes = "numa_nodes"
  }

  /// This machine, as the calling thread may use it: hwloc's allowed CPUs (the cgroup's cpuset) that are also in
  /// the thread's affinity mask.
  public static func current() throws(TopologyError) -> Machine {
    try Machine(LoadedTopology(.thisMachine))
  }

  /// A machine recorded with lstopo(1) or hwloc's XML export.
  public init(xml path: String) throws(TopologyError) {
    try self.init(LoadedTopology(.xml(path)))
  }

  /// A machine made up, in the words of hwloc's synthetic descriptions: `package:2 l3:1 core:4 pu:2`.
  public init(synthetic description: String) throws(TopologyError) {
    try self.init(LoadedTopology(.synthetic(description)))
  }

  /// Whether any core has more than one CPU.
  public var hasSMT: Bool {
    let cores = cpus.compactMap(\.core)
    return Set(cores).count < cores.count
  }

  /// The CPUs this process may run on, by number.
  public var allowedCPUs: [CPU] { cpus.filter(\.allowed).map(\.cpu) }

  /// All CPUs of the core that `cpu` is on, itself among them.
  public func siblings(of cpu: CPU) -> [CPU] {
    guard let core = cpus.first(where: { $0.cpu == cpu })?.core else { return [cpu] }
    return cpus.filter { $0.core == core }.map(\.cpu)
  }

  init(_ loaded: LoadedTopology) {
    cpuModel = loaded.cpuModel
    packages = loaded.count(of: .package)
    cores = loaded.count(of: .core)
    numaNodes = loaded.numaNodes
    caches = loaded.caches
    cpus = loaded.placedCPUs
  }
}
