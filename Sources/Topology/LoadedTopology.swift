import CHwloc
import Glibc
import Synchronization

/// hwloc's own view of a machine, from which ``Machine`` is read.
///
/// Sendable without the compiler's word for it: after loading, nothing changes the topology, and hwloc allows any
/// number of threads to consult one ("Thread Safety" in its manual).
final class LoadedTopology: @unchecked Sendable {
  enum Source {
    case thisMachine
    case xml(String)
    case synthetic(String)
  }

  let handle: hwloc_topology_t
  private let isThisMachine: Bool

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
  }

  deinit { hwloc_topology_destroy(handle) }

  private static func load(_ source: Source, into topology: hwloc_topology_t) throws(TopologyError) {
    switch source {
    case .thisMachine:
      guard hwloc_topology_load(topology) == 0 else {
        throw .cannotLoad(reason: String(cString: strerror(errno)))
      }
    case .xml(let path):
      guard let file = fopen(path, "r") else {
        throw .unreadableXML(path: path, reason: String(cString: strerror(errno)))
      }
      fclose(file)
      let loaded = withStandardErrorSilent {
        hwloc_topology_set_xml(topology, path) == 0 && hwloc_topology_load(topology) == 0
      }
      guard loaded else { throw .badXML(path: path) }
    case .synthetic(let description):
      guard hwloc_topology_set_synthetic(topology, description) == 0, hwloc_topology_load(topology) == 0
      else { throw .badSynthetic(description) }
    }
  }

  /// libxml2 and hwloc write about bad input to standard error themselves, over several lines; the typed error
  /// says it in one. One thread at a time: a second would save the first one's silence and restore that.
  private static func withStandardErrorSilent(_ body: () -> Bool) -> Bool {
    silence.withLock { _ in silently(body) }
  }

  private static let silence = Mutex<Void>(())

  private static func silently(_ body: () -> Bool) -> Bool {
    let saved = dup(STDERR_FILENO)
    let null = open("/dev/null", O_WRONLY)
    if null >= 0 { dup2(null, STDERR_FILENO) }
    defer {
      if saved >= 0 { dup2(saved, STDERR_FILENO) }
      close(saved)
      close(null)
    }
    return body()
  }

  /// As the operating system names the processor.
  var cpuModel: String? {
    for object in [objects(of: .package).first, hwloc_get_root_obj(handle)].compactMap({ $0 }) {
      if let name = hwloc_obj_get_info_by_name(object, "CPUModel") { return String(cString: name) }
    }
    return nil
  }

  /// How many there are of a kind.
  func count(of kind: Kind) -> Int { objects(of: kind).count }

  var numaNodes: [Int] { objects(of: .numaNode).map { Int($0.pointee.os_index) } }

  var caches: [CacheLevel] {
    [Kind.l1, .l2, .l3, .l4].enumerated().compactMap { level, kind in
      let caches = objects(of: kind)
      guard let cache = caches.first?.pointee.attr?.pointee.cache else { return nil }
      return CacheLevel(
        level: level + 1, count: caches.count, bytes: Int(cache.size), lineBytes: Int(cache.linesize))
    }
  }

  /// All CPUs, by number.
  var placedCPUs: [PlacedCPU] {
    let affinity = affinityMask
    defer { hwloc_bitmap_free(affinity) }
    let allowed = hwloc_topology_get_allowed_cpuset(handle)
    let things: [Kind: [hwloc_obj_t]] = Dictionary(
      uniqueKeysWithValues: [.core, .l2, .l3, .numaNode, .package].map { ($0, objects(of: $0)) })
    return objects(of: .cpu).map { object in
      let number = object.pointee.os_index
      func place(_ kind: Kind) -> hwloc_obj_t? {
        (things[kind] ?? []).first { hwloc_bitmap_isset($0.pointee.cpuset, number) != 0 }
      }
      return PlacedCPU(
        cpu: CPU(Int(number)),
        allowed: hwloc_bitmap_isset(allowed, number) != 0
          && (affinity == nil || hwloc_bitmap_isset(affinity, number) != 0),
        core: place(.core).map { Int($0.pointee.logical_index) },
        l2: place(.l2).map { Int($0.pointee.logical_index) },
        l3: place(.l3).map { Int($0.pointee.logical_index) },
        numaNode: place(.numaNode).map { Int($0.pointee.os_index) },
        package: place(.package).map { Int($0.pointee.logical_index) })
    }.sorted { $0.cpu < $1.cpu }
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

  /// The kinds of hwloc objects that are looked at.
  enum Kind {
    case cpu, core, l1, l2, l3, l4, numaNode, package

    var type: hwloc_obj_type_t {
      switch self {
      case .cpu: HWLOC_OBJ_PU
      case .core: HWLOC_OBJ_CORE
      case .l1: HWLOC_OBJ_L1CACHE
      case .l2: HWLOC_OBJ_L2CACHE
      case .l3: HWLOC_OBJ_L3CACHE
      case .l4: HWLOC_OBJ_L4CACHE
      case .numaNode: HWLOC_OBJ_NUMANODE
      case .package: HWLOC_OBJ_PACKAGE
      }
    }
  }

  private func objects(of kind: Kind) -> [hwloc_obj_t] {
    var found: [hwloc_obj_t] = []
    while let next = hwloc_get_next_obj_by_type(handle, kind.type, found.last) { found.append(next) }
    return found
  }
}
