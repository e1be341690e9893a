import Foundation
import RunRecord
import Statistics

/// Compares two campaigns that were measured at different times. Like rows are compared by their figures over their lower
/// bounds, so that a machine that was faster on one day does not pass for a faster program.
public struct FileComparison: Sendable {
  public let rows: [ComparedRow]
  public let withoutPartner: [UnpairedRow]

  /// Compares like rows among those selected.
  ///
  /// - Throws: ``Incomparable``.
  public init(
    base: CampaignFigures, candidate: CampaignFigures, among selection: RowSelection = RowSelection(),
    _ settings: Gate.Settings
  ) throws(Incomparable) {
    if let base = base.environment, let candidate = candidate.environment {
      try Incomparable.check(base: base, candidate: candidate)
    }
    let (base, candidate) = (base.selecting(selection), candidate.selecting(selection))
    let keys = base.rows.keys.filter { candidate.rows[$0] != nil }.sorted(by: RowKey.inReportOrder)
    let pairs = keys.compactMap { key in
      base.rows[key].flatMap { base in
        candidate.rows[key].map { FilePair(key: key, base: base, candidate: $0) }
      }
    }
    let rejected = Holm.rejected(pairs.map(\.pValue), level: Gate.level)
    let changed = base.schema == candidate.schema ? nil : min(base.schema, candidate.schema)
    rows = zip(pairs, rejected).map { pair, rejected in
      guard let changed, let reason = pair.key.workload.otherFigure(inSchema: changed) else {
        return pair.judged(rejected: rejected, settings)
      }
      return ComparedRow(
        key: pair.key, verdict: .inconclusive, baseNs: pair.base.nsMedian,
        candidateNs: pair.candidate.nsMedian,
        changePercent: 100 * (pair.candidate.nsMedian / pair.base.nsMedian - 1), rounds: 0, message: reason)
    }
    func missing(
      _ side: UnpairedRow.Side, _ rows: [RowKey: CampaignFigures.Row], in other: [RowKey: CampaignFigures.Row]
    )
      -> [UnpairedRow]
    {
      rows.keys.filter { other[$0] == nil }.sorted(by: RowKey.inReportOrder).map {
        UnpairedRow(key: $0, side: side)
      }
    }
    withoutPartner =
      missing(.base, base.rows, in: candidate.rows) + missing(.candidate, candidate.rows, in: base.rows)
  }
}

extension Workload {
  /// Why a figure of an older schema cannot be compared with one of today's; nil if it can.
  fileprivate func otherFigure(inSchema schema: Int) -> String? {
    guard schema < 2, self == .roundTrip else { return nil }
    return
      "not comparable: schema 1 has the median of single round trips, schema 2 the mean over a burst"
  }
}

/// The same row of two campaigns.
private struct FilePair {
  let key: RowKey
  let base: CampaignFigures.Row
  let candidate: CampaignFigures.Row
  /// What is compared: the figures over their lower bound, or the figures themselves where a side has no lower bound.
  private let ratios: (base: Double, candidate: Double)?
  private let test: WelchTest?
  /// How much the base differs from itself over as many rounds.
  private let noise: Double

  init(key: RowKey, base: CampaignFigures.Row, candidate: CampaignFigures.Row) {
    (self.key, self.base, self.candidate) = (key, base, candidate)
    let compared: (SampleMoments?, SampleMoments?)
    if let first = base.ratio, let second = candidate.ratio {
      ratios = (Foundation.exp(first.mean), Foundation.exp(second.mean))
      compared = (first, second)
    } else {
      ratios = nil
      compared = (base.ns, candidate.ns)
    }
    if let first = compared.0, let second = compared.1 {
      test = WelchTest(first, second)
      noise = WelchTest(first, first)?.interval(level: 0.95).upperBound ?? 0
    } else {
      (test, noise) = (nil, 0)
    }
  }

  var pValue: Double { test?.pValue ?? 1 }

  func judged(rejected: Bool, _ settings: Gate.Settings) -> ComparedRow {
    var row = judgedByFigures(rejected: rejected, settings)
    (row.baseRatio, row.candidateRatio) = (ratios?.base, ratios?.candidate)
    return row
  }

  private func judgedByFigures(rejected: Bool, _ settings: Gate.Settings) -> ComparedRow {
    let rounds = min(base.rounds, candidate.rounds)
    // The same figures to the last digit are the same campaign: whatever its noise, it has not changed.
    if base == candidate {
      return ComparedRow(
        key: key, verdict: .noChange, baseNs: base.nsMedian, candidateNs: candidate.nsMedian,
        changePercent: 0,
        rounds: rounds)
    }
    var row: ComparedRow
    if let test {
      row = Judgement(
        effect: test.difference, interval: test.interval(level: 0.95), noise: noise, baseNs: base.nsMedian,
        rejected: rejected, rounds: rounds
      ).row(key, settings, candidateNs: candidate.nsMedian, pValue: pValue)
    } else {
      row = ComparedRow(
        key: key, verdict: .inconclusive, baseNs: base.nsMedian, candidateNs: candidate.nsMedian,
        changePercent: 100 * (candidate.nsMedian / base.nsMedian - 1), rounds: rounds, moreRounds: 4,
        message: "a side has fewer than two rounds: nothing is known of its noise")
    }
    (row.baseModes, row.candidateModes) = (base.modes, candidate.modes)
    if row.verdict == .regression || row.verdict == .improvement, let obstacle {
      (row.verdict, row.message) = (.inconclusive, obstacle)
    }
    return row
  }

  /// Why a change may be the machine's and not the program's; nil if the lower bound shows that the machine was the same.
  private var obstacle: String? {
    if LowerBound.isBound(key) {
      return
        "it is what others are measured over: a change of the machine's speed cannot be told from the program's"
    }
    guard let first = base.lowerBoundNs, let second = candidate.lowerBoundNs else {
      return
        "its lower bound was not measured on both sides: a change of the machine's speed cannot be told from the program's"
    }
    guard max(first, second) > NoiseMark.placementRatio * min(first, second) else { return nil }
    return
      "its lower bound was \(first.inThreeDigits) ns and then \(second.inThreeDigits) ns: the machine was another one"
  }
}
