import AIORing
import RunRecord
import Statistics

extension SummaryRecord {
  /// The summary of a campaign's trials.
  ///
  /// - Parameter states: Whether the states of two CPUs other than the most frequent one have rows of their own.
  public init(
    of campaign: CampaignRecord, trials: [TrialRecord], architectures: [VerificationRecord] = [],
    states: StatesWithRows = .usual
  ) {
    let comparable = ComparableTrials(trials)
    let machine = campaign.environment.architecture
    let usual = RowsOfTrials(trials, comparable, machine: machine, rankedIn: states)
    self.init(
      campaign: CampaignHead(campaign), rows: usual.rows,
      verdicts: NativeVerdict.all(trials, machine: machine),
      architectures: architectures, complete: trials.count >= campaign.order.count)
    let words = Quietness.words(trials.compactMap { trial in trial.result.map { (trial.spec, $0) } })
    quietness = words.isEmpty ? nil : words
    rankings = usual.rankings
    let all = comparable.states(trials)
    placements = all.isEmpty ? nil : all.map(\.placement)
    if states == .each {
      let others = all.filter { !$0.placement.isUsed }.map { state in
        let own = RowsOfTrials(state.trials, state.comparable, machine: machine, rankedIn: .each)
        return OtherState(placement: state.placement, rows: own.rows, rankings: own.rankings)
      }
      otherStates = others.isEmpty ? nil : others
    }
    // A strategy has as many figures in a sweep as that has points: none of them is the strategy's.
    guard campaign.sweepAxes == nil else { return }
    let overviews = strategyOverviews()
    overview = overviews.isEmpty ? nil : overviews
    answer = Answer(self)
  }
}

/// The rows of some of a campaign's trials, and how those that rank were told apart.
private struct RowsOfTrials {
  let rows: [SummaryRow]
  /// Nil where there are none.
  let rankings: [RankingRecord]?

  /// - Parameter states: Where each state has rows of its own, two rows are told apart by the trials of one state. Else pairs of
  ///   other states count too, if both rows were measured in them.
  init(
    _ trials: [TrialRecord], _ comparable: ComparableTrials, machine: String, rankedIn states: StatesWithRows
  ) {
    let ranked =
      states == .each
      ? trials.compactMap { $0.spec.row.workload.isAlone ? $0 : comparable.inUsualState($0) } : trials
    let groups = Dictionary(grouping: trials, by: \.spec.row)
    let figures = FiguresByRound(groups.mapValues { comparable.usual(of: $0) })
    let rankings = Ranking.all(ranked, comparable)
    let places = rankings.map(\.places).reduce(into: [:]) { $0.merge($1) { first, _ in first } }
    let keys = groups.keys.sorted {
      $0.place == $1.place ? $0.words < $1.words : $0.place.lexicographicallyPrecedes($1.place)
    }
    rows = keys.map { key in
      var row = SummaryRow(key, groups[key] ?? [], figures, comparable)
      (row.groups, row.overNone) = (places[key]?.groups, places[key]?.overNone)
      row.orderedBy = SummaryRow.orderingInstructions(of: key, machine: machine)
      return row
    }
    self.rankings = rankings.isEmpty ? nil : rankings.map(\.record)
  }
}

extension RowKey {
  /// The row's place in a report: in the order of the catalogue's tables, not of the shuffled rounds. Peers come last and
  /// have one place.
  fileprivate var place: [Int] {
    [
      isPeer ? Catalogue.entries.count : Catalogue.entries.firstIndex { $0.name == ring?.strategy } ?? -1,
      ring.flatMap { LayoutKind.allCases.firstIndex(of: $0.layout) } ?? -1,
      ring.flatMap { IndexUseKind.allCases.firstIndex(of: $0.indexUse) } ?? -1,
      ring.flatMap { PayloadStoreKind.allCases.firstIndex(of: $0.payloadStores) } ?? -1,
      Workload.allCases.firstIndex(of: workload) ?? -1, -slots, batch,
      Pacing.allCases.firstIndex(of: pacing) ?? -1, checking ? 0 : 1, turnEvents, producerCpu, consumerCpu,
      oversubscribed ? 1 : 0, isNegativeControl ? 1 : 0, Polling.allCases.firstIndex(of: polling) ?? -1,
      producers, sharing?.kind.flatMap(SharingKind.allCases.firstIndex) ?? -1,
      eventSize.bytes, PageKind.allCases.firstIndex(of: pages) ?? -1, barriersAtRunTime ? 1 : 0,
    ]
  }
}

extension SummaryRow {
  init(_ key: RowKey, _ trials: [TrialRecord], _ figures: FiguresByRound, _ comparable: ComparableTrials) {
    let results = trials.compactMap(\.result)
    let usual = comparable.usual(of: trials)
    let usualResults = usual.compactMap(\.result)
    let ns = Spread(of: usualResults.compactMap(\.figureNs))
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
    // A figure of another state than the other rows' would be compared with theirs by whoever reads the table.
    let isOfUsualState = key.workload.isAlone || comparable.haveUsual(trials)
    figure =
      ns.count > 0 && isOfUsualState ? MeasuredFigure(of: usualResults.compactMap(\.figureNs)) : nil
    if figure != nil, key.workload.ranks, key.subject != .lowerBound {
      figuresByRound = usual.figuresByRound.sorted { $0.key < $1.key }.map { $0.value.inFourDigits }
    }
    let turns = usualResults.compactMap(\.turns)
    if !turns.isEmpty, isOfUsualState {
      pushNs = MeasuredFigure(of: turns.map(\.pushNs.median))
      popNs = MeasuredFigure(of: turns.map(\.popNs.median))
    }
    load = isOfUsualState ? LoadSummary(of: usualResults) : nil
    observedRegime = polls.map { Regime($0).rawValue }
    setApart = comparable.others(among: trials)
    slowCore = comparable.wereAllSlow(trials) ? true : nil
    modes = FigureMode.both(usualResults.compactMap(\.figureNs))
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

extension LoadSummary {
  /// Over the rounds; nil if none offered a load.
  init?(of results: [TrialResult]) {
    let curves = results.compactMap(\.load)
    guard let series = curves.first?.points.map(\.eventsPerSecond) else { return nil }
    let unloaded = results.filter { $0.load != nil && $0.nsPerOperation.count > 0 }
      .map(\.nsPerOperation.median)
    self.init(
      points: series.map { rate in
        let points = curves.compactMap { curve in curve.points.first { $0.eventsPerSecond == rate } }
        let latencies = points.compactMap(\.latency)
        return Point(
          eventsPerSecond: rate, sustainedRounds: latencies.count, rounds: points.count,
          // What most rounds did not sustain is saturated: the others were lucky.
          latency: 2 * latencies.count > points.count ? LatencySummary(medianOf: latencies) : nil)
      }, sustainedPerSecond: MeasuredFigure(of: curves.map(\.sustainedPerSecond)),
      unloadedNs: unloaded.isEmpty ? nil : MeasuredFigure(of: unloaded))
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
