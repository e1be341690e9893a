import Analysis
import Foundation
import RunRecord

/// A comparison for people.
public struct ComparisonReport {
  let comparison: ComparisonRecord

  public init(_ comparison: ComparisonRecord) { self.comparison = comparison }

  /// The rows, the remarks on them, and the verdict last.
  public var text: String {
    ([table, legend] + remarks + [comparison.quietness, verdict]).filter { !$0.isEmpty }.joined(
      separator: "\n\n")
  }

  private var table: String {
    guard !comparison.rows.isEmpty else { return "" }
    let ratios: [TextTable<ComparedRow>.Column] = [
      .number("base ×bound", use: 1) { Figures.times($0.baseRatio) },
      .number("candidate ×bound", use: 1) { Figures.times($0.candidateRatio) },
    ]
    let head: [TextTable<ComparedRow>.Column] = [
      .word("row") { $0.key.words },
      // A row without a pair has neither.
      .number("base ns", use: 4) { Figures.plain($0.baseNs > 0 ? $0.baseNs : nil) },
      .number("candidate ns", use: 4) { Figures.plain($0.candidateNs > 0 ? $0.candidateNs : nil) },
    ]
    let judged: [TextTable<ComparedRow>.Column] = [
      .number("change %") { Self.signed($0.changePercent) },
      .number("interval %") { row in
        guard let low = row.lowPercent, let high = row.highPercent else { return Figures.absent }
        return "\(Self.signed(low)) to \(Self.signed(high))"
      },
      .number("A/A noise %", use: 3) { Figures.plain($0.noisePercent) },
      .number("rounds", use: 2) { "\($0.rounds)" },
      .number("pairs", use: 0) { $0.pairs.map { "\($0)" } ?? Figures.absent },
      .word("verdict") { row in
        guard row.verdict == .inconclusive else { return row.verdict.rawValue }
        return row.verdict.rawValue + (row.moreRounds.map { ": about \($0) more rounds would decide" } ?? "")
      },
    ]
    return TextTable(columns: head + (hasRatios ? ratios : []) + judged).text(comparison.rows)
  }

  private var hasRatios: Bool { comparison.rows.contains { $0.baseRatio != nil } }

  private var legend: String {
    let ratios = """
      ×bound: the figure over the lower bound of the same rounds. The change, its interval and the noise are those of \
      ×bound, so that a machine that was faster on one day does not count; where a side has no lower bound, the ns are \
      compared.
      """
    return [hasRatios ? ratios : "", table.contains(Figures.absent) ? Figures.absentLegend : ""]
      .filter { !$0.isEmpty }.joined(separator: " ")
  }

  private var remarks: [String] {
    let lines = comparison.rows.flatMap { row in
      [
        row.message.map { "\(row.key.words): \($0)" },
        row.trialsApart.flatMap { apart in
          apart > 0
            ? "\(row.key.words): \(apart) trials set apart: the other build has none left with the CPUs in that state"
            : nil
        },
        modes(row),
      ].compactMap { $0 }
    }
    let alone = Dictionary(grouping: comparison.withoutPartner, by: \.side).sorted {
      $0.key.rawValue < $1.key.rawValue
    }
    .map { side, rows in
      "Rows that only the \(side.rawValue) has, not compared (\(rows.count)): "
        + rows.prefix(Self.unpairedShown).map(\.key.words).joined(separator: "; ")
        + (rows.count > Self.unpairedShown
          ? "; and \(rows.count - Self.unpairedShown) more (--json has all)" : "")
    }
    return (lines.isEmpty ? [] : [lines.joined(separator: "\n")]) + alone
  }

  /// Rows without a partner that are named; more would fill the screen.
  private static let unpairedShown = 5

  private func modes(_ row: ComparedRow) -> String? {
    func words(_ side: String, _ modes: [FigureMode]?) -> String? {
      modes.map { modes in
        side + " "
          + modes.map { "\(Figures.plain($0.ns)) ns (\(Int(($0.share * 100).rounded())) %)" }.joined(
            separator: " and ")
      }
    }
    let sides = [words("base", row.baseModes), words("candidate", row.candidateModes)].compactMap { $0 }
    return sides.isEmpty
      ? nil : "\(row.key.words): trials come in two groups: " + sides.joined(separator: "; ")
  }

  private var verdict: String {
    let counts = Dictionary(grouping: comparison.rows, by: \.verdict).mapValues(\.count)
    let parts = ComparisonVerdict.inReportOrder.compactMap { verdict in
      counts[verdict].map { "\($0) \(verdict.rawValue)" }
    }
    let injected =
      comparison.injectedPercent > 0
      ? " (\(Figures.plain(comparison.injectedPercent)) % of work was added to the candidate on purpose)" : ""
    return
      "Verdict: \(comparison.verdict.rawValue)\(injected); rows: \(parts.isEmpty ? "none" : parts.joined(separator: ", "))"
      + (comparison.seconds > 0 ? "; \(Int(comparison.seconds.rounded())) s" : "")
  }

  private static func signed(_ number: Double) -> String {
    number.isFinite ? String(format: "%+.2f", number) : Figures.absent
  }
}

extension ComparisonVerdict {
  static let inReportOrder: [ComparisonVerdict] = [.regression, .improvement, .noChange, .inconclusive]
}
