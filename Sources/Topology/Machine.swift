/// A machine: its CPUs, what they share, and which of them this process may use.
public struct Machine: Codable, Sendable {
  /// The processor, as the operating system names it.
  public let cpuModel: String?
  /// Packages, cores, dies and clusters that have an allowed CPU.
  public let packages: Int
  public let cores: Int
  /// nil where packages are not divided into dies.
  public let dies: Int?
  /// nil where cores are not grouped in clusters.
  public let clusters: Int?
  /// Operating system numbers of the NUMA nodes that have an allowed CPU.
  public let numaNodes: [Int]
  /// Distances between NUMA nodes; nil where the machine does not say.
  public let numaHops: NUMAHops?
  /// Nearest the CPU first; one entry for each size of a level.
  public let caches: [CacheLevel]
  /// The kinds of CPU, the fastest first where ``kindsAreRanked``; nil where all CPUs are alike.
  public let kinds: [CPUKind]?
  /// Whether the machine says which kind is faster; nil where all CPUs are alike.
  public let kindsAreRanked: Bool?
  /// All CPUs, allowed or not, by number.
  public let cpus: [PlacedCPU]

  enum CodingKeys: String, CodingKey {
    case packages, cores, dies, clusters, caches, kinds, cpus
    case cpuModel = "cpu_model"
    case numaNodes = "numa_nodes"
    case numaHops = "numa_hops"
    case kindsAreRanked = "kinds_are_ranked"
  }

  /// This machine, as the calling thread may use it: hwloc's allowed CPUs (the cgroup's cpuset) that are also in
  /// the thread's affinity mask.
  ///
  /// - Throws: ``TopologyError/foreignTopology(variables:)`` where the environment makes hwloc describe another
  ///   machine, ``TopologyError/cannotLoad(reason:)`` where it describes none.
  public static func current() throws(TopologyError) -> Machine {
    let loaded = try LoadedTopology(.thisMachine)
    guard loaded.isThisSystem else {
      throw .foreignTopology(variables: LoadedTopology.variablesThatReplaceTheMachine)
    }
    return try Machine(loaded)
  }

  /// A machine recorded with lstopo(1) or hwloc's XML export, read in this process.
  ///
  /// libhwloc crashes on some damaged documents: ``RecordedTopologyReader`` reads one in a child process.
  init(xml document: [UInt8]) throws(TopologyError) {
    try self.init(LoadedTopology(.xml(document)))
  }

  /// A made-up machine in the words of hwloc's synthetic descriptions: `package:2 l3:1 core:4 pu:2`.
  ///
  /// - Throws: ``TopologyError/badSynthetic(_:)``.
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

  private init(_ loaded: borrowing LoadedTopology) throws(TopologyError) {
    let cpus = try loaded.placedCPUs()
    let allowed = cpus.filter(\.allowed)
    func count(_ thing: (PlacedCPU) -> Int?) -> Int { Set(allowed.compactMap(thing)).count }
    self.cpus = cpus
    cpuModel = loaded.cpuModel
    packages = count(\.package)
    cores = count(\.core)
    dies = cpus.contains { $0.die != nil } ? count(\.die) : nil
    clusters = cpus.contains { $0.cluster != nil } ? count(\.cluster) : nil
    let allowedNumbers = Set(allowed.map(\.cpu))
    numaNodes = loaded.numaNodes(with: allowedNumbers)
    numaHops = loaded.numaHops
    caches = try loaded.caches(with: allowedNumbers)
    kinds = loaded.kinds.count > 1 ? loaded.kinds.map(\.kind) : nil
    kindsAreRanked = kinds == nil ? nil : loaded.kinds.allSatisfy(\.isRanked)
  }
}
