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

  /// The other names that uname(2), compilers and people have for it. Every command takes them.
  public var aliases: [String] {
    switch self {
    case .x86: ["x86-tso", "x86", "x86_64", "amd64", "i386", "i686"]
    case .sparcTSO, .alpha: []
    case .sparcPSO: ["pso"]
    case .sparcRMO: ["rmo"]
    case .ia64: ["itanium"]
    case .mips: ["mips64"]
    case .armv7: ["arm", "armv7l"]
    case .armv8: ["aarch64", "arm64"]
    case .power: ["powerpc", "ppc64", "ppc64le"]
    case .riscv: ["riscv64"]
    case .z: ["s390x"]
    }
  }

  /// The architecture of that name or alias; nil if it is not in the list.
  public init?(named name: String) {
    let match = Self.allCases.first { $0.rawValue == name || $0.aliases.contains(name) }
    guard let match else { return nil }
    self = match
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
