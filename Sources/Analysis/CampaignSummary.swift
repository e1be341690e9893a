import AIORing
import RunRecord
import Statistics

extension SummaryRecord {
  /// The summary of a campaign's trials.
  public init(
    of campaign: CampaignRecord, trials: [TrialRecord], architectures: [VerificationRecord] = []
  ) {
    let groups = Dictionary(grouping: trials, by: \.spec.row)
    let rows = groups.keys.sorted { $0.place.lexicographicallyPrecedes($1.place) }
    let comparable = ComparableTrials(trials)
    let figures = FiguresByRound(groups.mapValues { comparable.usual(of: $0) })
    self.init(
      campaign: CampaignHead(campaign),
      rows: rows.map { SummaryRow($0, groups[$0] ?? [], figures, comparable) },
      verdicts: NativeVerdict.all(trials, machine: campaign.environment.architecture),
      architectures: architectures, complete: trials.count >= campaign.order.count)
    let words = Quietness.words(trials.compactMap { trial in trial.result.map { (trial.spec, $0) } })
    quietness = words.isEmpty ? nil : words
  }

}

extension RowKey {
  /// The row's place in a report: in the order of the catalogue's tables, not of the shuffled rounds.
  fileprivate var place: [Int] {
    [
      Catalogue.entries.firstIndex { $0.name == ring?.strategy } ?? -1,
      ring.flatMap { LayoutKind.allCases.firstIndex(of: $0.layout) } ?? -1,
      ring.flatMap { IndexUseKind.allCases.firstIndex(of: $0.indexUse) } ?? -1,
      ring.flatMap { PayloadStoreKind.allCases.firstIndex(of: $0.payloadStores) } ?? -1,
      Workload.allCases.firstIndex(of: workload) ?? -1, -slots, batch,
      Pacing.allCases.firstIndex(of: pacing) ?? -1, checking ? 0 : 1, producerCpu, consumerCpu,
      oversubscribed ? 1 : 0,
    ]
  }
}

/// Every row's figure in every round, for ratios to a lower bound within the round.
struct FiguresByRound {
  private let figures: [RowKey: [Int: Double]]

  init(_ groups: [RowKey: [TrialRecord]]) {
    figures = groups.mapValues { trials in
      Dictionary(
        trials.compactMap { trial in trial.result.map { (trial.round, $0.nsPerOperation.median) } },
        uniquingKeysWith: { $1 })
    }
  }

  /// Each round's figure over the same round's lower bound; nil where the row has none.
  func ratios(of row: RowKey, _ trials: [TrialRecord]) -> (name: String, values: [Double])? {
    guard let bound = LowerBound(of: row), let key = figures.keys.first(where: bound.isThis),
      let rounds = figures[key]
    else { return nil }
    let ratios = trials.compactMap { trial -> Double? in
      guard let result = trial.result else { return nil }
      // Where the host moves virtual CPUs, only the bounce right before and after the trial bounds it, not one measured
      // seconds ago.
      let own = key.workload == .lineBounce ? result.noise?.bounceNs : nil
      guard let boundNs = own ?? rounds[trial.round], boundNs > 0 else { return nil }
      return result.nsPerOperation.median / (boundNs * bound.factor)
    }
    return ratios.isEmpty ? nil : (bound.name, ratios)
  }
}

extension SummaryRow {
  init(_ key: RowKey, _ trials: [TrialRecord], _ figures: FiguresByRound, _ comparable: ComparableTrials) {
    let results = trials.compactMap(\.result)
    let usual = comparable.usual(of: trials)
    let usualResults = usual.compactMap(\.result)
    let ns = Spread(of: usualResults.map(\.nsPerOperation.median))
    let ratio = figures.ratios(of: key, usual)
    let bursts = results.reduce(0) { $0 + $1.bursts.all }
    let wakeUps = results.compactMap(\.wakeUps)
    self.init(
      key: key, nsPerOperation: ns, operationsPerSecond: ns.median > 0 ? 1e9 / ns.median : 0,
      ratioToLowerBound: ratio.map { Spread(of: $0.values) }, lowerBound: ratio?.name,
      latency: LatencySummary(medianOf: usualResults.compactMap(\.latency)),
      polls: PollCounts(of: usualResults), eventsChecked: results.reduce(0) { $0 + ($1.check?.checked ?? 0) },
      badEvents: results.reduce(0) { $0 + ($1.check?.bad ?? 0) },
      wakeUps: wakeUps.isEmpty
        ? nil
        : WakeUpCounts(
          rounds: wakeUps.reduce(0) { $0 + $1.rounds }, missed: wakeUps.reduce(0) { $0 + $1.missed }),
      rounds: results.count, unfinishedRounds: trials.count - results.count,
      movedRounds: results.count { !$0.stayedOnCpus },
      undisturbedShare: bursts == 0
        ? 0 : Double(results.reduce(0) { $0 + $1.bursts.undisturbed }) / Double(bursts))
    observedRegime = polls.map { Regime($0).rawValue }
    setApart = comparable.others(among: trials)
    slowCore = comparable.wereAllSlow(trials) ? true : nil
    modes = FigureMode.both(usualResults.map(\.nsPerOperation.median))
  }
}

extension LatencySummary {
  /// The median over the rounds of each percentile, and the largest of all maxima; nil without rounds.
  init?(medianOf rounds: [LatencySummary]) {
    guard !rounds.isEmpty else { return nil }
    func median(_ percentile: (LatencySummary) -> Double) -> Double {
      Spread(of: rounds.map(percentile)).median
    }
    self.init(
      p50Ns: median(\.p50Ns), p90Ns: median(\.p90Ns), p99Ns: median(\.p99Ns), p999Ns: median(\.p999Ns),
      maxNs: rounds.map(\.maxNs).max() ?? 0, samples: rounds.reduce(0) { $0 + $1.samples })
  }
}

extension PollCounts {
  /// Medians over the rounds, and the sum of the wraps. Nil if no round counted polls.
  init?(of results: [TrialResult]) {
    let polls = results.compactMap(\.polls)
    guard !polls.isEmpty else { return nil }
    self.init(
      emptyPerEvent: Spread(of: polls.map(\.emptyPerEvent)).median,
      fullPerEvent: Spread(of: polls.map(\.fullPerEvent)).median,
      meanBatch: Spread(of: polls.map(\.meanBatch)).median, wraps: polls.reduce(0) { $0 + $1.wraps })
  }
}
