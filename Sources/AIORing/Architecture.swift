/// An instruction set, with its memory model where it has several (SPARC V9 has three). To add one, add a case and its
/// row of ``InstructionMapping`` here; the checker also needs its model.
public enum Architecture: String, CaseIterable, Sendable {
  case x86 = "x86-64"
  case sparcTSO = "sparc-tso"
  case sparcPSO = "sparc-pso"
  case sparcRMO = "sparc-rmo"
  case alpha
  case ia64
  case mips
  case armv7
  case armv8
  case power
  case riscv
  case z

  /// The architecture of a machine as uname(2) names it; nil if it is not in the list.
  public init?(machine: String) {
    switch machine {
    case "x86_64", "i686", "i386": self = .x86
    case "aarch64", "arm64": self = .armv8
    case "armv7l": self = .armv7
    case "riscv64": self = .riscv
    case "ppc64", "ppc64le": self = .power
    case "s390x": self = .z
    case "mips64": self = .mips
    default: return nil
    }
  }
}

extension InstructionMapping {
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
}
