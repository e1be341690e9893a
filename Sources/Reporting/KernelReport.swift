import Algorithms
import RunRecord
import WeakMemory

/// What was measured on the kernel's own rings, for people.
public struct KernelReport {
  let record: KernelRecord

  /// The report of `record`.
  public init(_ record: KernelRecord) { self.record = record }

  /// Tables and findings, without a last line's end.
  public var text: String {
    var parts = record.notAvailable.map { "Not available: \($0)." }
    parts += record.rings.flatMap { ring in [costs(ring)].compactMap(\.self) + transport(ring) }
    parts += [wakeUps, checked, readers].compactMap(\.self)
    return Figures.withLegend(parts.joined(separator: "\n\n"))
  }

  /// The short section of a longer report: what a completion costs, what was checked, what cannot be had.
  public var section: String {
    let parts =
      record.notAvailable.map { "Not available: \($0)." } + record.rings.compactMap(costs)
      + [checked].compactMap(\.self)
    return "The kernel's own rings\n" + parts.joined(separator: "\n\n")
  }

  // MARK: What a completion costs

  private func costs(_ ring: KernelRing) -> String? {
    let own = record.runs.filter { $0.ring == ring.ring && $0.distance == "same-cpu" }
    let requests = Array(own.map(\.request).uniqued())
    guard let first = own.first, let cheapest = requests.first else { return nil }
    let batches = Array(own.map(\.batch).uniqued())
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
        .number("k \(request)s/s") {
          Figures.plain(run($0, request, batch).map { $0.eventsPerSecond / 1e3 })
        })
    }
    let ways = Array(own.map(\.way).uniqued())
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

  /// A table a pair of CPUs.
  private func transport(_ ring: KernelRing) -> [String] {
    let own = record.runs.filter { $0.ring == ring.ring && $0.distance != "same-cpu" }
    return own.map { CPUs($0) }.uniqued().map { cpus in
      let own = own.filter { CPUs($0) == cpus }
      func run(_ way: String, _ mode: String, poller: Bool) -> KernelRunSummary? {
        own.first { $0.way == way && $0.mode == mode && $0.poller == poller }
      }
      let step = record.environment.clockStepNs
      var columns: [TextTable<String>.Column] = [.word("completions taken by") { $0 }]
      for poller in own.map(\.poller).uniqued() {
        let head = poller ? "SQPOLL " : ""
        func latency(_ way: String) -> LatencySummary? { run(way, "lockstep", poller: poller)?.latency }
        columns += [
          .number(head + "p50") { Figures.single(latency($0)?.p50Ns, step: step) },
          .number(head + "p99") { Figures.single(latency($0)?.p99Ns, step: step) },
          .number(head + "p99.9") { Figures.single(latency($0)?.p999Ns, step: step) },
        ]
      }
      columns.append(
        .number("streaming, k/s") {
          Figures.plain(run($0, "streaming", poller: false).map { $0.eventsPerSecond / 1e3 })
        })
      let batch = own.map(\.batch).min() ?? 1
      let orPoller = own.contains(where: \.poller) ? " (with SQPOLL: the kernel's poller)" : ""
      return """
        \(ring.ring), submitter on CPU \(cpus.first), reaper\(orPoller) on CPU \(cpus.second), \(cpus.distance). ns from before the submission until the \
        completion was taken, \(batch) a batch, \(Figures.stepWords(step)); then with a full ring.
        \(TextTable(columns: columns).text(own.map(\.way).uniqued()))
        """
    }
  }

  private struct CPUs: Hashable {
    var first: Int
    var second: Int
    var distance: String

    init(_ run: KernelRunSummary) { (first, second, distance) = (run.cpu, run.otherCpu, run.distance) }
  }

  // MARK: Correctness

  private var wakeUps: String? {
    guard !record.pollerWakeUps.isEmpty else { return nil }
    return """
      io-uring, the wake edge against the kernel's poller: requests aimed at the moment at which it falls asleep. \
      io_uring(7) asks for a full barrier there; the window is some ten ns, so that none lost in so few says little.
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
      return own.map(\.way).uniqued().map { way in own.filter { $0.way == way }.reduce(0) { $0 + $1.events } }
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

  /// A row for each reader: where the checker finds a violation, and the edges that lack an order there.
  private var readers: String? {
    guard !record.readers.isEmpty else { return nil }
    let names = Array(record.readers.map(\.strategy).uniqued())
    let models = Array(record.readers.map(\.model).uniqued())
    let shapes = Array(record.readers.compactMap(\.shape).uniqued())
    func marks(_ reader: String, _ model: Model) -> VerdictMarks {
      VerdictMarks(
        verdicts: record.readers.filter { $0.strategy == reader && $0.model == model }, shapes: shapes)
    }
    let columns = models.map { model in
      TextTable<String>.Column.word(model.rawValue) { marks($0, model).text }
    }
    let legend = VerdictMarks.legend(names.flatMap { name in models.map { marks(name, $0) } })
    return """
      What the readers in the field risk, as the memory models have it:
      \(TextTable(columns: [.word("reader") { $0 }] + columns).text(names))
      \(legend.joined(separator: "\n"))
      """
  }
}
