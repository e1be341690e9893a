/// Which pairs of accesses, the one before and the one after, a barrier keeps in order.
public struct OrderedPairs: OptionSet, Sendable {
  public let rawValue: UInt8
  @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }
  /// A load, then a load.
  public static let loadLoad = OrderedPairs(rawValue: 1)
  /// A load, then a store.
  public static let loadStore = OrderedPairs(rawValue: 2)
  /// A store, then a load: the pair that costs.
  public static let storeLoad = OrderedPairs(rawValue: 4)
  /// A store, then a store.
  public static let storeStore = OrderedPairs(rawValue: 8)
  public static let all: OrderedPairs = [.loadLoad, .loadStore, .storeLoad, .storeStore]
}

/// The instructions that the ring's accesses and barriers become, as an assembler spells them.
public enum Instruction: String, CaseIterable, Sendable {
  // Accesses that order nothing by themselves, whatever the architecture calls them.
  case load
  case store
  /// Load-locked and store-conditional, or a relaxed atomic instruction.
  case atomic

  // x86 (Intel SDM volume 3, 9.2). A locked instruction is a full barrier.
  case lockedAtomic = "lock"
  case xchg
  case lockAdd = "lock addl $0,-4(%rsp)"
  case mfence
  case sfence

  // SPARC (The SPARC Architecture Manual, version 9, 8.4.3).
  case membarStoreLoad = "membar #StoreLoad"
  case membarStoreStore = "membar #StoreStore"
  case membarLoadLoad = "membar #LoadLoad"
  case membarLoads = "membar #LoadLoad|#LoadStore"
  case membarStores = "membar #LoadStore|#StoreStore"
  case membarAll = "membar #LoadLoad|#LoadStore|#StoreLoad|#StoreStore"

  // Alpha (Alpha Architecture Reference Manual, 5.6).
  case mb
  case wmb

  // IA-64 (Intel Itanium SDM volume 1, 4.4.7).
  case mf
  case ldAcq = "ld.acq"
  case stRel = "st.rel"
  case xchgAcq = "xchg.acq"

  // MIPS (MIPS64 volume II, SYNC), and POWER's heavy barrier by the same name.
  case sync
  // POWER (Power ISA, book II, 4.6.3). isync orders only behind a branch.
  case lwsync
  case eieio
  case isync

  // ARM (Arm ARM, B2.3). isb orders only behind a branch or an address.
  case dmbIsh = "dmb ish"
  case dmbIshld = "dmb ishld"
  case dmbIshst = "dmb ishst"
  case isb
  case ldar
  case ldapr
  case stlr
  case ldaxr
  case stlxr

  // RISC-V (unprivileged ISA, RVWMO).
  case fenceRWRW = "fence rw,rw"
  case fenceRRW = "fence r,rw"
  case fenceRWW = "fence rw,w"
  case fenceRR = "fence r,r"
  case fenceWW = "fence w,w"
  case fenceRW = "fence r,w"
  case fenceWR = "fence w,r"
  case fenceWRW = "fence w,rw"
  case fenceRWR = "fence rw,r"
  case fenceTSO = "fence.tso"
  case amoAq = "amo.aq"
  case amoRl = "amo.rl"
  case amoAqRl = "amo.aqrl"

  // z (z/Architecture Principles of Operation, 5-126: serialization).
  case bcr = "bcr 14,0"

  /// What the instruction orders when it stands between two accesses; empty for accesses.
  public var orders: OrderedPairs {
    switch self {
    case .lockAdd, .mfence, .membarAll, .mb, .mf, .sync, .dmbIsh, .fenceRWRW, .bcr: .all
    case .membarStoreLoad, .fenceWR: .storeLoad
    case .sfence, .membarStoreStore, .wmb, .dmbIshst, .fenceWW, .eieio: .storeStore
    case .membarLoadLoad, .fenceRR: .loadLoad
    case .membarLoads, .dmbIshld, .fenceRRW: [.loadLoad, .loadStore]
    case .membarStores, .fenceRWW: [.loadStore, .storeStore]
    case .fenceRW: .loadStore
    case .fenceWRW: [.storeLoad, .storeStore]
    case .fenceRWR: [.loadLoad, .storeLoad]
    case .lwsync, .fenceTSO: [.loadLoad, .loadStore, .storeStore]
    case .load, .store, .atomic, .lockedAtomic, .xchg, .ldAcq, .stRel, .xchgAcq, .ldar, .ldapr, .stlr, .ldaxr,
      .stlxr, .amoAq, .amoRl, .amoAqRl, .isb, .isync:
      []
    }
  }

  /// What it costs relative to others: nothing for ordinary accesses, little for accesses that order, more for barriers
  /// that order some pairs, most for those that wait for stores. The order in which manuals and McKenney ("Is Parallel
  /// Programming Hard", chapter "Memory Ordering") rank them; only the order between the numbers means anything.
  public var relativeCost: Double {
    switch self {
    case .load, .store, .atomic, .lockedAtomic: 0
    case .ldapr, .ldar, .stlr, .ldAcq, .stRel, .ldaxr, .stlxr, .xchgAcq, .amoAq, .amoRl, .amoAqRl: 1
    case .sfence, .membarStoreStore, .membarLoadLoad, .wmb, .dmbIshst, .dmbIshld, .fenceRR, .fenceWW,
      .fenceRW, .eieio, .isync, .isb:
      2
    case .membarLoads, .membarStores, .fenceRRW, .fenceRWW, .lwsync, .fenceTSO: 3
    case .lockAdd, .xchg, .membarStoreLoad, .membarAll, .mb, .mf, .sync, .dmbIsh, .fenceRWRW, .bcr,
      .fenceWR, .fenceWRW, .fenceRWR:
      6
    case .mfence: 8
    }
  }
}
