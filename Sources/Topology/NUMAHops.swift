/// How far apart NUMA nodes are, in hops: as the kernel counts them for its scheduling domains (sched_numa_hop_mask()),
/// the rank of a distance among all the different ones of the machine's table. 0 within a node.
public struct NUMAHops: Hashable, Codable, Sendable {
  /// Operating system numbers of the nodes, in the order of the table's rows.
  public let nodes: [Int]
  /// Hops from the row's node to the column's. Where the two directions differ, the larger number stands in both.
  public let table: [[Int]]

  /// Ranks a table of distances, row by row, as in ACPI's SLIT; nil unless it is square.
  init?(nodes: [Int], distances: [UInt64]) {
    let count = nodes.count
    guard count > 0, distances.count == count * count else { return nil }
    let ranks = Dictionary(
      uniqueKeysWithValues: Set(distances).sorted().enumerated().map { ($0.element, $0.offset) })
    self.nodes = nodes
    table = (0..<count).map { row in
      (0..<count).map { column in
        guard row != column else { return 0 }
        let farther = max(distances[row * count + column], distances[column * count + row])
        return ranks[farther] ?? 0
      }
    }
  }

  /// Hops between two nodes; nil where the table does not have both.
  public func between(_ one: Int, _ other: Int) -> Int? {
    guard let row = nodes.firstIndex(of: one), let column = nodes.firstIndex(of: other) else {
      return one == other ? 0 : nil
    }
    return table[row][column]
  }
}
