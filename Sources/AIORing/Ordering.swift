/// What may stand at an edge.
///
/// A fence stands between the edge's two accesses; `acquire`, `release` and `seq-cst` stand on the index access
/// itself. Accesses are always at least relaxed (volatile-like): the optimiser would hoist a plain load out
/// of a loop that waits for another side.
public enum Ordering: String, CaseIterable, Sendable {
  /// Relaxed accesses with nothing between: compiler and CPU may reorder.
  case none
  /// The kernel's barrier(): restrains the compiler only.
  case compiler
  /// The kernel's smp_wmb().
  case wmb
  /// The kernel's smp_rmb().
  case rmb
  /// The kernel's smp_mb().
  case mb
  /// The edge's index load is an acquire.
  case acquire
  /// The edge's index store is a release.
  case release
  /// C11 atomic_thread_fence(memory_order_acquire).
  case acquireFence = "acquire-fence"
  /// C11 atomic_thread_fence(memory_order_release).
  case releaseFence = "release-fence"
  /// C11 atomic_thread_fence(memory_order_seq_cst).
  case seqCstFence = "seq-cst-fence"
  /// The edge's index accesses are sequentially consistent.
  case seqCst = "seq-cst"
  /// smp_mb() spelt `mfence` on x86; smp_mb() elsewhere.
  case mfence
  /// `sfence` on x86, which orders streaming stores too; smp_wmb() elsewhere.
  case sfence
  /// A compiler barrier where the hardware keeps loads before later stores anyway (x86, SPARC TSO, z), smp_mb()
  /// elsewhere.
  case mbUnlessTSO = "mb-unless-tso"
  /// membarrier(2), private expedited: a full barrier on every running thread of the process, paid by the caller.
  case membarrier

  /// Whether the ordering stands between the two accesses, rather than on the index access itself.
  public var isFence: Bool {
    switch self {
    case .none, .acquire, .release, .seqCst: false
    case .compiler, .wmb, .rmb, .mb, .acquireFence, .releaseFence, .seqCstFence, .mfence, .sfence,
      .mbUnlessTSO,
      .membarrier:
      true
    }
  }

  /// Whether the ordering may stand at `edge`: the `…Ordering` protocols at run time, for orderings given as
  /// text.
  public func mayStand(at edge: Edge) -> Bool {
    switch self {
    case .acquire: edge != .publish && edge != .retire
    case .release: edge != .claim && edge != .observe
    case .sfence: edge == .publish
    case .membarrier: edge == .sleep
    default: true
    }
  }
}
