import RunRecord

/// A campaign's summary for people.
public struct RunReport {
  let summary: SummaryRecord

  public init(_ summary: SummaryRecord) { self.summary = summary }

  /// The machine, the costs, the findings, and the closing table last; of a sweep its curve in place of tables of strategies.
  public var text: String {
    if let sweep = SweepReport(summary) {
      return [head, VerdictReport(summary: summary).text, marks, sweep.text].filter { !$0.isEmpty }
        .joined(separator: "\n\n")
    }
    return [
      head, CostReport(summary: summary).text, RingReport(summary: summary).text,
      summary.kernelRings.map { KernelReport($0).section } ?? "",
      (summary.probes ?? []).map(ProbeReport.text).joined(separator: "\n\n"),
      VerdictReport(summary: summary).text, marks,
      ClosingTable(summary: summary).text,
    ].filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  /// The machine, the build and the seed.
  var head: String {
    let environment = summary.campaign.environment
    let machine =
      "\(environment.hostName): \(environment.cpuModel), \(environment.allowedCpus.count) CPUs allowed"
      + (environment.hypervisor.map { ", virtual (\($0))" } ?? "") + ", Linux \(environment.kernel)"
    let steal = environment.stealPercent.map { ", steal \(Figures.plain($0)) %" } ?? ""
    return """
      \(machine)\(steal)
      \(environment.builtWith); seed \(summary.campaign.seed), \
      \(summary.campaign.rounds) round\(summary.campaign.rounds == 1 ? "" : "s")\
      \(summary.complete ? "" : "; INCOMPLETE: interrupted before all trials were run")
      """
  }

  /// The rows that did not get as precise as was wanted, and how precise they are.
  private var precision: [String] {
    let rows = summary.imprecise
    guard !rows.isEmpty, let wanted = summary.campaign.precision else { return [] }
    let reached = rows.map { row in
      let width = row.figure?.relativeHalfWidth.map { "±\(Figures.plain(100 * $0)) %" } ?? "no interval"
      return "  \(row.key.words): \(width) after \(row.rounds) rounds"
    }
    return [
      "\(rows.count) rows are less precise than was wanted (±\(Figures.plain(wanted.handOffPercent)) % for hand-off, "
        + "±\(Figures.plain(wanted.othersPercent)) % for others); a longer --duration may settle them:"
    ] + reached
  }

  /// What to know before trusting a figure.
  private var marks: String {
    var lines = summary.quietness.map { [$0] } ?? []
    lines += (summary.campaign.notAvailable ?? []).map { "Not available: \($0)." }
    let apart = summary.rows.reduce(0) {
      $0 + ($1.setApart ?? []).reduce(0) { $0 + $1.nsPerOperation.count }
    }
    if apart > 0 {
      lines.append(
        "\(apart) trials were measured while the CPUs were differently far apart than in most, or one thread's core was "
          + "slower: they are set apart (set_apart in summary.json)"
          + (summary.otherStates == nil ? "; --placement each prints them in tables of their own." : "."))
    }
    let twofold = summary.rows.count { $0.modes != nil }
    if twofold > 0 {
      lines.append(
        "\(twofold) rows have figures in two groups, of neither of which the median is (modes in summary.json)."
      )
    }
    lines += precision
    let moved = summary.rows.reduce(0) { $0 + $1.movedRounds }
    if moved > 0 { lines.append("\(moved) trials were moved off their CPUs and are marked.") }
    let unfinished = summary.rows.reduce(0) { $0 + $1.unfinishedRounds }
    if unfinished > 0 { lines.append("\(unfinished) trials hung, crashed or failed: see trials.jsonl.") }
    if summary.rows.contains(where: \.key.oversubscribed) {
      lines.append(
        "Threads shared a CPU (--oversubscribe): times are the scheduler's, not the ring's.")
    }
    if summary.rows.contains(where: { $0.key.sharing != nil }) {
      lines.append(
        "Several producers shared the rings; the model columns are of one producer: ringbench verify --producers looks at more."
      )
    }
    if !summary.campaign.environment.build.mayBeReference {
      lines.append("The measured code was not optimised: no figure here means anything.")
    }
    return lines.joined(separator: "\n")
  }
}

extension RunEnvironment {
  /// The compiler, the commit and the kind of build, as far as they are known.
  fileprivate var builtWith: String {
    let changes = uncommittedChanges == true ? " with uncommitted changes" : ""
    let parts = [
      swiftVersion.map { "Swift \($0)" } ?? compiler, commit.map { "commit \($0.prefix(12))\(changes)" },
      "build \(build.rawValue)",
    ]
    return parts.compactMap(\.self).joined(separator: "; ")
  }
}
