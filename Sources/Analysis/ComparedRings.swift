import RunRecord

/// Which rows a table of rings has: the peers, and the strategies that were measured in a ring for that alone.
public struct ComparedRings: Sendable {
  private let strategies: Set<String>
  private let hasPeers: Bool

  /// - Parameter rows: The rows of a campaign that have figures.
  public init(_ rows: some Sequence<RowKey>) {
    let alone = MeasuredRing.alone(in: rows.filter { $0.workload.ranks })
    strategies = Set(rows.compactMap(\.ring).filter { alone.contains(MeasuredRing($0)) }.map(\.strategy))
    hasPeers = rows.contains(where: \.isPeer)
  }

  /// Beside peers every ring of ours stands.
  public func contains(_ row: RowKey) -> Bool {
    hasPeers ? row.subject != .lowerBound : row.strategy.map(strategies.contains) ?? false
  }
}
