import AIORing

/// The Linux kernel's memory model, as of Linux 6.12, with the atomics that its linux-kernel.def has got since. Later files
/// spell the same orders of read-modify-writes as tags (commit dcc5197839f2).
///
/// Linux, tools/memory-model/linux-kernel.cat, linux-kernel.bell and lock.cat, explained in
/// tools/memory-model/Documentation/explanation.txt; Alglave and others, "Frightening Small Children and
/// Disconcerting Grown-ups", ASPLOS 2018. Acquire and release fences are C11's; the kernel has none, and they are
/// taken as what its acquire loads and release stores order.
enum LinuxKernel: MemoryModel {
  static let assumptions = SearchAssumptions(keepsPlainAccessesBehind: false)
  static let aliases = ["linux", "linux-kernel"]
  static let includesCompiler = true
  static var raceFinder: RaceFinder? { race }
  static let knowsRCU = true

  enum Rule: String, CaseIterable {
    case coherence, atomicity
    case happensBefore = "happens-before"
    case propagation
    case rcu
    case plainCoherence = "plain-coherence"
    // What orders two accesses of a thread.
    case rmb, wmb, mb
    case aroundAtomic = "around-atomic"
    case afterSpinlock = "after-spinlock"
    case afterUnlockLock = "after-unlock-lock"
    case acquire, release
    case unlockLock = "unlock-lock"
    case afterSRCUReadUnlock = "after-srcu-read-unlock"
    case address, data, control
    /// A write over what its thread wrote or read before.
    case overwrite
    case dependencyThenRead = "dependency-then-read"
    /// A dependency that goes through a write and a read of it on the same thread (carry-dep).
    case carriedDependency = "carried-dependency"
    case plainAddressThenWmb = "plain-address-then-wmb"
    // What carries from thread to thread.
    case readsFrom = "reads-from"
    case cumulativity
    case atomicSequence = "atomic-sequence"
    case overwriteExternal = "overwrite-external"
    case propagatesBack = "propagates-back"
  }

  static func permits(_ x: Relations, without omitted: Rule?) -> Bool {
    guard axiom(.coherence, omitted, x.isCoherent), axiom(.atomicity, omitted, x.isAtomic) else {
      return false
    }
    let kernel = Kernel(x, without: omitted)
    guard axiom(.happensBefore, omitted, kernel.happensBefore.isAcyclic),
      axiom(.propagation, omitted, kernel.propagatesBefore.isAcyclic),
      axiom(.rcu, omitted, kernel.rcuBefore.isIrreflexive)
    else { return false }
    return kernel.plain.isEmpty
      || (hasDeterminedValues(x) && axiom(.plainCoherence, omitted, PlainAccesses(kernel).isCoherent))
  }

  /// Whether no value was computed from itself. Between marked accesses happens-before sees to that; between plain
  /// ones the axioms do not, but herd7 cannot solve such an execution for its values and drops it.
  private static func hasDeterminedValues(_ x: Relations) -> Bool {
    (x.data | x.address | x.rf).isAcyclic
  }

  /// The first data race, as the model defines it.
  static func race(_ x: Relations) -> (Int, Int)? {
    hasPlainAccesses(x) ? PlainAccesses(Kernel(x, without: nil)).race : nil
  }

  private static func hasPlainAccesses(_ x: Relations) -> Bool {
    x.execution.events.contains { $0.event.isPlain }
  }

  static var flagFinder: FlagFinder? { addFlags }

  private static func addFlags(_ x: Relations, _ flags: inout Set<ModelFlag>) {
    if !flags.contains(.unmatchedUnlock), hasUnmatchedUnlock(x) { flags.insert(.unmatchedUnlock) }
    addRCUFlags(x, &flags)
    guard hasPlainAccesses(x) else { return }
    let kernel = Kernel(x, without: nil)
    if !flags.contains(.dataRace), PlainAccesses(kernel).race != nil { flags.insert(.dataRace) }
    if !flags.contains(.mixedAccesses), kernel.mixesAccesses { flags.insert(.mixedAccesses) }
  }

  /// Adds what linux-kernel.bell warns of.
  private static func addRCUFlags(_ x: Relations, _ flags: inout Set<ModelFlag>) {
    let execution = x.execution
    let sections = execution.rcuSections
    if sections.unmatchedLocks { flags.insert(.unbalancedRCULock) }
    if sections.unmatchedUnlocks { flags.insert(.unbalancedRCUUnlock) }
    let sleeping = execution.events { $0.action == .fence && $0.fence == .synchronizeSRCU }
    if !(sections.backwards.inverse & x.po.to(sleeping).then(x.po)).isEmpty { flags.insert(.invalidSleep) }
    let locks = execution.events { $0.lock == .srcuReadLock }
    let unlocks = execution.events { $0.lock == .srcuReadUnlock }
    guard !(locks | unlocks).isEmpty else { return }
    let backwards = execution.srcuSections
    if !(locks & ~backwards.range).isEmpty { flags.insert(.unbalancedSRCULock) }
    if !(unlocks & ~backwards.domain).isEmpty { flags.insert(.unbalancedSRCUUnlock) }
    var uses: [Int: Int] = [:]
    unlocks.forEachMember { unlock in
      backwards.rows[unlock].forEachMember { lock in
        uses[lock, default: 0] += 1
        if execution.events[lock].number != execution.events[unlock].number {
          flags.insert(.badSRCUValueMatch)
        }
      }
    }
    if uses.values.contains(where: { $0 > 1 }) { flags.insert(.multipleSRCUMatches) }
  }

  /// Whether a spin_unlock() has no spin_lock() before it on its thread that no other spin_unlock() has ended.
  private static func hasUnmatchedUnlock(_ x: Relations) -> Bool {
    for thread in x.execution.threads {
      var held: Set<Location> = []
      for id in thread {
        let event = x.execution.events[id].event
        if event.lock == .lockWrite { held.insert(event.location) }
        if event.lock == .unlock, held.remove(event.location) == nil { return true }
      }
    }
    return false
  }

  /// The model's relations over marked accesses.
  struct Kernel {
    let x: Relations
    let marked, plain: EventSet
    let strongFence, nonReadWriteFence, fence, cumulFence: Relation
    /// Address dependencies, carried ones too.
    let address: Relation
    let readBarrier: Relation
    let returned: EventSet
    let acquires, releases: EventSet
    let atomicSequence: Relation
    let happensBefore, propagatesBefore: Relation
    /// What read-side sections and grace periods order (rb).
    let rcuBefore: Relation

    init(_ x: Relations, without omitted: Rule?) {
      self.x = x
      let execution = x.execution
      func fences(_ kind: Fence) -> EventSet {
        execution.events { $0.action == .fence && $0.fence == kind }
      }
      // herd's set RMW (herd/CAction.ml) holds every access that an atomic update makes, that of a cmpxchg() that
      // fails too, but no lock.
      let atomics = execution.events { ($0.opensAtomic || $0.completesAtomic) && $0.lock == .none }
      let locks = execution.events { $0.lock != .none }
      plain =
        execution.events {
          $0.action != .fence && $0.order == .plain && !$0.opensAtomic && !$0.completesAtomic
        }
        & ~locks
      marked = execution.all & ~plain
      returned = x.reads & ~(execution.events { $0.isUnreturned } & x.atomicReads)
      // An atomic update that fails orders nothing.
      acquires =
        execution.events {
          $0.action == .read && ($0.order == .acquire || $0.lock == .lockRead) && !$0.opensAtomic
        }
        | (execution.events { $0.action == .read && ($0.order == .acquire || $0.lock == .lockRead) }
          & x.atomicReads)
      releases = execution.events {
        $0.action == .write && ($0.order == .release || $0.lock == .unlock)
      }
      let lockReads = execution.events { $0.lock == .lockRead } & x.atomicReads
      let lockWrites = execution.events { $0.lock == .lockWrite }
      let unlocks = execution.events { $0.lock == .unlock }

      var acquirePo = x.poAccesses.from(acquires)
      acquirePo |= x.separated(by: fences(.acquireFence)).from(x.reads)
      acquirePo = term(.acquire, omitted, acquirePo, x)
      var poRelease = x.poAccesses.to(releases)
      poRelease |= x.separated(by: fences(.releaseFence)).to(x.writes)
      poRelease = term(.release, omitted, poRelease, x)

      readBarrier = term(.rmb, omitted, x.separated(by: fences(.rmb)).from(returned, to: returned), x)
      let writeBarrier = term(
        .wmb, omitted, x.separated(by: fences(.wmb)).from(x.writes, to: x.writes), x)
      var strong = term(.mb, omitted, x.separated(by: fences(.mb)), x)
      let beforeAtomic = fences(.beforeAtomic)
      let afterAtomic = fences(.afterAtomic)
      if !(beforeAtomic | afterAtomic).isEmpty, omitted != .aroundAtomic {
        let orNext = x.poAccesses.orSelf
        strong |= x.separated(by: beforeAtomic).to(atomics).then(orNext.to(x.accesses))
        strong |= orNext.from(x.accesses, to: atomics).then(x.separated(by: afterAtomic).from(atomics))
      }
      var unlockLock = x.empty
      if !locks.isEmpty {
        let orNext = x.poAccesses.orSelf
        let afterSpinlock = fences(.afterSpinlock)
        if !afterSpinlock.isEmpty, omitted != .afterSpinlock {
          strong |= orNext.from(x.accesses, to: lockWrites).then(
            x.separated(by: afterSpinlock).from(lockWrites))
        }
        let afterUnlockLock = fences(.afterUnlockLock)
        if !afterUnlockLock.isEmpty, omitted != .afterUnlockLock {
          strong |= x.poAccesses.to(unlocks).then((x.co | x.poAccesses).from(unlocks, to: lockWrites))
            .then(x.separated(by: afterUnlockLock).from(lockWrites))
        }
        unlockLock = term(
          .unlockLock, omitted,
          x.poAccesses.to(unlocks).then((x.poAccesses | x.rf).from(unlocks, to: lockReads)).then(
            x.poAccesses),
          x)
      }
      let srcuUnlocks = execution.events { $0.lock == .srcuReadUnlock }
      let afterSRCU = fences(.afterSRCUReadUnlock)
      if !afterSRCU.isEmpty, omitted != .afterSRCUReadUnlock {
        strong |= x.poAccesses.orSelf.from(x.accesses, to: srcuUnlocks).then(
          x.separated(by: afterSRCU).from(srcuUnlocks))
      }
      let domains = execution.rcuDomains
      for domain in domains { strong |= x.po.to(domain.gracePeriods).then(x.po.orSelf) }
      nonReadWriteFence = strong | poRelease | acquirePo
      let directFence = nonReadWriteFence | writeBarrier | readBarrier

      let carried = term(.carriedDependency, omitted, x.data.to(~srcuUnlocks).then(x.rfi), x).star
      address = carried.then(term(.address, omitted, x.address, x))
      let dependency = address | carried.then(term(.data, omitted, x.data, x))
      var preserved = (dependency | carried.then(term(.control, omitted, x.control, x))).to(x.writes)
      preserved |= term(.overwrite, omitted, x.internal(x.co | x.fr), x)
      if !plain.isEmpty {
        preserved |= term(.plainAddressThenWmb, omitted, address.to(plain).then(writeBarrier), x)
      }
      preserved |= address.to(x.reads)
      preserved |= term(.dependencyThenRead, omitted, dependency.to(marked).then(x.rfi), x)
      preserved |= x.internal(directFence) | x.internal(unlockLock)

      let rfe = term(.readsFrom, omitted, x.rfe, x)
      atomicSequence =
        term(
          .atomicSequence, omitted, x.atomicWrites.isEmpty ? x.empty : x.rf.then(x.rmw).closure, x
        ).orSelf
      let cumulative = strong | poRelease
      var cumul = cumulative | writeBarrier | unlockLock
      cumul |= term(.cumulativity, omitted, x.rfe.to(marked).then(cumulative), x)
      cumul = cumul.from(marked, to: marked)
      cumulFence = x.atomicWrites.isEmpty ? cumul : cumul.then(atomicSequence)

      let overwriteExternal = term(.overwriteExternal, omitted, x.external(x.co | x.fr), x).orSelf
      let propagates = overwriteExternal.from(marked).then(cumulFence.star).to(marked)
        .then(rfe.orSelf).from(marked, to: marked)
      var back = x.internal(propagates)
      for id in 0..<x.count { back.rows[id] &= ~EventSet.only(id) }
      happensBefore = (preserved | rfe | term(.propagatesBack, omitted, back, x)).from(marked, to: marked)
      let happensBeforeOrSame = happensBefore.star
      propagatesBefore = propagates.then(strong).then(happensBeforeOrSame).to(marked)
      if domains.isEmpty {
        (strongFence, fence, rcuBefore) = (strong, directFence, x.empty)
      } else {
        let rcu = ReadCopyUpdate(
          domains, po: x.po, propagates: propagates,
          executesBefore: happensBeforeOrSame.then(propagatesBefore.star), marked: marked)
        (strongFence, fence, rcuBefore) = (strong | rcu.fence, directFence | rcu.fence, rcu.before)
      }
    }

    /// Pairs of accesses of a thread with something between them, or at the right end of them, across which the
    /// compiler moves nothing.
    private var compilerBarrier: Relation {
      let fences = x.execution.events {
        $0.action == .fence && $0.fence != .afterSpinlock && $0.fence != .afterUnlockLock
          && $0.fence != .afterSRCUReadUnlock
      }
      let sections = x.execution.events { $0.lock == .srcuReadLock || $0.lock == .srcuReadUnlock }
      let between = fences | acquires | releases | sections
      return x.separated(by: between) | x.poAccesses.to(releases) | x.poAccesses.from(acquires)
    }

    /// Whether a thread writes a variable plainly and accesses it by a marked access too, with nothing between that
    /// keeps the compiler from merging the two.
    var mixesAccesses: Bool {
      let plainWrites = plain & x.writes
      guard !plainWrites.isEmpty else { return false }
      let near = x.poLoc - compilerBarrier
      let marked = marked & x.accesses
      return !near.from(plainWrites, to: marked).isEmpty || !near.from(marked, to: plainWrites).isEmpty
    }
  }

  /// The model's account of plain accesses: how far marked ones hold them in place, and when they race.
  struct PlainAccesses {
    let kernel: Kernel
    let writesVisibleToWrites, writesVisibleToReads, readsBeforeWrites: Relation
    let preRace: Relation

    init(_ kernel: Kernel) {
      self.kernel = kernel
      let x = kernel.x
      let marked = kernel.marked
      let executesBefore = (kernel.happensBefore | kernel.propagatesBefore | kernel.rcuBefore).star
      let visible = kernel.cumulFence.star.then(x.rfe.orSelf).to(marked).then(
        kernel.strongFence.to(marked).then(executesBefore) | x.internal(executesBefore))
      let readBarrier = kernel.readBarrier
      let writePreBounded = (kernel.address | kernel.fence).orSelf.from(marked)
      let readPreBounded = (kernel.address | kernel.nonReadWriteFence | readBarrier).orSelf.from(marked)
      let writePostBounded = kernel.fence.orSelf.to(marked).then(kernel.atomicSequence)
      let readPostBounded = (kernel.nonReadWriteFence | readBarrier).orSelf.to(marked)
      let strongBefore = kernel.strongFence.then(executesBefore)
      let postVisible = writePostBounded.then(visible)
      writesVisibleToWrites =
        kernel.fence | strongBefore.then(writePreBounded) | postVisible.then(writePreBounded)
      writesVisibleToReads =
        kernel.fence | strongBefore.then(readPreBounded) | postVisible.then(readPreBounded)
      readsBeforeWrites = kernel.fence | readPostBounded.then(executesBefore).then(writePreBounded)
      let initial = x.execution.initialWrites
      var pairs = x.empty
      for id in 0..<x.count where x.accesses.contains(id) {
        if kernel.plain.contains(id) {
          pairs.rows[id] = x.accesses
        } else if !initial.contains(id) {
          pairs.rows[id] = kernel.plain
        }
      }
      preRace = x.external(pairs)
    }

    /// No plain access reads or overwrites what it cannot yet or can no longer see.
    var isCoherent: Bool {
      let x = kernel.x
      let wrong =
        (preRace & x.rf & readsBeforeWrites.inverse) | (preRace & x.fr & writesVisibleToReads.inverse)
        | (preRace & x.co & writesVisibleToWrites.inverse)
      return wrong.isEmpty
    }

    var race: (Int, Int)? {
      let x = kernel.x
      let marked = kernel.marked
      var ordered = writesVisibleToWrites
      for id in 0..<x.count {
        let before = marked.contains(id) ? x.writes : readsBeforeWrites.rows[id]
        let after = (x.writes.contains(id) ? marked : .none) | writesVisibleToReads.rows[id]
        ordered.rows[id] &= before & after
      }
      let writeWrite = (preRace & x.co) - ordered
      let writeRead =
        (preRace & (x.rf | x.co.then(x.rf))) - writesVisibleToReads - readsBeforeWrites.inverse
      let readWrite = (preRace & x.fr) - writesVisibleToReads - readsBeforeWrites
      let races = writeWrite | writeRead | readWrite
      for (id, others) in races.rows.enumerated() { if let other = others.first { return (id, other) } }
      return nil
    }
  }
}
