import RunRecord

// Findings in a record that give a command its exit code.

extension SummaryRecord {
  /// Whether a strategy was violated that claims to be correct here.
  public var violatesClaim: Bool {
    verdicts.contains { $0.claimsCorrectHere && $0.seen == .violated }
  }

  /// Rows that rank and whose interval is wider than was wanted, or that have none; empty if no precision was asked for.
  public var imprecise: [SummaryRow] {
    guard let precision = campaign.precision else { return [] }
    return rows.filter { row in
      guard let wanted = precision.share(of: row.key.workload), row.groups != nil else { return false }
      return row.figure?.relativeHalfWidth.map { $0 > wanted } ?? true
    }
  }

  /// Whether a trial hung, crashed or failed.
  public var hasUnfinishedTrials: Bool { rows.contains { $0.unfinishedRounds > 0 } }
}

extension KernelRecord {
  /// Whether a strategy failed that claims to be correct here, or a full barrier lost a wake-up.
  public var violatesClaim: Bool {
    runs.contains { $0.faults.total > 0 && $0.claimsCorrectHere }
      || pollerWakeUps.contains { $0.lost > 0 && $0.hasFullBarrier }
  }
}

extension ProbeRecord {
  /// Whether a shape's weak outcome was seen although the model forbids it: the model, the suite or the CPU is wrong.
  public var contradictsModel: Bool { shapes.contains { $0.weak > 0 && $0.isAllowed == false } }
}

extension ComparisonVerdict {
  /// Of all rows together: one regression is enough, and what is not known of one row is not known of all.
  public init(of rows: [ComparisonVerdict]) {
    self =
      [.regression, .inconclusive, .improvement].first(where: rows.contains)
      ?? (rows.isEmpty ? .inconclusive : .noChange)
  }
}
