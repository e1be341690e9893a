#if !hasFeature(Embedded)
  /// What a run of a strategy on the CPU at hand should show, and why: read off the instruction table, so that a
  /// `clean` that says nothing is told from one that does.
  public struct NativeExpectation: Sendable, Equatable {
    /// What is expected.
    public var outcome: Outcome
    /// Why, in a sentence.
    public var reason: String
    /// Whether the strategy claims to be correct here: then a violation is an error of the strategy or of this
    /// suite, whatever was expected.
    public var isClaimed: Bool
    /// The edges at which nothing keeps the order here: those a violation can be owed to.
    public var unorderedEdges: [Edge]

    /// What is expected.
    public enum Outcome: String, Sendable {
      case clean, violated
      /// The compiler or the CPU may reorder, and need not: either is as expected.
      case either
    }

    /// The events of a ring written with `stores` on `architecture`.
    public init(eventsOf entry: StrategyEntry, stores: PayloadStoreKind, on architecture: Architecture) {
      let mapping = InstructionMapping(architecture)
      let isClaimed = entry.correctnessClaim.covers(mapping)
      if entry.barriers.storesTailFirst {
        self.init(
          .violated, "the tail is stored before the event in source order: any CPU shows it", claimed: false,
          [.publish])
      } else if stores == .streaming, architecture == .x86 {
        let ordering = mapping.streamingStoreOrder(of: entry.barriers)
        self.init(
          ordering == nil ? .violated : .clean,
          ordering.map { "\($0) between the event and the tail waits for streaming stores" }
            ?? "nothing between the event and the tail waits for streaming stores: C11 and Swift atomics order "
            + "ordinary stores only, and x86 needs no instruction for those",
          claimed: isClaimed && ordering != nil, ordering == nil ? [.publish] : [])
      } else if !mapping.isTotalStoreOrder, entry.barriers.lock == nil {
        self.init(
          .either,
          "this CPU may reorder the ring's accesses where no barrier stands; the model columns say where",
          claimed: isClaimed, Edge.allCases.filter { entry.barriers[$0] == .none })
      } else if entry.barriers.lock != nil {
        self.init(.clean, "the lock orders every access of both sides", claimed: isClaimed, [])
      } else {
        let bare = [Edge.claim, .publish, .observe, .retire].filter { entry.barriers[$0] == .none }
        let list = bare.map(\.rawValue).joined(separator: ", ")
        self.init(
          bare.isEmpty ? .clean : .either,
          bare.isEmpty
            ? "this CPU does not reorder these accesses, and every edge holds the compiler"
            : "this CPU does not reorder these accesses; at \(list) nothing holds the compiler",
          claimed: isClaimed, bare)
      }
    }

    /// The wake-ups of a sleeping consumer on `architecture`.
    public init(wakeUpsOf entry: StrategyEntry, on architecture: Architecture) {
      let barriers = entry.barriers
      let open = [Edge.wake, .sleep].filter { edge in
        !barriers[edge].isFull && !(edge == .wake && barriers.sleep == .membarrier && barriers.wake != .none)
      }
      if open.isEmpty {
        self.init(
          .clean,
          barriers.sleep == .membarrier
            ? "the sleeper's membarrier(2) is a full barrier on both sides"
            : "full barriers at wake and sleep",
          claimed: entry.claimsWakeUps, [])
      } else {
        let list = open.map(\.rawValue).joined(separator: " and ")
        self.init(
          .violated, "no full barrier at \(list): every CPU with a store buffer lets the load pass the store",
          claimed: entry.claimsWakeUps, open)
      }
    }

    private init(_ outcome: Outcome, _ reason: String, claimed: Bool, _ unordered: [Edge]) {
      (self.outcome, self.reason, isClaimed, unorderedEdges) = (outcome, reason, claimed, unordered)
    }
  }

  extension Ordering {
    /// Whether a store before it is seen before a load after it happens, on every architecture.
    package var isFull: Bool {
      switch self {
      case .mb, .mfence, .seqCstFence, .seqCst, .membarrier: true
      case .none, .compiler, .wmb, .rmb, .acquire, .release, .acquireFence, .releaseFence, .sfence,
        .mbUnlessTSO:
        false
      }
    }
  }

  extension InstructionMapping {
    /// The instruction between an event and its tail that also waits for weakly ordered stores before it: a fence
    /// of stores, or a locked instruction (Intel SDM volume 3, 9.2.2 and 9.2.5); nil if there is none.
    func streamingStoreOrder(of barriers: AssignedBarriers) -> String? {
      if let lock = barriers.lock {
        return lock.unlocksByStore ? nil : "the locked instruction that gives the lock back"
      }
      if let fence = fence(barriers.publish), fence.orders.contains(.storeStore) { return fence.rawValue }
      let store = store(barriers.tailStore).access
      return store == .xchg ? store.rawValue : nil
    }
  }
#endif
