import Foundation
import RunRecord
import Statistics

/// The rows of a campaign that are compared with one another (``ComparedRows``), in a workload whose figures repeat well
/// enough to be ranked.
public struct Ranking: Sendable {
  /// The cheapest first.
  public let rows: [RowKey]
  /// How the figures of two rows differ, the cheaper first.
  private let differences: [Pair: ToldApart.Difference]
  /// Each row's figures by round, with the two CPUs in the state that most trials were in.
  private let figures: [[Int: Double]]

  private struct Pair: Hashable { var first, second: Int }

  /// All rankings of a campaign's trials.
  public static func all(_ trials: [TrialRecord]) -> [Ranking] { all(trials, ComparableTrials(trials)) }

  static func all(_ trials: [TrialRecord], _ comparable: ComparableTrials) -> [Ranking] {
    let ranked = trials.filter {
      $0.spec.row.workload.ranks && $0.spec.row.subject != .lowerBound && !$0.spec.row.oversubscribed
    }
    let compared = ComparedRows(ranked.map(\.spec.row))
    return Dictionary(grouping: ranked) { compared.common($0.spec.row) }
      .sorted { RowKey.inReportOrder($0.key, $1.key) }
      .compactMap { Ranking(Dictionary(grouping: $0.value, by: \.spec.row), comparable) }
  }

  /// Nil where fewer than two rows have a figure.
  private init?(_ rows: [RowKey: [TrialRecord]], _ comparable: ComparableTrials) {
    struct Measured {
      var row: RowKey
      var trials: [TrialRecord]
      var usual: [Int: Double]
      var ns: Double
    }
    let measured = rows.compactMap { row, trials -> Measured? in
      let usual = comparable.usual(of: trials).figuresByRound
      guard let ns = median(of: Array(usual.values)), ns > 0 else { return nil }
      return Measured(row: row, trials: trials, usual: usual, ns: ns)
    }
    .sorted { ($0.ns, $0.row.words) < ($1.ns, $1.row.words) }
    guard measured.count > 1 else { return nil }
    self.rows = measured.map(\.row)
    figures = measured.map(\.usual)
    // Two rows are compared in whatever state the two CPUs were, if it was the same for both.
    let told = ToldApart(
      measured.map { row in row.trials.flatMap(comparable.figures) })
    var differences: [Pair: ToldApart.Difference] = [:]
    for second in measured.indices {
      for first in 0..<second {
        differences[Pair(first: first, second: second)] = told.difference(first, second)
      }
    }
    self.differences = differences
  }

  private func difference(_ one: Int, _ other: Int) -> ToldApart.Difference {
    differences[Pair(first: min(one, other), second: max(one, other))] ?? .unknown
  }

  /// As it is recorded.
  var record: RankingRecord {
    let control = rows.firstIndex(where: \.isNegativeControl)
    let original = control.flatMap { control in
      rows.firstIndex { $0.ring == rows[control].ring && !$0.isNegativeControl }
    }
    let pair = control.flatMap { control in original.map { (control, $0) } }
    var key = rows.first(where: \.isPeer) ?? rows[0]
    key.isNegativeControl = false
    return RankingRecord(
      key: key, rows: rows.count, level: ToldApart.level, marginPercent: 100 * ToldApart.margin,
      negativeControl: pair.flatMap { ratio($0, over: $1) },
      isUntrustworthy: pair.map { difference($0, $1) == .toldApart } ?? false)
  }

  /// For each row its groups and its ratio to `none`.
  var places: [RowKey: (groups: [Int], overNone: MeasuredFigure?)] {
    let groups = IndistinguishableGroups(count: rows.count) { difference($0, $1) == .toldApart }
    return Dictionary(
      uniqueKeysWithValues: rows.indices.map { row in
        (rows[row], (groups.ofRow[row], none(beside: row).flatMap { $0 == row ? nil : ratio(row, over: $0) }))
      })
  }

  /// Where the ring without barriers stands that is the same as this row's but for them; a peer has none.
  private func none(beside row: Int) -> Int? {
    rows.firstIndex {
      ["none", RingSpec.assignedNone].contains($0.ring?.strategy) && !$0.isNegativeControl
        && $0.withoutStrategy == rows[row].withoutStrategy
    }
  }

  /// A row's figures over another's in the usual state, as rows are compared (``SameStatePairs``): in the same round where both
  /// have one; nil without figures.
  private func ratio(_ row: Int, over base: Int) -> MeasuredFigure? {
    let ratios = SameStatePairs.pairs(inUsualState(row), inUsualState(base)).map {
      $0.first.ns / $0.second.ns
    }
    return ratios.isEmpty ? nil : MeasuredFigure(of: ratios)
  }

  private func inUsualState(_ row: Int) -> [FigureInState] {
    figures[row].sorted { $0.key < $1.key }.map { FigureInState(round: $0.key, state: 0, ns: $0.value) }
  }

  /// The rows of all rankings that are not settled.
  public static func open(_ trials: [TrialRecord], precision: Precision) -> Set<RowKey> {
    all(trials).reduce(into: []) { $0.formUnion($1.open(precision: precision)) }
  }

  /// Rounds before the first look: with fewer no two rows can be told apart.
  public static var firstLook: Int { ToldApart.looks.first }

  /// How many rounds there are at the first look after `rounds` of them.
  public static func nextLook(after rounds: Int) -> Int { ToldApart.looks.nextCount(after: rounds) }

  /// The rows that more rounds may still settle, for a campaign that has time left.
  ///
  /// A row is settled if the interval of its own figure is within `precision` and every pair that matters is: its
  /// neighbours in the ranking, and `none`. A pair is settled if it is told apart, or alike within the precision or the
  /// margin, whichever is wider. A row that is compared with an open one is open too: only common rounds count.
  ///
  func open(precision: Precision) -> Set<RowKey> {
    guard let precision = precision.share(of: rows[0].workload) else { return [] }
    var open: Set<RowKey> = []
    func settles(_ one: Int, _ other: Int) {
      switch difference(one, other) {
      case .toldApart: return
      case .alike(let within) where within <= max(precision, 2 * ToldApart.margin): return
      case .alike, .unknown: open.formUnion([rows[one], rows[other]])
      }
    }
    for row in rows.indices {
      let own = MeasuredFigure(of: Array(figures[row].values)).relativeHalfWidth
      if own.map({ $0 > precision }) ?? true { open.insert(rows[row]) }
      if row > 0 { settles(row - 1, row) }
      if let none = none(beside: row), none != row { settles(none, row) }
    }
    // `none` is measured beside every open row: it is compared with each.
    open.formUnion(rows.indices.filter { open.contains(rows[$0]) }.compactMap(none(beside:)).map { rows[$0] })
    return open
  }
}

extension RowKey {
  /// What a row has in common with those that it is compared with.
  public var withoutStrategy: RowKey {
    var key = self
    // Barriers that are read at run time take time to read.
    key.ring?.strategy = ring?.isAssigned == true ? RingSpec.assignedNone : ""
    key.isNegativeControl = false
    return key
  }
}

extension MeasuredFigure {
  /// The median of `values` and its exact interval.
  init(of values: [Double]) {
    self.init(
      median: Statistics.median(of: values) ?? 0,
      interval: MedianInterval.exact(values, error: 1 - Self.confidence), rounds: values.count)
  }
}
