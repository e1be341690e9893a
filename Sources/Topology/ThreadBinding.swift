import CHwloc
import CLinux
import Glibc

/// Puts threads on CPUs and says where they really are.
public struct ThreadBinding: Sendable {
  private let topology: LoadedTopology

  /// Made once, before the threads start: loading the machine takes milliseconds.
  public init() throws(TopologyError) { topology = try LoadedTopology(.thisMachine) }

  /// Binds the calling thread to one CPU, strictly. May be called from any thread.
  public func bind(to cpu: CPU) throws(TopologyError) {
    guard let index = UInt32(exactly: cpu.index), let set = hwloc_bitmap_alloc() else {
      throw .cannotBind(cpu, reason: "no such CPU")
    }
    defer { hwloc_bitmap_free(set) }
    let flags = Int32(HWLOC_CPUBIND_THREAD.rawValue | HWLOC_CPUBIND_STRICT.rawValue)
    guard hwloc_bitmap_only(set, index) == 0, hwloc_set_cpubind(topology.handle, set, flags) == 0 else {
      throw .cannotBind(cpu, reason: String(cString: strerror(errno)))
    }
  }

  /// The CPU that the calling thread runs on now: asked after a trial, to mark it if the thread moved.
  public static func currentCPU() -> CPU? {
    let index = rb_current_cpu()
    return index < 0 ? nil : CPU(Int(index))
  }
}
