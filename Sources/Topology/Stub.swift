import Glibc
import CHwloc
public struct CPU { public let index: Int; public init(_ i: Int) { index = i } }
struct BE: Error {}
nonisolated(unsafe) let topo: hwloc_topology_t = { var t: hwloc_topology_t? = nil; hwloc_topology_init(&t); hwloc_topology_load(t); return t! }()
public enum ThreadBinding { public static func bindCurrentThread(to cpu: CPU) throws { 
  let s = hwloc_bitmap_alloc()!; hwloc_bitmap_only(s, UInt32(cpu.index)); defer { hwloc_bitmap_free(s) }
  if hwloc_set_cpubind(topo, s, Int32(HWLOC_CPUBIND_THREAD.rawValue)) != 0 { throw BE() }
  } }
