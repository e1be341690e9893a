import AIORing

/// A fence as the source asks for it: the ring's orderings that are fences, and those that only the kernel has.
public enum Fence: UInt8, Sendable {
  /// barrier(): restrains the compiler only.
  case compiler
  /// smp_rmb(), smp_wmb() and smp_mb().
  case rmb, wmb, mb
  /// atomic_thread_fence() of C11.
  case acquireFence, releaseFence, seqCstFence
  /// `mfence` and `sfence` on x86; smp_mb() and smp_wmb() elsewhere.
  case mfence, sfence
  /// smp_mb(), except where the hardware keeps total store order.
  case mbUnlessTSO
  /// smp_mb__before_atomic(), smp_mb__after_atomic().
  case beforeAtomic, afterAtomic
  /// smp_mb__after_spinlock(), smp_mb__after_unlock_lock().
  case afterSpinlock, afterUnlockLock
  /// rcu_read_lock(), rcu_read_unlock() and synchronize_rcu(): the kernel's model alone gives them a meaning.
  case rcuReadLock, rcuReadUnlock, synchronizeRCU
  /// synchronize_srcu(); the event's location is the domain.
  case synchronizeSRCU
  /// smp_mb__after_srcu_read_unlock().
  case afterSRCUReadUnlock
}

extension Fence {
  /// The fence that an ordering of the ring puts between two accesses; nil if it puts none there.
  init?(_ ordering: Ordering) {
    switch ordering {
    case .none, .acquire, .release, .seqCst: return nil
    case .compiler: self = .compiler
    case .wmb: self = .wmb
    case .rmb: self = .rmb
    case .mb, .membarrier: self = .mb
    case .acquireFence: self = .acquireFence
    case .releaseFence: self = .releaseFence
    case .seqCstFence: self = .seqCstFence
    case .mfence: self = .mfence
    case .sfence: self = .sfence
    case .mbUnlessTSO: self = .mbUnlessTSO
    }
  }

  /// The ordering of the ring that the architectures' table has a row for; nil for the kernel's own fences.
  var ordering: Ordering? {
    switch self {
    case .compiler: .compiler
    case .rmb: .rmb
    case .wmb: .wmb
    case .mb: .mb
    case .acquireFence: .acquireFence
    case .releaseFence: .releaseFence
    case .seqCstFence: .seqCstFence
    case .mfence: .mfence
    case .sfence: .sfence
    case .mbUnlessTSO: .mbUnlessTSO
    case .beforeAtomic, .afterAtomic, .afterSpinlock, .afterUnlockLock, .rcuReadLock, .rcuReadUnlock,
      .synchronizeRCU, .synchronizeSRCU, .afterSRCUReadUnlock:
      nil
    }
  }

  /// The same fence in the kernel's model, which has no mfence.
  var asKernel: Fence {
    switch self {
    case .seqCstFence, .mfence, .mbUnlessTSO: .mb
    case .sfence: .wmb
    default: self
    }
  }

  /// The same fence in C11; nil for a compiler barrier, which C11 gives no meaning to. A kernel barrier becomes the
  /// weakest fence that does what it is used for: smp_wmb() a release fence, smp_rmb() an acquire fence.
  var asC11: Fence? {
    switch self {
    case .compiler: nil
    case .rmb, .acquireFence: .acquireFence
    case .wmb, .sfence, .releaseFence: .releaseFence
    case .mb, .seqCstFence, .mfence, .mbUnlessTSO, .beforeAtomic, .afterAtomic, .afterSpinlock,
      .afterUnlockLock, .rcuReadLock, .rcuReadUnlock, .synchronizeRCU, .synchronizeSRCU,
      .afterSRCUReadUnlock:
      .seqCstFence
    }
  }

  /// The instruction for the fence; nil if it needs none. The kernel's own fences are smp_mb() on architectures whose
  /// atomics and locks are not full barriers by themselves.
  func instruction(_ mapping: InstructionMapping) -> Instruction? {
    if let ordering { return mapping.fence(ordering) }
    return mapping.isTotalStoreOrder ? nil : mapping.mb
  }

  /// As the source spells it.
  var name: String {
    switch self {
    case .compiler: "barrier()"
    case .rmb: "smp_rmb()"
    case .wmb: "smp_wmb()"
    case .mb: "smp_mb()"
    case .acquireFence: "acquire fence"
    case .releaseFence: "release fence"
    case .seqCstFence: "seq-cst fence"
    case .mfence: "mfence"
    case .sfence: "sfence"
    case .mbUnlessTSO: "smp_mb() unless TSO"
    case .beforeAtomic: "smp_mb__before_atomic()"
    case .afterAtomic: "smp_mb__after_atomic()"
    case .afterSpinlock: "smp_mb__after_spinlock()"
    case .afterUnlockLock: "smp_mb__after_unlock_lock()"
    case .rcuReadLock: "rcu_read_lock()"
    case .rcuReadUnlock: "rcu_read_unlock()"
    case .synchronizeRCU: "synchronize_rcu()"
    case .synchronizeSRCU: "synchronize_srcu()"
    case .afterSRCUReadUnlock: "smp_mb__after_srcu_read_unlock()"
    }
  }
}
