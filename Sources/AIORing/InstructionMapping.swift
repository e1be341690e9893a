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

/// What each ordering becomes on one architecture: the checker, the audit and the documentation all read it here. The rows
/// stand beside the list of architectures, in Architecture.swift.
///
/// The smp_ barriers are the kernel's (arch/*/include/asm/barrier.h). Acquire, release and sequentially
/// consistent accesses and fences are the usual compilers' ("C/C++11 mappings to processors", Sewell and others,
/// https://www.cl.cam.ac.uk/~pes20/cpp/cpp0xmappings.html); the atomics are the kernel's.
public struct InstructionMapping: Sendable {
  public var architecture: Architecture
  // Barriers between accesses; nil where holding the compiler is enough and no instruction is needed.
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
  /// Whether the hardware reorders nothing but a store with a later load, so that a compiler barrier is all that
  /// ``Ordering/mbUnlessTSO`` needs.
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

  /// A row of an architecture on which only a store followed by a load needs an instruction.
  init(
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

  /// A row of an architecture that orders by barriers before and after ordinary accesses.
  init(
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
