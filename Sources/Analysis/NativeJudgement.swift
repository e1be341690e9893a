import AIORing
import RunRecord

extension NativeVerdict {
  /// The verdicts on every strategy that `trials` checked on a machine that uname(2) calls `machine`.
  static func all(_ trials: [TrialRecord], machine: String) -> [NativeVerdict] {
    let assigned = Set(trials.compactMap(\.spec.row.ring).filter(\.isAssigned).map(\.strategy)).sorted()
    return Catalogue.entries.flatMap { entry in
      let own = trials.filter { $0.spec.row.strategy == entry.name }
      let events = PayloadStoreKind.allCases.compactMap { stores -> NativeVerdict? in
        let checked = own.filter {
          $0.spec.row.ring?.payloadStores == stores && $0.spec.row.checking
            && $0.spec.row.workload.checksEvents
        }
        return NativeVerdict(
          entry.name, claimed: entry.correctnessClaim == .everywhere, .events, stores, checked,
          Architecture(named: machine).map {
            NativeExpectation(eventsOf: entry, stores: stores, on: $0)
          })
      }
      let wakeUps = NativeVerdict(
        entry.name, claimed: entry.correctnessClaim == .everywhere, .wakeUps, .ordinary,
        own.filter { $0.spec.row.workload.countsWakeUps },
        Architecture(named: machine).map { NativeExpectation(wakeUpsOf: entry, on: $0) })
      return events + [wakeUps].compactMap { $0 }
    }
      + assigned.flatMap { orderings in
        PayloadStoreKind.allCases.compactMap { stores in
          // Orderings given edge by edge claim nothing, and whatever they show is as expected.
          NativeVerdict(
            orderings, claimed: false, .events, stores,
            trials.filter {
              $0.spec.row.strategy == orderings && $0.spec.row.ring?.payloadStores == stores
                && $0.spec.row.checking && $0.spec.row.workload.checksEvents
            }, nil)
        }
      } + peers(trials)
  }

  /// The verdicts on the peers. Whatever a ring is made of, it has to give each event once, whole and in order.
  private static func peers(_ trials: [TrialRecord]) -> [NativeVerdict] {
    let own = trials.filter { $0.spec.row.isPeer && $0.spec.row.workload.checksEvents }
    return Dictionary(grouping: own) { $0.spec.row.strategy ?? "" }.sorted { $0.key < $1.key }
      .compactMap { name, trials in
        guard var verdict = NativeVerdict(name, claimed: true, .events, .ordinary, trials, nil) else {
          return nil
        }
        (verdict.expected, verdict.reason) = (
          .clean, "every ring has to give each event once, whole and in order"
        )
        verdict.grade = Grade(seen: verdict.seen, expected: verdict.expected)
        return verdict
      }
  }

  /// Nil if nothing was run.
  private init?(
    _ strategy: String, claimed: Bool, _ subject: Subject, _ stores: PayloadStoreKind,
    _ trials: [TrialRecord],
    _ known: NativeExpectation?
  ) {
    guard !trials.isEmpty else { return nil }
    let results = trials.compactMap(\.result)
    let checks = results.compactMap(\.check)
    let wakeUps = results.compactMap(\.wakeUps)
    let checked =
      subject == .events ? checks.reduce(0) { $0 + $1.checked } : wakeUps.reduce(0) { $0 + $1.rounds }
    let bad = subject == .events ? checks.reduce(0) { $0 + $1.bad } : wakeUps.reduce(0) { $0 + $1.missed }
    let kinds =
      subject == .wakeUps
      ? (bad > 0 ? ["lost-wake-up": bad] : [:])
      : checks.reduce(into: [:]) { $0.merge($1.kinds, uniquingKeysWith: +) }
    let sharesOneCPU = trials.allSatisfy {
      Set($0.spec.row.producerCpus + [$0.spec.row.consumerCpu]).count == 1
    }
    let (expected, reason) = Self.expectation(known, sharesOneCPU: sharesOneCPU)
    let seen = Self.seen(trials, checked: checked, bad: bad)
    func polls(_ perEvent: (PollCounts) -> Double) -> UInt64 {
      UInt64(results.reduce(0.0) { $0 + ($1.polls.map(perEvent) ?? 0) * Double($1.operations) }.rounded())
    }
    self.init(
      strategy: strategy, payloadStores: stores, subject: subject, seen: seen, expected: expected,
      reason: reason, grade: Grade(seen: seen, expected: expected),
      claimsCorrectHere: known?.isClaimed ?? claimed, checked: checked,
      bad: bad,
      kinds: kinds, edges: Self.edges(kinds, known), wraps: results.reduce(0) { $0 + ($1.polls?.wraps ?? 0) },
      emptyPolls: polls(\.emptyPerEvent), fullPolls: polls(\.fullPerEvent),
      first: Array(checks.flatMap(\.first).prefix(4)))
    firstInWords = first.isEmpty ? nil : first.map(\.inWords)
  }

  private static func expectation(
    _ known: NativeExpectation?, sharesOneCPU: Bool
  ) -> (Expected, String) {
    guard let known else {
      return (.either, "nothing is known of these orderings on this machine's architecture")
    }
    if sharesOneCPU, known.outcome != .clean {
      return (.either, "the threads share one CPU, on which each sees the other's accesses in order")
    }
    switch known.outcome {
    case .clean: return (.clean, known.reason)
    case .violated: return (.violated, known.reason)
    case .either: return (.either, known.reason)
    }
  }

  private static func seen(_ trials: [TrialRecord], checked: UInt64, bad: UInt64) -> Seen {
    if bad > 0 { return .violated }
    if trials.contains(where: { $0.outcome == .hung }) { return .hung }
    if trials.contains(where: { $0.outcome == .crashed }) { return .crashed }
    return checked == 0 ? .failed : .clean
  }

  /// The edges whose missing order explains these kinds of bad events.
  private static func edges(_ kinds: [String: UInt64], _ known: NativeExpectation?) -> [Edge] {
    if kinds.isEmpty { return [] }
    let possible = Set(kinds.keys.compactMap(BadEventKind.init).flatMap(\.edges))
    let open = known?.unorderedEdges ?? []
    let blamed = open.filter { possible.isEmpty || possible.contains($0) }
    return blamed.isEmpty ? open : blamed
  }
}

extension NativeVerdict.Grade {
  init(seen: NativeVerdict.Seen, expected: NativeVerdict.Expected) {
    switch (seen, expected) {
    case (.clean, .clean), (.clean, .either), (.violated, .violated), (.violated, .either): self = .asExpected
    case (.clean, .violated): self = .notSeen
    case (.violated, .clean), (.hung, _), (.crashed, _), (.failed, _): self = .unexpected
    }
  }
}
