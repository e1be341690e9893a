import AIORing

/// An edge that C's header and Swift's atomics keep in order by different instructions: the kernel's barriers are
/// fences between two accesses, Swift's orderings stand on the index access itself.
struct SpellingDifference: Sendable {
  /// What it is, in a line.
  let text: String

  /// The edges, what the kernel has there, and what a C11 or Swift programmer writes there.
  private static let rows: [(edge: Edge, fence: Ordering, access: Ordering)] = [
    (.publish, .wmb, .release), (.observe, .rmb, .acquire), (.retire, .mb, .release), (.wake, .mb, .seqCst),
    (.claim, .acquireFence, .acquire), (.publish, .releaseFence, .release),
  ]

  /// Every difference between the two columns on an architecture.
  static func all(in mapping: InstructionMapping) -> [SpellingDifference] {
    rows.compactMap { row in
      let fence = mapping.fence(row.fence).map { [$0] } ?? []
      var barriers = AssignedBarriers()
      barriers[row.edge] = row.access
      let access = EdgeFinding.promise(barriers, at: row.edge, mapping: mapping)
      if fence == access { return nil }
      return SpellingDifference(
        text: """
          \(row.edge.rawValue): \(row.fence.rawValue) is \(describe(fence)); \(row.access.rawValue) is \
          \(describe(access))
          """)
    }
  }

  private static func describe(_ instructions: [Instruction]) -> String {
    if instructions.isEmpty { return "no instruction, the hardware keeps the order anyway" }
    return instructions.map { "\($0.rawValue), \(effect($0))" }.joined(separator: " and ")
  }

  private static func effect(_ instruction: Instruction) -> String {
    switch instruction {
    case .ldar: "on the load: it before all later accesses, and after any earlier stlr"
    case .ldapr:
      "on the load: it before all later accesses; an earlier stlr to another word may still come after it"
    case .ldaxr, .amoAq: "on the load: it before all later accesses"
    case .stlr: "on the store: all earlier accesses before it, and it before any later ldar"
    case .stlxr, .amoRl: "on the store: all earlier accesses before it"
    case .xchg, .lockedAtomic: "on the store: all earlier accesses before it, it before all later ones"
    default: "a fence: \(pairs(instruction.orders))"
    }
  }

  private static func pairs(_ orders: OrderedPairs) -> String {
    switch orders {
    case .all: "all earlier accesses before all later ones"
    case [.loadLoad, .loadStore]: "earlier loads before all later accesses"
    case [.loadStore, .storeStore]: "all earlier accesses before later stores"
    case .storeStore: "earlier stores before later stores"
    case .loadLoad: "earlier loads before later loads"
    default: "some pairs of accesses"
    }
  }
}
