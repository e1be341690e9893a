import RunRecord

/// What the kernel's own rings gave, for people.
public struct KernelReport {
  let record: KernelRecord

  /// The report of `record`.
  public init(_ record: KernelRecord) { self.record = record }

  /// Tables and findings, without a last line's end.
  public var text: String {
    var parts = record.notAvailable.map { "Not available: \($0)." }
    parts += record.rings.flatMap { ring in [costs(ring), transport(ring)].compactMap(\.self) }
    parts += [wakeUps, checked, readers].compactMap(\.self)
    return parts.joined(separator: "\n\n")
  }

  // MARK: What a completion costs

  private func costs(_ ring: KernelRing) -> String? {
    let own = record.runs.filter { $0.ring == ring.ring && $0.distance == "same-cpu" }
    let requests = own.map(\.request).distinct
    guard let first = own.first, let cheapest = requests.first else { return nil }
    let batches = own.map(\.batch).distinct
    var columns: [TextTable<String>.Column] = [.word("completions taken by") { $0 }]
    func run(_ way: String, _ request: String, _ batch: Int) -> KernelRunSummary? {
      own.first { $0.way == way && $0.request == request && $0.batch == batch }
    }
    for batch in batches {
      columns.append(.number("\(batch) a batch") { Figures.plain(run($0, cheapest, batch)?.reapNs) })
    }
    columns.append(
      .number("empty ring") { way in
        Figures.plain(record.emptyPolls.first { $0.ring == ring.ring && $0.way == way }?.ns)
      })
    for request in requests {
      guard let batch = batches.last else { continue }
      columns.append(
        .number("M \(request)s/s") { Figures.millions(run($0, request, batch)?.eventsPerSecond) })
    }
    let ways = own.map(\.way).distinct
    return """
      \(ring.ring): \(ring.slots) slots, \(ring.capacity) completions at most. ns to take one completion of a \
      \(cheapest), one thread on CPU \(first.cpu); then all of submitting and taking, \(batches.last ?? 1) a batch.
      \(TextTable(columns: columns).text(ways))\(saved(ring, cheapest, ways, batches, run))
      """
  }

  private func saved(
    _ ring: KernelRing, _ request: String, _ ways: [String], _ batches: [Int],
    _ run: (String, String, Int) -> KernelRunSummary?
  ) -> String {
    guard let call = ways.first, let batch = batches.first,
      let byCall = run(call, request, batch)?.reapNs,
      let best = ways.dropFirst().compactMap({ way in
        run(way, request, batch)?.reapNs.map { (way, $0) }
      }).min(by: { $0.1 < $1.1 })
    else { return "" }
    return "\nThe system call avoided: \(call) is \(Figures.plain(byCall - best.1)) ns more than \(best.0) "
      + "(\(Figures.times(byCall / max(best.1, 0.1)))) at \(batch) a batch."
  }

  // MARK: Between two CPUs

  private func transport(_ ring: KernelRing) -> String? {
    let own = record.runs.filter { $0.ring == ring.ring && $0.distance != "same-cpu" }
    guard !own.isEmpty else { return nil }
    let lines = own.filter { $0.mode == "streaming" || $0.batch == own.map(\.batch).min() }
    return """
      \(ring.ring) between two CPUs: from before the submission until the completion was taken, ns.
      \(TextTable(columns: [
        .word("completions taken by") { (run: KernelRunSummary) in run.way },
        .word("CPUs") { "\($0.cpu):\($0.otherCpu) \($0.distance)" },
        .word("how") { $0.poller ? "SQPOLL, \($0.batch) a batch" : "\($0.mode), \($0.batch) a batch" },
        .number("p50") { Figures.plain($0.latency?.p50Ns) }, .number("p99") { Figures.plain($0.latency?.p99Ns) },
        .number("p99.9") { Figures.plain($0.latency?.p999Ns) },
        .number("M events/s") { Figures.millions($0.eventsPerSecond) },
        .number("checked") { Figures.count(UInt64($0.events)) },
        .number("bad") { "\($0.faults.total)" },
      ]).text(lines))
      """
  }

  // MARK: Correctness

  private var wakeUps: String? {
    guard !record.pollerWakeUps.isEmpty else { return nil }
    return """
      io-uring, the wake edge against the kernel's poller (IORING_SQ_NEED_WAKEUP; it needs a full barrier):
      \(TextTable(columns: [
        .word("strategy") { (row: PollerWakeUps) in row.strategy },
        .word("full barrier") { $0.hasFullBarrier ? "yes" : "no" }, .number("rounds") { "\($0.rounds)" },
        .number("found asleep") { "\($0.woken)" }, .number("lost") { "\($0.lost)" },
      ]).text(record.pollerWakeUps))
      """
  }

  private var checked: String? {
    guard !record.runs.isEmpty else { return nil }
    let bad = record.runs.filter { $0.faults.total > 0 }
    let least = record.rings.flatMap { ring in
      let own = record.runs.filter { $0.ring == ring.ring }
      return own.map(\.way).distinct.map { way in own.filter { $0.way == way }.reduce(0) { $0 + $1.events } }
    }.min()
    var lines = [
      "Checked: \(Figures.count(UInt64(record.runs.reduce(0) { $0 + $1.events }))) completions, data and result, at "
        + "least \(Figures.count(UInt64(least ?? 0))) for each way on each ring; "
        + (bad.isEmpty ? "none lost, duplicate or wrong." : "bad:")
    ]
    lines += bad.map { run in
      "  \(run.ring), \(run.way), \(run.request), \(run.mode), \(run.batch) a batch: \(run.faults.lost) lost, "
        + "\(run.faults.duplicate) duplicate, \(run.faults.wrongResult) wrong, \(run.faults.foreign) of no request, "
        + "of \(run.events)" + (run.claimsCorrectHere ? "; it claims to be correct here" : "")
    }
    return lines.joined(separator: "\n")
  }

  /// A row a reader: where the checker finds a violation, and the edges that lack an order there.
  private var readers: String? {
    guard !record.readers.isEmpty else { return nil }
    return """
      What the readers in the field risk, as the memory models have it (edges that lack an order; · none):
      \(TextTable(columns: [
        .word("reader") { $0 }
      ] + record.readers.map(\.model).distinct.map { model in
        .word(model) { reader in
          let verdict = record.readers.first { $0.strategy == reader && $0.model == model }
          return switch verdict?.verdict {
          case "allowed": verdict?.missingEdges.joined(separator: "+") ?? "?"
          case "forbidden": Figures.absent
          default: "?"
          }
        }
      }).text(record.readers.map(\.strategy).distinct))
      """
  }
}

extension Array where Element: Hashable {
  /// Each element once, in the order of their first.
  var distinct: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
