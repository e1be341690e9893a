import AIORing

/// An edge that C's header and Swift's atomics keep in order by different instructions: the kernel's barriers are
/// fences between two accesses, Swift's orderings stand on the index access itself.
public struct SpellingDifference: Sendable {
  /// An ordering and the instructions that it becomes.
  public typealias Spelling = (ordering: Ordering, instructions: [Instruction])

  public let edge: Edge
  /// What the kernel has there.
  public let fence: Spelling
  /// What a C11 or Swift programmer writes there.
  public let access: Spelling

  private static let rows: [(edge: Edge, fence: Ordering, access: Ordering)] = [
    (.publish, .wmb, .release), (.observe, .rmb, .acquire), (.retire, .mb, .release), (.wake, .mb, .seqCst),
    (.claim, .acquireFence, .acquire), (.publish, .releaseFence, .release),
  ]

  /// Every difference between the two on a target.
  public static func all(on target: AuditTarget) -> [SpellingDifference] {
    rows.compactMap { row in
      let fence = target.mapping.fence(row.fence).map { [$0] } ?? []
      var barriers = AssignedBarriers()
      barriers[row.edge] = row.access
      let access = target.mapping.ordering(barriers, at: row.edge)
      if fence == access { return nil }
      return SpellingDifference(edge: row.edge, fence: (row.fence, fence), access: (row.access, access))
    }
  }
}
