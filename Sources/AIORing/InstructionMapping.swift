/// What one access becomes: an instruction, with barriers before and after it where the instruction alone does not
/// give the ordering.
public struct AccessInstructions: Sendable {
  public var before: Instruction?
  public var access: Instruction
  public var after: Instruction?

  @usableFromInline
  init(before: Instruction? = nil, _ access: Instruction, after: Instruction? = nil) {
    (self.before, self.access, self.after) = (before, access, after)
  }
}

/// What one atomic read-modify-write becomes: the forms of its two halves, and barriers around it.
public struct AtomicInstructions: Sendable {
  public var before: Instruction?
  public var load: Instruction
  public var store: Instruction
  public var after: Instruction?

  @usableFromInline
  init(before: Instruction? = nil, _ load: Instruction, _ store: Instruction, after: Instruction? = nil) {
    (self.before, self.load, self.store, self.after) = (before, load, store, after)
  }
}

/// What each ordering becomes on one architecture: the one table that the checker, the audit and the docs read.
///
/// The smp_ barriers are the kernel's (arch/*/include/asm/barrier.h). Acquire, release and sequentially
/// consistent accesses and fences are the usual compilers' ("C/C++11 mappings to processors", Sewell and others,
/// https://www.cl.cam.ac.uk/~pes20/cpp/cpp0xmappings.html); the atomics are the kernel's.
public struct InstructionMapping: Sendable {
  public var architecture: Architecture
  // Barriers between accesses; nil: the compiler is held and no instruction is needed.
  public var wmb: Instruction?
  public var rmb: Instruction?
  public var mb: Instruction?
  public var acquireFence: Instruction?
  public var releaseFence: Instruction?
  public var seqCstFence: Instruction?
  // Accesses.
  public var acquireLoad: AccessInstructions
  public var releaseStore: AccessInstructions
  public var seqCstLoad: AccessInstructions
  public var seqCstStore: AccessInstructions
  // Read-modify-writes.
  public var relaxedAtomic: AtomicInstructions
  public var acquireAtomic: AtomicInstructions
  public var releaseAtomic: AtomicInstructions
  public var fullAtomic: AtomicInstructions
  /// Whether a compiler barrier is all that ``Ordering/mbUnlessTSO`` needs: the hardware reorders nothing but a
  /// store with a later load.
  public var isTotalStoreOrder = false

  /// A load with this ordering.
  public func load(_ order: AccessOrder) -> AccessInstructions {
    switch order {
    case .relaxed, .release: AccessInstructions(.load)
    case .acquire: acquireLoad
    case .seqCst: seqCstLoad
    }
  }

  /// A store with this ordering.
  public func store(_ order: AccessOrder) -> AccessInstructions {
    switch order {
    case .relaxed, .acquire: AccessInstructions(.store)
    case .release: releaseStore
    case .seqCst: seqCstStore
    }
  }

  /// A read-modify-write with this ordering.
  public func atomic(_ order: AccessOrder) -> AtomicInstructions {
    switch order {
    case .relaxed: relaxedAtomic
    case .acquire: acquireAtomic
    case .release: releaseAtomic
    case .seqCst: fullAtomic
    }
  }

  /// The barrier that an ordering at an edge becomes; nil for a compiler barrier and for orderings that stand on
  /// the access. membarrier(2) is, in its caller, a full barrier.
  public func fence(_ ordering: Ordering) -> Instruction? {
    switch ordering {
    case .none, .compiler, .acquire, .release, .seqCst: nil
    case .wmb: wmb
    case .rmb: rmb
    case .mb, .membarrier: mb
    case .mfence: architecture == .x86 ? .mfence : mb
    case .sfence: architecture == .x86 ? .sfence : wmb
    case .mbUnlessTSO: isTotalStoreOrder ? nil : mb
    case .acquireFence: acquireFence
    case .releaseFence: releaseFence
    case .seqCstFence: seqCstFence
    }
  }

  /// The row of an architecture.
  public init(_ architecture: Architecture) {
    switch architecture {
    case .x86:
      self.init(totalStoreOrder: .x86, full: .lockAdd, seqCstStore: .init(.xchg), atomic: .lockedAtomic)
    case .sparcTSO:
      self.init(
        totalStoreOrder: .sparcTSO, full: .membarStoreLoad,
        seqCstStore: .init(.store, after: .membarStoreLoad), atomic: .lockedAtomic)
    case .z:
      self.init(
        totalStoreOrder: .z, full: .bcr, seqCstStore: .init(.store, after: .bcr), atomic: .lockedAtomic)
    case .sparcPSO:
      self.init(
        .sparcPSO, wmb: .membarStoreStore, rmb: .membarLoadLoad, mb: .membarAll,
        acquire: .membarLoads, release: .membarStores, full: .membarAll)
    case .sparcRMO:
      self.init(
        .sparcRMO, wmb: .membarStoreStore, rmb: .membarLoadLoad, mb: .membarAll,
        acquire: .membarLoads, release: .membarStores, full: .membarAll)
    case .alpha:
      self.init(.alpha, wmb: .wmb, rmb: .mb, mb: .mb, acquire: .mb, release: .mb, full: .mb)
    case .mips:
      self.init(.mips, wmb: .sync, rmb: .sync, mb: .sync, acquire: .sync, release: .sync, full: .sync)
    case .armv7:
      self.init(
        .armv7, wmb: .dmbIshst, rmb: .dmbIsh, mb: .dmbIsh, acquire: .dmbIsh, release: .dmbIsh, full: .dmbIsh)
    case .power:
      self.init(
        .power, wmb: .lwsync, rmb: .lwsync, mb: .sync, acquire: .lwsync, release: .lwsync, full: .sync)
      seqCstLoad = .init(before: .sync, .load, after: .lwsync)
      seqCstStore = .init(before: .sync, .store)
    case .ia64:
      self.init(.ia64, wmb: .mf, rmb: .mf, mb: .mf, acquire: .mf, release: .mf, full: .mf)
      acquireLoad = .init(.ldAcq)
      releaseStore = .init(.stRel)
      seqCstLoad = .init(.ldAcq)
      seqCstStore = .init(.stRel, after: .mf)
      acquireAtomic = .init(.xchgAcq, .store)
    case .armv8:
      self.init(
        .armv8, wmb: .dmbIshst, rmb: .dmbIshld, mb: .dmbIsh, acquire: .dmbIshld, release: .dmbIsh,
        full: .dmbIsh)
      acquireLoad = .init(.ldar)
      releaseStore = .init(.stlr)
      seqCstLoad = .init(.ldar)
      seqCstStore = .init(.stlr)
      acquireAtomic = .init(.ldaxr, .atomic)
      releaseAtomic = .init(.atomic, .stlxr)
      fullAtomic = .init(.atomic, .stlxr, after: .dmbIsh)
    case .riscv:
      self.init(
        .riscv, wmb: .fenceWW, rmb: .fenceRR, mb: .fenceRWRW, acquire: .fenceRRW, release: .fenceRWW,
        full: .fenceRWRW)
      seqCstLoad = .init(before: .fenceRWRW, .load, after: .fenceRRW)
      seqCstStore = .init(before: .fenceRWW, .store)
      acquireAtomic = .init(.amoAq, .amoAq)
      releaseAtomic = .init(.amoRl, .amoRl)
      fullAtomic = .init(.amoAqRl, .amoAqRl)
    }
  }

  /// Only a store followed by a load needs an instruction.
  private init(
    totalStoreOrder architecture: Architecture, full: Instruction, seqCstStore: AccessInstructions,
    atomic: Instruction
  ) {
    self.architecture = architecture
    (wmb, rmb, mb) = (nil, nil, full)
    (acquireFence, releaseFence, seqCstFence) = (nil, nil, full)
    (acquireLoad, releaseStore) = (.init(.load), .init(.store))
    (seqCstLoad, self.seqCstStore) = (.init(.load), seqCstStore)
    let locked = AtomicInstructions(atomic, atomic)
    (relaxedAtomic, acquireAtomic, releaseAtomic, fullAtomic) = (locked, locked, locked, locked)
    isTotalStoreOrder = true
  }

  /// Barriers before and after ordinary accesses.
  private init(
    _ architecture: Architecture, wmb: Instruction, rmb: Instruction, mb: Instruction, acquire: Instruction,
    release: Instruction, full: Instruction
  ) {
    self.architecture = architecture
    (self.wmb, self.rmb, self.mb) = (wmb, rmb, mb)
    (acquireFence, releaseFence, seqCstFence) = (acquire, release, full)
    acquireLoad = .init(.load, after: acquire)
    releaseStore = .init(before: release, .store)
    seqCstLoad = .init(before: full, .load, after: acquire)
    seqCstStore = .init(before: full, .store, after: full)
    relaxedAtomic = .init(.atomic, .atomic)
    acquireAtomic = .init(.atomic, .atomic, after: acquire)
    releaseAtomic = .init(before: release, .atomic, .atomic)
    fullAtomic = .init(before: full, .atomic, .atomic, after: full)
  }
}
