import Foundation
import RunRecord
import Statistics

/// The figures of a campaign that a comparison of files uses.
public struct CampaignFigures: Sendable {
  /// The machine and the build that measured them; nil where only trials are known.
  public var environment: RunEnvironment?
  /// The schema that the campaign was written in: some figures have another definition in another one.
  var schema: Int
  var rows: [RowKey: Row]

  /// One row, in logarithms over its rounds.
  struct Row: Sendable, Equatable {
    var nsMedian: Double
    var ns: SampleMoments?
    /// Each round's figure over the same round's lower bound; nil where there is none, or the row is its own.
    var ratio: SampleMoments?
    var rounds: Int
    /// The lower bound that the ratio is to, ns.
    var lowerBoundNs: Double? { ratio.map { nsMedian / Foundation.exp($0.mean) } }
    var modes: [FigureMode]?
  }

  /// The figures of a campaign's trials.
  public init(trials: [TrialRecord], environment: RunEnvironment?) {
    self.environment = environment
    schema = trials.map(\.schema).min() ?? SchemaVersion.current
    let groups = Dictionary(
      grouping: trials.filter { $0.result.map { $0.nsPerOperation.median > 0 } ?? false }, by: \.spec.row)
    let comparable = ComparableTrials(trials)
    let figuresByRound = FiguresByRound(groups.mapValues { comparable.usual(of: $0) })
    rows = groups.filter { !$0.key.workload.isLowerBound }.reduce(into: [:]) { rows, group in
      let usual = comparable.usual(of: group.value)
      let figures = usual.compactMap { $0.result?.nsPerOperation.median }
      rows[group.key] = Row(
        nsMedian: median(of: figures) ?? 0, ns: Self.moments(figures),
        ratio: LowerBound.isBound(group.key)
          ? nil : figuresByRound.ratios(of: group.key, usual).flatMap { Self.moments($0.values) },
        rounds: figures.count,
        modes: FigureMode.both(figures))
    }
  }

  /// The figures of a summary: a row's noise is known only by its quartiles.
  public init(_ summary: SummaryRecord) {
    environment = summary.campaign.environment
    schema = summary.schema
    rows = summary.rows.filter {
      !$0.key.workload.isLowerBound && $0.rounds > 0 && $0.nsPerOperation.median > 0
    }
    .reduce(into: [:]) { rows, row in
      rows[row.key] = Row(
        nsMedian: row.nsPerOperation.median, ns: Self.moments(row.nsPerOperation),
        ratio: LowerBound.isBound(row.key) ? nil : row.ratioToLowerBound.flatMap(Self.moments),
        rounds: row.rounds)
    }
  }

  /// The strategies of its rows.
  public var strategies: Set<String> { Set(rows.keys.compactMap(\.strategy)) }

  /// Whether a row is among those selected.
  public func has(_ selection: RowSelection) -> Bool { rows.keys.contains(where: selection.contains) }

  func selecting(_ selection: RowSelection) -> CampaignFigures {
    var figures = self
    figures.rows = rows.filter { selection.contains($0.key) }
    return figures
  }

  /// With as few rounds as a campaign has, a smaller deviation than this is a coincidence.
  private static let leastDeviation = 0.001

  private static func moments(_ figures: [Double]) -> SampleMoments? {
    var moments = SampleMoments(of: figures.filter { $0 > 0 }.map { Foundation.log($0) })
    moments?.deviation.formMax(leastDeviation)
    return moments
  }

  private static func moments(_ spread: Spread) -> SampleMoments? {
    guard spread.count >= 2, spread.low > 0, spread.high >= spread.low, spread.median > 0 else { return nil }
    var moments = SampleMoments(
      median: Foundation.log(spread.median),
      quartiles: Foundation.log(spread.low)...Foundation.log(spread.high), count: spread.count)
    moments.deviation.formMax(leastDeviation)
    return moments
  }
}

extension Double {
  fileprivate mutating func formMax(_ other: Double) { self = max(self, other) }
}
