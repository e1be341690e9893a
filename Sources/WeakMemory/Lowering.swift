import AIORing

/// How the source's accesses and barriers reach a model: as they are, or as an architecture's instructions.
enum Lowering: Sendable {
  /// The kernel's own primitives.
  case kernel
  /// C11: the kernel's barriers as the fences that stand for them.
  case c11
  /// Instructions. On IA-64 gcc made volatile accesses `ld.acq` and `st.rel`; `volatileAccesses` asks for that.
  case instructions(InstructionMapping, volatileAccesses: Bool)
}

extension FenceKind {
  /// The barrier that an ordering of the ring puts between two accesses; nil if it puts none there.
  init?(_ ordering: Ordering) {
    switch ordering {
    case .none, .acquire, .release, .seqCst: return nil
    case .compiler: self = .compiler
    case .wmb: self = .wmb
    case .rmb: self = .rmb
    case .mb, .membarrier: self = .mb
    case .acquireFence: self = .acquire
    case .releaseFence: self = .release
    case .seqCstFence: self = .seqCst
    case .mfence: self = .mfence
    case .sfence: self = .sfence
    case .mbUnlessTSO: self = .mbUnlessTSO
    }
  }

  /// The ring's ordering that the architectures' table has a row for; nil for those that only the kernel has.
  var ordering: Ordering? {
    switch self {
    case .compiler: .compiler
    case .rmb: .rmb
    case .wmb: .wmb
    case .mb: .mb
    case .acquire: .acquireFence
    case .release: .releaseFence
    case .seqCst: .seqCstFence
    case .mfence: .mfence
    case .sfence: .sfence
    case .mbUnlessTSO: .mbUnlessTSO
    case .beforeAtomic, .afterAtomic, .afterSpinlock, .afterUnlockLock: nil
    }
  }

  /// The same barrier in the kernel's model, which has no mfence.
  var asKernel: FenceKind {
    switch self {
    case .seqCst, .mfence, .mbUnlessTSO: .mb
    case .sfence: .wmb
    default: self
    }
  }

  /// The same barrier as a C11 fence; nil where C11 has nothing to say. A kernel barrier becomes the weakest fence
  /// that does what it is used for: smp_wmb a release fence, smp_rmb an acquire fence.
  var asC11: FenceKind? {
    switch self {
    case .compiler: nil
    case .rmb, .acquire: .acquire
    case .wmb, .sfence, .release: .release
    case .mb, .seqCst, .mfence, .mbUnlessTSO, .beforeAtomic, .afterAtomic, .afterSpinlock, .afterUnlockLock:
      .seqCst
    }
  }

  /// The instruction for the barrier; nil if it needs none. The kernel's special barriers are smp_mb() where
  /// atomics and locks are not full barriers by themselves.
  func instruction(_ mapping: InstructionMapping) -> Instruction? {
    if let ordering { return mapping.fence(ordering) }
    return mapping.isTotalStoreOrder ? nil : mapping.mb
  }
}

extension AccessKind {
  /// What the architectures' table calls it.
  var order: AccessOrder {
    switch self {
    case .plain, .relaxed: .relaxed
    case .acquire: .acquire
    case .release: .release
    case .seqCst: .seqCst
    }
  }

  /// The kind of access that an ordering of the ring asks for.
  init(_ order: AccessOrder) {
    switch order {
    case .relaxed: self = .relaxed
    case .acquire: self = .acquire
    case .release: self = .release
    case .seqCst: self = .seqCst
    }
  }
}

extension AtomicKind {
  /// What the architectures' table calls it.
  var order: AccessOrder {
    switch self {
    case .relaxed: .relaxed
    case .acquire: .acquire
    case .release: .release
    case .full: .seqCst
    }
  }
}
