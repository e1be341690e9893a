import RunRecord

/// What was seen to go wrong here, what was not, and with what power.
struct VerdictReport {
  let summary: SummaryRecord

  /// One paragraph a finding.
  var text: String { (control + unexpected + violations + warnings + cleanHere).joined(separator: "\n") }

  /// Without it a clean verdict says nothing.
  private var control: [String] {
    guard
      let control = summary.verdicts.first(where: { $0.strategy == "tail-first" && $0.subject == .events })
    else { return [] }
    let rate = Double(control.bad) / Double(max(1, control.checked)) * 1e6
    return [
      control.bad > 0
        ? "Positive control: tail-first was caught \(control.bad) times in \(Figures.count(control.checked)) "
          + "events (\(Figures.plain(rate)) in a million): a broken order does show here."
        : "WARNING: the positive control, tail-first, was not caught in \(Figures.count(control.checked)) events: "
          + "no clean verdict of this run means anything."
    ]
  }

  /// What was not expected comes first, one line each.
  private var unexpected: [String] {
    summary.verdicts.filter { $0.grade == .unexpected }.map { verdict in
      "UNEXPECTED: \(verdict.strategy) (\(subject(verdict))) \(verdict.seen.rawValue)"
        + (verdict.seen == .violated
          ? ", \(counts(verdict))" + (verdict.edges.isEmpty ? "" : ", edge \(edges(verdict))")
          : ": see trials.jsonl")
        + "; expected \(verdict.expected.rawValue): \(verdict.reason)"
        + (verdict.claimsCorrectHere ? "; it claims to be correct here" : "")
    }
  }

  /// The violations that were expected, by what they are owed to.
  private var violations: [String] {
    let seen = summary.verdicts.filter { $0.seen == .violated && $0.grade == .asExpected }
    let causes = seen.map(cause).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    return causes.map { cause in
      let own = seen.filter { self.cause($0) == cause }
      return cause + own.map { "\n  \($0.strategy): \(counts($0))" }.joined()
    }
  }

  private func cause(_ verdict: NativeVerdict) -> String {
    "Violated as expected, \(subject(verdict)), edge \(edges(verdict)): \(verdict.reason)."
  }

  private func subject(_ verdict: NativeVerdict) -> String {
    verdict.subject == .events ? "\(verdict.payloadStores.rawValue) stores" : "wake-ups"
  }

  private func edges(_ verdict: NativeVerdict) -> String {
    verdict.edges.map(\.rawValue).joined(separator: ", ")
  }

  private func counts(_ verdict: NativeVerdict) -> String {
    let kinds = verdict.kinds.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { "\($0.value) \($0.key)" }
    let rate = Double(verdict.bad) / Double(max(1, verdict.checked)) * 1e6
    return "\(kinds.joined(separator: ", ")) in \(Figures.count(verdict.checked)) "
      + (verdict.subject == .events ? "events" : "rounds") + " (\(Figures.plain(rate)) in a million)"
  }

  private var warnings: [String] {
    summary.verdicts.filter { $0.grade == .notSeen }.map { verdict in
      "WARNING: \(verdict.strategy) (\(subject(verdict))) was expected to be violated and was not in \(power(verdict)): this run was too weak to see it. "
        + "That is no pass."
    }
  }

  private func power(_ verdict: NativeVerdict) -> String {
    verdict.subject == .events
      ? "\(Figures.count(verdict.checked)) events, \(Figures.count(verdict.wraps)) wraps, "
        + "\(Figures.count(verdict.emptyPolls)) empty and \(Figures.count(verdict.fullPolls)) full polls"
      : "\(Figures.count(verdict.checked)) rounds"
  }

  private var cleanHere: [String] {
    let clean = summary.verdicts.filter { $0.seen == .clean && $0.subject == .events }
    let weak = clean.filter { $0.payloadStores == .ordinary && summary.isBrokenElsewhere($0.strategy) }
    var lines: [String] = []
    if !weak.isEmpty {
      lines.append(
        "Clean here; this CPU does not reorder these accesses (broken elsewhere, see the model columns): "
          + weak.map(\.strategy).joined(separator: ", ") + ".")
    }
    let events = clean.reduce(into: (UInt64.max, 0 as UInt64, UInt64.max, UInt64.max)) { least, verdict in
      least.0 = min(least.0, verdict.checked)
      least.1 = max(least.1, verdict.checked)
      least.2 = min(least.2, verdict.wraps)
      least.3 = min(least.3, min(verdict.emptyPolls, verdict.fullPolls))
    }
    if !clean.isEmpty {
      lines.append(
        "Power of each clean verdict: \(Figures.count(events.0)) to \(Figures.count(events.1)) events checked, "
          + "at least \(Figures.count(events.2)) wraps and \(Figures.count(events.3)) polls of a full and of an empty ring."
      )
    }
    return lines
  }
}
