import RunRecord

/// Which rows are compared with one another: those that differ in nothing but the strategy; and where peers were measured,
/// the peers with all our rings of the same workload, size and CPUs, whatever their layout.
public struct ComparedRows: Sendable {
  /// What the peers' rows have in common with those beside them.
  private let besidePeers: Set<RowKey>

  /// - Parameter rows: All rows of a campaign.
  public init(_ rows: some Sequence<RowKey>) {
    besidePeers = Set(rows.filter(\.isPeer).map(\.withoutSubject))
  }

  /// What a row has in common with those that it is compared with.
  public func common(_ row: RowKey) -> RowKey {
    // A ring whose barriers are read at run time is compared only with others of its kind.
    let isComparable = row.ring.map { !$0.isAssigned && $0.payloadStores == .ordinary } ?? row.isPeer
    let bare = row.withoutSubject
    return isComparable && besidePeers.contains(bare) ? bare : row.withoutStrategy
  }
}

extension RowKey {
  fileprivate var withoutSubject: RowKey {
    var key = self
    (key.subject, key.isNegativeControl) = (.peer(""), false)
    return key
  }
}
