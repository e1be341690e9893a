import AIORing
import RunRecord

/// A layout, and the index use it is measured with: strategies are compared in one such ring.
public struct MeasuredRing: Hashable, Sendable {
  public var layout: LayoutKind
  public var indexUse: IndexUseKind

  public init(layout: LayoutKind, indexUse: IndexUseKind) {
    (self.layout, self.indexUse) = (layout, indexUse)
  }

  init(_ ring: RingSpec) { self.init(layout: ring.layout, indexUse: ring.indexUse) }

  /// The ring that most strategies were measured in. Of several the padded one with cached indices, as a ring would be built
  /// today; else the layout that comes last. Nil where no ring was measured.
  init?(ofMost rows: some Sequence<RowKey>) {
    let most = Self.strategies(in: rows).max { one, other in
      (one.value.count, one.key.place) < (other.value.count, other.key.place)
    }
    guard let most else { return nil }
    self = most.key
  }

  /// The rings that are there to be compared with one another: those in which one strategy was measured and in others more,
  /// or the same in all.
  static func alone(in rows: some Sequence<RowKey>) -> Set<MeasuredRing> {
    let strategies = strategies(in: rows)
    let most = strategies.values.map(\.count).max() ?? 0
    guard most > 1 || (strategies.count > 1 && Set(strategies.values).count == 1) else { return [] }
    return Set(strategies.filter { $0.value.count == 1 }.keys)
  }

  private static func strategies(in rows: some Sequence<RowKey>) -> [MeasuredRing: Set<String>] {
    let rings = rows.compactMap(\.ring).filter { $0.payloadStores == .ordinary }
    return Dictionary(grouping: rings, by: MeasuredRing.init).mapValues { Set($0.map(\.strategy)) }
  }

  private var place: Int {
    if layout == .padded, indexUse == .cached { return .max }
    let layouts = LayoutKind.allCases.firstIndex(of: layout) ?? 0
    let uses = IndexUseKind.allCases.firstIndex(of: indexUse) ?? 0
    return layouts * IndexUseKind.allCases.count + uses
  }

  /// Whether a row is of this ring.
  public func isOf(_ key: RowKey) -> Bool { key.ring.map(MeasuredRing.init) == self }
}

extension SummaryRecord {
  /// The ring in which a table of all strategies shows a workload: ``MeasuredRing/init(ofMost:)``.
  public func ringOfTable(_ workload: Workload) -> MeasuredRing? {
    MeasuredRing(ofMost: rows.filter { $0.key.workload == workload && $0.rounds > 0 }.map(\.key))
  }
}
