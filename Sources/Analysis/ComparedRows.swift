import RunRecord

/// Which rows are compared with one another: those that differ in nothing but the strategy; and where peers were measured,
/// the peers with all our rings of the same workload, size and CPUs, whatever their layout. A ring in which one strategy was
/// measured beside the others is compared with the ring in which all were.
public struct ComparedRows: Sendable {
  /// What the peers' rows have in common with those beside them.
  private let besidePeers: Set<RowKey>
  /// Rings in which one strategy was measured.
  private let alone: Set<MeasuredRing>
  /// The ring in which most were.
  private let main: MeasuredRing?

  /// - Parameter rows: All rows of a campaign.
  public init(_ rows: some Sequence<RowKey>) {
    besidePeers = Set(rows.filter(\.isPeer).map(\.withoutSubject))
    let ranked = rows.filter { $0.workload.ranks }
    alone = MeasuredRing.alone(in: ranked)
    main = MeasuredRing(ofMost: ranked)
  }

  /// What a row has in common with those that it is compared with.
  public func common(_ row: RowKey) -> RowKey {
    // A ring whose barriers are read at run time is compared only with others of its kind.
    let isComparable = row.ring.map { !$0.isAssigned && $0.payloadStores == .ordinary } ?? row.isPeer
    let bare = row.withoutSubject
    if isComparable, besidePeers.contains(bare) { return bare }
    var common = row.withoutStrategy
    if isComparable, let main, let ring = row.ring, alone.contains(MeasuredRing(ring)) {
      common.ring?.layout = main.layout
      common.ring?.indexUse = main.indexUse
    }
    return common
  }
}

extension RowKey {
  fileprivate var withoutSubject: RowKey {
    var key = self
    (key.subject, key.isNegativeControl) = (.peer(""), false)
    return key
  }
}
