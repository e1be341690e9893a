import Algorithms
import CHwloc
import Foundation

/// hwloc's own view of a machine, from which ``Machine`` is read.
struct LoadedTopology: ~Copyable {
  enum Source {
    case thisMachine
    case xml([UInt8])
    case synthetic(String)
  }

  private let handle: hwloc_topology_t
  private let isThisMachine: Bool
  /// Fastest first; empty where hwloc does not know of kinds.
  let kinds: [RankedKind]

  init(_ source: Source) throws(TopologyError) {
    var made: hwloc_topology_t?
    guard hwloc_topology_init(&made) == 0, let made else {
      throw .cannotLoad(reason: String(cString: strerror(errno)))
    }
    do throws(TopologyError) {
      // CPUs that are not allowed are shown too, and marked.
      hwloc_topology_set_flags(made, UInt(HWLOC_TOPOLOGY_FLAG_INCLUDE_DISALLOWED.rawValue))
      try Self.load(source, into: made)
    } catch {
      hwloc_topology_destroy(made)
      throw error
    }
    handle = made
    if case .thisMachine = source { isThisMachine = true } else { isThisMachine = false }
    kinds = Self.kinds(of: made)
  }

  deinit { hwloc_topology_destroy(handle) }

  private static func load(_ source: Source, into topology: hwloc_topology_t) throws(TopologyError) {
    switch source {
    case .thisMachine:
      guard hwloc_topology_load(topology) == 0 else {
        let reason = String(cString: strerror(errno))
        let variables = variablesThatReplaceTheMachine
        throw variables.isEmpty ? .cannotLoad(reason: reason) : .foreignTopology(variables: variables)
      }
    case .xml(let document):
      if let format = xmlFormat(of: document), format > Int(rb_hwloc_format()) {
        throw .newerFormat(format: format, newestReadable: Int(rb_hwloc_format()))
      }
      let loaded = document.withUnsafeBytes { bytes -> Bool in
        guard let start = bytes.bindMemory(to: CChar.self).baseAddress, let size = Int32(exactly: bytes.count)
        else { return false }
        return hwloc_topology_set_xmlbuffer(topology, start, size) == 0 && hwloc_topology_load(topology) == 0
      }
      guard loaded else { throw .badXML }
    case .synthetic(let description):
      guard hwloc_topology_set_synthetic(topology, description) == 0, hwloc_topology_load(topology) == 0
      else { throw .badSynthetic(description) }
    }
  }

  /// The major number in `<topology version="3.0">`: hwloc refuses a format that is newer than itself, but says so on
  /// standard error only. Format 1 has no number.
  private static func xmlFormat(of document: [UInt8]) -> Int? {
    let head = String(decoding: document.prefix(1 << 12), as: UTF8.self)
    return head.firstMatch(of: /<topology[^>]*\sversion="([0-9]{1,4})/).flatMap { Int($0.1) }
  }

  /// Whether the topology is that of the running system (hwloc_topology_is_thissystem()).
  var isThisSystem: Bool { hwloc_topology_is_thissystem(handle) != 0 }

  /// The environment variables that are set and can make hwloc describe another system than the running one ("Environment Variables" in
  /// its manual).
  static var variablesThatReplaceTheMachine: [String] {
    [
      "HWLOC_XMLFILE", "HWLOC_SYNTHETIC", "HWLOC_FSROOT", "HWLOC_CPUID_PATH", "HWLOC_COMPONENTS",
      "HWLOC_THISSYSTEM",
    ].filter { getenv($0) != nil }
  }

  /// As the operating system names the processor, of a package that has an allowed CPU where one is named.
  var cpuModel: String? {
    let packages = objects(of: HWLOC_OBJ_PACKAGE)
    let allowed = hwloc_topology_get_allowed_cpuset(handle)
    let usable = packages.filter { hwloc_bitmap_intersects($0.pointee.cpuset, allowed) != 0 }
    for object in usable + packages + [hwloc_get_root_obj(handle)].compactMap({ $0 }) {
      guard let text = hwloc_obj_get_info_by_name(object, "CPUModel") else { continue }
      let name = String(cString: text).trimmingCharacters(in: .whitespacesAndNewlines)
      if !name.isEmpty { return name }
    }
    return nil
  }

  /// The operating system's numbers of the NUMA nodes that have any of the CPUs.
  func numaNodes(with cpus: Set<CPU>) -> [Int] {
    objects(of: HWLOC_OBJ_NUMANODE).filter { has($0, anyOf: cpus) }.compactMap(Self.osIndex)
  }

  /// The latencies between NUMA nodes; of several tables the one that hwloc names as the system's.
  var numaHops: NUMAHops? {
    var count: UInt32 = 16
    var tables = [UnsafeMutablePointer<hwloc_distances_s>?](repeating: nil, count: Int(count))
    let latencies = UInt(RB_DISTANCES_ARE_LATENCIES)
    guard hwloc_distances_get_by_type(handle, HWLOC_OBJ_NUMANODE, &count, &tables, latencies, 0) == 0 else {
      return nil
    }
    let found = tables.prefix(Int(count)).compactMap { $0 }
    defer { for table in found { hwloc_distances_release(handle, table) } }
    let named = found.first {
      hwloc_distances_get_name(handle, $0).map { String(cString: $0) } == "NUMALatency"
    }
    guard let table = (named ?? found.first)?.pointee, let objects = table.objs, let values = table.values
    else { return nil }
    let nodes = (0..<Int(table.nbobjs)).compactMap { objects[$0].flatMap(Self.osIndex) }
    guard nodes.count == Int(table.nbobjs) else { return nil }
    return NUMAHops(nodes: nodes, distances: (0..<nodes.count * nodes.count).map { values[$0] })
  }

  /// The data and unified caches that have any of the CPUs.
  ///
  /// - Throws: ``TopologyError/implausible(_:)`` for a size that no cache has.
  func caches(with cpus: Set<CPU>) throws(TopologyError) -> [CacheLevel] {
    let types = [
      HWLOC_OBJ_L1CACHE, HWLOC_OBJ_L2CACHE, HWLOC_OBJ_L3CACHE, HWLOC_OBJ_L4CACHE, HWLOC_OBJ_L5CACHE,
    ]
    var levels: [CacheLevel] = []
    for (index, type) in types.enumerated() {
      var sizes: [[UInt64]] = []
      for object in objects(of: type) where has(object, anyOf: cpus) {
        guard let cache = object.pointee.attr?.pointee.cache else { continue }
        guard cache.size <= Self.mostCacheBytes else {
          throw .implausible("a cache of level \(index + 1) of \(cache.size) bytes")
        }
        sizes.append([cache.size, UInt64(cache.linesize)])
      }
      for size in sizes.uniqued() {
        let count = sizes.count { $0 == size }
        levels.append(
          CacheLevel(level: index + 1, count: count, bytes: Int(size[0]), lineBytes: Int(size[1])))
      }
    }
    return levels
  }

  /// 1 TiB: some hundred times the largest cache there is.
  private static let mostCacheBytes: UInt64 = 1 << 40
  /// What Linux can be configured for (CONFIG_NR_CPUS on x86).
  private static let mostCPUs = 8192
  /// Far above any CPU's number; machines number sparsely.
  private static let highestCPU: UInt32 = 1 << 20

  /// All CPUs, by number.
  ///
  /// - Throws: ``TopologyError/implausible(_:)`` for numbers that no machine has.
  func placedCPUs() throws(TopologyError) -> [PlacedCPU] {
    let affinity = affinityMask
    defer { hwloc_bitmap_free(affinity) }
    let allowed = hwloc_topology_get_allowed_cpuset(handle)
    let nodes = objects(of: HWLOC_OBJ_NUMANODE).filter { hwloc_bitmap_weight($0.pointee.cpuset) > 0 }
    var (clusters, books, drawers) = (Numbering(), Numbering(), Numbering())
    var placed: [PlacedCPU] = []
    for object in objects(of: HWLOC_OBJ_PU) {
      let number = object.pointee.os_index
      guard number <= Self.highestCPU else { throw .implausible("a CPU of number \(number)") }
      let place = Place(of: object, nodes: nodes)
      let cpu = CPU(Int(number))
      placed.append(
        PlacedCPU(
          cpu: cpu,
          allowed: hwloc_bitmap_isset(allowed, number) != 0
            && (affinity == nil || hwloc_bitmap_isset(affinity, number) != 0),
          kind: kinds.count > 1 ? kinds.firstIndex { $0.members.contains(cpu) } : nil,
          core: Self.number(place.core), l2: Self.number(place.l2), cluster: clusters[place.cluster],
          l3: Self.number(place.l3), l4: Self.number(place.l4), die: Self.number(place.die),
          numaNode: Self.nearest(of: nodes, to: number).flatMap(Self.osIndex),
          package: Self.number(place.package), book: books[place.book], drawer: drawers[place.drawer]))
    }
    guard !placed.isEmpty else { throw .implausible("no CPU") }
    guard placed.count <= Self.mostCPUs else { throw .implausible("\(placed.count) CPUs") }
    guard Set(placed.map(\.cpu)).count == placed.count else { throw .implausible("two CPUs of one number") }
    return placed.sorted { $0.cpu < $1.cpu }
  }

  /// The smallest of the nodes that have the CPU; of equal ones the first.
  private static func nearest(of nodes: [hwloc_obj_t], to cpu: UInt32) -> hwloc_obj_t? {
    nodes.filter { hwloc_bitmap_isset($0.pointee.cpuset, cpu) != 0 }
      .min { hwloc_bitmap_weight($0.pointee.cpuset) < hwloc_bitmap_weight($1.pointee.cpuset) }
  }

  /// sched_getaffinity(2) of this thread, on this machine; a recorded machine has none.
  private var affinityMask: hwloc_bitmap_t? {
    guard isThisMachine, let mask = hwloc_bitmap_alloc() else { return nil }
    guard hwloc_get_cpubind(handle, mask, Int32(HWLOC_CPUBIND_THREAD.rawValue)) == 0 else {
      hwloc_bitmap_free(mask)
      return nil
    }
    return mask
  }

  private func has(_ object: hwloc_obj_t, anyOf cpus: Set<CPU>) -> Bool {
    cpus.contains { hwloc_bitmap_isset(object.pointee.cpuset, UInt32($0.index)) != 0 }
  }

  private func objects(of type: hwloc_obj_type_t) -> [hwloc_obj_t] { Self.objects(of: type, in: handle) }

  private static func objects(of type: hwloc_obj_type_t, in topology: hwloc_topology_t) -> [hwloc_obj_t] {
    var found: [hwloc_obj_t] = []
    while let next = hwloc_get_next_obj_by_type(topology, type, found.last) { found.append(next) }
    return found
  }

  /// Counted over the machine, among the things of its type.
  private static func number(_ object: hwloc_obj_t?) -> Int? {
    object.map { Int($0.pointee.logical_index) }
  }

  private static func osIndex(_ object: hwloc_obj_t) -> Int? {
    object.pointee.os_index == UInt32.max ? nil : Int(object.pointee.os_index)
  }
}

extension LoadedTopology {
  /// A kind, and whether hwloc knows how fast it is compared with the others.
  struct RankedKind {
    var kind: CPUKind
    var isRanked: Bool
    var members: Set<CPU>
  }

  private static func kinds(of topology: hwloc_topology_t) -> [RankedKind] {
    guard let set = hwloc_bitmap_alloc() else { return [] }
    defer { hwloc_bitmap_free(set) }
    func attribute(_ kind: UInt32, _ name: String) -> String? {
      rb_cpu_kind_attribute(topology, kind, name).map { String(cString: $0) }
    }
    let found = (0..<UInt32(max(0, rb_cpu_kinds(topology)))).map { index in
      let rank = rb_cpu_kind(topology, index, set)
      let cpus = objects(of: HWLOC_OBJ_PU, in: topology).map(\.pointee.os_index)
        .filter { hwloc_bitmap_isset(set, $0) != 0 }.map { CPU(Int($0)) }.sorted()
      let attributes = CPUKind.Attributes(
        coreType: attribute(index, "CoreType"), linuxCapacity: attribute(index, "LinuxCapacity"),
        frequencyMaxMHz: attribute(index, "FrequencyMaxMHz"))
      return (rank: rank, cpus: cpus, attributes: attributes)
    }.filter { !$0.cpus.isEmpty }.sorted { $0.rank > $1.rank }
    return zip(found, CPUKind.names(of: found.map(\.attributes))).map { kind, name in
      RankedKind(
        kind: CPUKind(name: name, cpus: kind.cpus), isRanked: kind.rank >= 0, members: Set(kind.cpus))
    }
  }

  /// What a CPU is in, found on the way from it to the machine.
  private struct Place {
    var core, l2, cluster, l3, l4, die, package, book, drawer: hwloc_obj_t?

    init(of cpu: hwloc_obj_t, nodes: [hwloc_obj_t]) {
      var above = cpu.pointee.parent
      while let object = above {
        switch object.pointee.type {
        case HWLOC_OBJ_CORE: core = core ?? object
        case HWLOC_OBJ_L2CACHE: l2 = l2 ?? object
        case HWLOC_OBJ_L3CACHE: l3 = l3 ?? object
        case HWLOC_OBJ_L4CACHE: l4 = l4 ?? object
        case HWLOC_OBJ_DIE: die = die ?? object
        case HWLOC_OBJ_PACKAGE: add(package: object)
        case HWLOC_OBJ_GROUP: add(group: object, nodes: nodes)
        default: break
        }
        above = object.pointee.parent
      }
    }

    private mutating func add(package object: hwloc_obj_t) {
      guard package == nil else { return }
      package = object
      if let group = cluster, hwloc_bitmap_isequal(group.pointee.cpuset, object.pointee.cpuset) != 0 {
        cluster = nil
      }
    }

    private mutating func add(group: hwloc_obj_t, nodes: [hwloc_obj_t]) {
      switch group.pointee.subtype.map({ String(cString: $0) }) {
      case "Book": book = book ?? group
      case "Drawer": drawer = drawer ?? group
      default:
        // hwloc also makes a group of what is close to a NUMA node, and of nodes close to each other: hops tell those apart.
        let holdsNode = nodes.contains {
          hwloc_bitmap_isincluded($0.pointee.cpuset, group.pointee.cpuset) != 0
        }
        if package == nil, cluster == nil, !holdsNode { cluster = group }
      }
    }
  }

  /// Numbers groups in the order in which they are first seen: hwloc numbers those of each depth apart.
  private struct Numbering {
    private var numbers: [hwloc_obj_t: Int] = [:]

    subscript(_ object: hwloc_obj_t?) -> Int? {
      mutating get {
        guard let object else { return nil }
        let number = numbers[object] ?? numbers.count
        numbers[object] = number
        return number
      }
    }
  }
}

/// Keeps hwloc's plugins loaded between topologies. hwloc unloads them with the last topology and loads them with the
/// next, which takes longer than reading most documents.
struct LoadedPlugins: ~Copyable {
  private let idle: hwloc_topology_t?

  init() {
    var made: hwloc_topology_t?
    idle = hwloc_topology_init(&made) == 0 ? made : nil
  }

  deinit { if let idle { hwloc_topology_destroy(idle) } }
}
