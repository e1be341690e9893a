import RunRecord

/// Where a row stands in its ranking.
public struct Place: Equatable, Sendable {
  /// From 1 for the cheapest.
  public var number: Int
  /// From the first to the last place of the rows that it cannot be told apart from, its own included. It is told apart from every
  /// row outside them.
  public var alike: ClosedRange<Int>
  /// The places of its block: every row of one block is told apart from every row of another.
  public var block: ClosedRange<Int>

  public init(number: Int, alike: ClosedRange<Int>, block: ClosedRange<Int>) {
    (self.number, self.alike, self.block) = (number, alike, block)
  }
}

/// The places of rows in their rankings, by their figures and their groups. The negative control is a second measurement of one
/// row: it has that row's place.
public struct Places: Sendable {
  private let places: [RowKey: Place]

  /// - Parameters:
  ///   - rows: A campaign's rows, or those of one state.
  ///   - wrong: Peers that have no place: ``SummaryRecord/wrongPeers``.
  public init(_ rows: [SummaryRow], withoutPlace wrong: Set<String> = []) {
    let ranked = rows.filter { $0.groups != nil && !($0.key.isPeer && wrong.contains($0.key.strategy ?? "")) }
    let compared = ComparedRows(ranked.map(\.key))
    let measured = ranked.filter { $0.figure != nil && !$0.key.isNegativeControl }
    let rankings = Dictionary(grouping: measured) { compared.common($0.key) }.values
    places = rankings.reduce(into: [:]) { places, rows in
      let rows = rows.sorted {
        ($0.figure?.median ?? 0, $0.key.words) < ($1.figure?.median ?? 0, $1.key.words)
      }
      let groups = rows.map { Set($0.groups ?? []) }
      let alike = rows.indices.map { row in
        let ends = rows.indices.filter { $0 == row || !groups[$0].isDisjoint(with: groups[row]) }
        return (ends.first ?? row)...(ends.last ?? row)
      }
      var start = 0
      var reach = 0
      for row in rows.indices {
        reach = max(reach, alike[row].upperBound)
        guard reach == row else { continue }
        for member in start...row {
          places[rows[member].key] = Place(
            number: member + 1, alike: alike[member].lowerBound + 1...alike[member].upperBound + 1,
            block: start + 1...row + 1)
        }
        (start, reach) = (row + 1, row + 1)
      }
    }
  }

  /// The row's place; nil where it is in no ranking.
  public subscript(key: RowKey) -> Place? {
    var key = key
    key.isNegativeControl = false
    return places[key]
  }
}

extension SummaryRecord {
  /// The rings that are not of the catalogue and are wrong, here or under a memory model. What a wrong ring costs says
  /// nothing of one that is right.
  public var wrongPeers: Set<String> {
    let names = Set((campaign.peers ?? []).map(\.name))
    let wrong =
      architectures.filter { $0.verdict == .allowed }.map(\.strategy)
      + verdicts.filter { $0.seen == .violated }.map(\.strategy)
    return names.intersection(wrong)
  }
}
