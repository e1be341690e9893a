import CBarriers
import Synchronization

#if !hasFeature(Embedded)
  import CLinux
#endif

extension Ordering {
  /// Puts the barrier between the accesses before and after it; nothing for orderings that are not fences.
  @inlinable @inline(__always)
  public func standOnHardware() {
    switch self {
    case .none, .acquire, .release, .seqCst: break
    case .compiler: rb_compiler_barrier()
    case .wmb: rb_smp_wmb()
    case .rmb: rb_smp_rmb()
    case .mb: rb_smp_mb()
    case .mfence: rb_mfence()
    case .sfence: rb_sfence()
    case .mbUnlessTSO:
      #if arch(x86_64)
        rb_compiler_barrier()
      #else
        rb_smp_mb()
      #endif
    case .acquireFence: atomicMemoryFence(ordering: .acquiring)
    case .releaseFence: atomicMemoryFence(ordering: .releasing)
    case .seqCstFence: atomicMemoryFence(ordering: .sequentiallyConsistent)
    case .membarrier:
      #if !hasFeature(Embedded)
        _ = rb_membarrier()
      #endif
    }
  }
}
