import AIORing
import RunRecord

/// Where a ring's words lie and how its indices are used: strategies are compared in one of them.
public struct RingOfTable: Hashable, Sendable {
  public var layout: LayoutKind
  public var indexUse: IndexUseKind

  /// Whether a row is of this ring.
  public func isOf(_ key: RowKey) -> Bool {
    key.ring.map { $0.layout == layout && $0.indexUse == indexUse } ?? false
  }
}

extension SummaryRecord {
  /// The ring in which a table of all strategies shows a workload: the one that most strategies were measured in. Of several the
  /// padded one with cached indices, as a ring would be built today; else the layout that comes last. Nil where no ring was
  /// measured.
  public func ringOfTable(_ workload: Workload) -> RingOfTable? {
    var strategies: [RingOfTable: Set<String>] = [:]
    for row in rows where row.key.workload == workload && row.rounds > 0 {
      guard let ring = row.key.ring, ring.payloadStores == .ordinary else { continue }
      strategies[RingOfTable(layout: ring.layout, indexUse: ring.indexUse), default: []].insert(ring.strategy)
    }
    let usual = RingOfTable(layout: .padded, indexUse: .cached)
    func rank(_ ring: RingOfTable) -> [Int] {
      [
        strategies[ring]?.count ?? 0, ring == usual ? 1 : 0,
        LayoutKind.allCases.firstIndex(of: ring.layout) ?? 0,
        IndexUseKind.allCases.firstIndex(of: ring.indexUse) ?? 0,
      ]
    }
    return strategies.keys.max { rank($0).lexicographicallyPrecedes(rank($1)) }
  }
}
