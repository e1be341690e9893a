import AIORing

/// ARMv8, AArch64: every write reaches all others at once; an external order of observations, dependencies,
/// barriers, and LDAR and STLR that are sequentially consistent with each other.
///
/// Arm Architecture Reference Manual (ARM DDI 0487), B2.3; Pulte and others, "Simplifying ARM Concurrency", POPL 2018.
/// Since 2022 an acquire that reads what an atomic of its own thread wrote follows the atomic's read, no longer its
/// write (herdtools7, pull request 325).
/// Since 2020 what decides between values is a dependency of its own, weaker than data (aarch64deps.cat, pick-dep;
/// aarch64.cat, pob and pick-lob).
/// An atomic instruction whose register is thrown away is not ordered by DMB LD (NoRet in herdtools7's aarch64.cat).
enum ARMv8: MemoryModel {
  static let architectures: [Architecture] = [.armv8]

  enum Rule: String, CaseIterable {
    case `internal`
    case external
    case atomicity
    // Observed by others.
    case readsFrom = "reads-from"
    case writeOrder = "coherence-order"
    case fromReads = "from-reads"
    /// A write stays behind the accesses of its thread to the same location, the other half of an atomic among them.
    case localWrite = "local-write-successor"
    // Dependency-ordered-before.
    case address, data, control
    case addressProgramOrder = "address-program-order"
    case localRead = "dependency-then-local-read"
    /// What decides which of several values an instruction leaves keeps behind it the writes that depend on the value,
    /// and those that are behind what depends on it.
    case pick = "pick-dependency"
    /// A branch or an address, then an isb: later reads wait for what it depends on.
    case instructionBarrier = "instruction-barrier"
    // Atomic-ordered-before.
    case atomicThenAcquire = "atomic-then-acquire"
    // Barrier-ordered-before.
    case dmb
    case dmbLoads = "dmb-loads"
    case dmbStores = "dmb-stores"
    case acquire, release
    case releaseAcquire = "release-acquire"
    /// An atomic instruction that acquires and releases keeps all that follows behind its write.
    case fullAtomic = "full-atomic"
  }

  static func permits(_ x: Relations, without omitted: Rule?) -> Bool {
    guard axiom(.internal, omitted, x.isCoherent), axiom(.atomicity, omitted, x.isAtomic) else {
      return false
    }
    let acquireSC = x.instructions(.ldar, .ldaxr)
    let acquire = acquireSC | x.instructions(.ldapr)
    let release = x.instructions(.stlr, .stlxr)
    // A read of what its own thread wrote last.
    let toRead = x.poLoc.from(x.writes, to: x.reads)
    let localRead = toRead - x.poLoc.from(x.writes, to: x.writes).then(toRead)
    // What one thread keeps in order.
    var local = term(.localWrite, omitted, x.poLoc.to(x.writes), x)
    local |= term(.address, omitted, x.address, x)
    local |= term(.data, omitted, x.data, x)
    local |= term(.control, omitted, x.control.to(x.writes), x)
    local |= term(.addressProgramOrder, omitted, x.address.then(x.po).to(x.writes), x)
    local |= term(.localRead, omitted, (x.address | x.data).then(localRead), x)
    local |= term(.atomicThenAcquire, omitted, x.rmw.then(localRead).to(acquire), x)
    local |= term(.dmb, omitted, x.fenced { $0 == .dmbIsh }, x)
    let throughBarrier = x.controlThenBarrier(.isb) | x.address.then(x.poThenBarrier(.isb))
    local |= term(.instructionBarrier, omitted, throughBarrier.to(x.reads), x)
    local |= term(
      .dmbLoads, omitted,
      x.fenced { $0 == .dmbIshld }.from(~x.execution.events(where: \.isUnreturned)), x)
    local |= term(.dmbStores, omitted, x.fenced { $0 == .dmbIshst }, x)
    if !acquire.isEmpty { local |= term(.acquire, omitted, x.poAccesses.from(acquire), x) }
    if !release.isEmpty {
      local |= term(.release, omitted, x.poAccesses.to(release), x)
      local |= term(.releaseAcquire, omitted, x.poAccesses.from(release, to: acquireSC), x)
    }
    let atomics = x.execution.events(where: \.isOneInstruction)
    if !atomics.isEmpty {
      let full = x.rmw.from(atomics & x.instructions(.ldaxr), to: x.instructions(.stlxr)).range
      local |= term(.fullAtomic, omitted, x.poAccesses.from(full), x)
    }
    let picks = x.execution.picks
    if !picks.isEmpty {
      // Through registers, and through what the thread reads back of its own writes.
      let picked = (x.address | x.data | picks | localRead).closure.from(x.reads)
      let behind = (picked | picked.then(x.control) | picked.then(local.closure)).to(x.writes)
      local |= term(.pick, omitted, behind | picked.then(throughBarrier).to(x.reads), x)
    }
    var order = local
    order |= term(.readsFrom, omitted, x.rfe, x)
    order |= term(.writeOrder, omitted, x.coe, x)
    order |= term(.fromReads, omitted, x.fre, x)
    return axiom(.external, omitted, order.isAcyclic)
  }
}
