import RunRecord
import Statistics

/// Decides which of a campaign's trials may be averaged. On a virtual machine the host moves the CPUs, and gives the other
/// hardware thread of a core to another guest. Two-thread trials with the two CPUs in another state than in most are set
/// apart, and so are one-thread trials on a core that was slower than at its fastest.
struct ComparableTrials {
  /// The two CPUs, and what ran on them: the host may have had them in one state for one workload and in another for the
  /// next.
  private struct Pair: Hashable {
    var producer, consumer: Int
    var workload: Workload
  }

  /// How the two CPUs of a trial stood.
  private struct State: Hashable {
    /// The number of the placement.
    var placement: Int
    var cores: CoreSpeeds.Pair
  }

  private var classes: [Pair: (classes: PlacementClasses, usual: State, all: [State])]
  private let speeds: CoreSpeeds

  init(_ trials: [TrialRecord]) {
    let speeds = CoreSpeeds(of: trials)
    self.speeds = speeds
    let ofTwo = trials.filter { !$0.spec.row.workload.isAlone }
    classes = Dictionary(grouping: ofTwo, by: Self.pair).compactMapValues { trials in
      let classes = PlacementClasses(of: trials.flatMap { $0.result?.gauges ?? [] })
      let states = trials.flatMap { trial in
        (trial.result?.gauges ?? []).compactMap { Self.state($0, of: trial.spec, classes, speeds) }
      }
      let counts = Dictionary(grouping: states, by: \.self).mapValues(\.count)
      let usual = counts.max { ($0.value, $1.key.placement) < ($1.value, $0.key.placement) }?.key
      return usual.map { (classes, $0, Array(counts.keys)) }
    }
  }

  /// The number of the state that the two CPUs were in during a trial; nil if they were not in one all the time. Of one
  /// thread the state is the speed of its core, and where nothing was gauged there is one state.
  private func state(of trial: TrialRecord) -> Int? {
    guard let noise = trial.result?.noise else { return 0 }
    if trial.spec.row.workload.isAlone {
      if trial.marks?.contains(.speedChanged) == true { return nil }
      return speeds.hadSlowCore(noise, of: trial.spec) ? 1 : 0
    }
    guard noise.bounceBeforeNs != nil, let (classes, _, all) = classes[Self.pair(trial)] else { return 0 }
    return Self.state(noise, of: trial.spec, classes, speeds).flatMap { all.firstIndex(of: $0) }
  }

  /// The figures of a trial for a comparison, one for each state that it has a figure in: none without a result, or if the two
  /// CPUs were not in one state all the time.
  func figures(of trial: TrialRecord) -> [FigureInState] {
    if let parts = parts(of: trial) {
      return parts.compactMap { state, bursts in
        classes[Self.pair(trial)]?.all.firstIndex(of: state).flatMap { number in
          median(of: bursts.map(\.nsPerOperation)).map {
            FigureInState(round: trial.round, state: number, ns: $0, bursts: bursts.count)
          }
        }
      }
      .sorted { $0.state < $1.state }
    }
    guard let ns = trial.result?.figureNs, let state = state(of: trial) else { return [] }
    return [FigureInState(round: trial.round, state: state, ns: ns)]
  }

  /// The one of ``figures(of:)`` that most bursts are in.
  func figure(of trial: TrialRecord) -> FigureInState? {
    figures(of: trial).max { ($0.bursts ?? 0, $1.state) < ($1.bursts ?? 0, $0.state) }
  }

  /// The gauged bursts of a trial by the state that they ran in; nil if its bursts were not gauged one by one.
  private func parts(of trial: TrialRecord) -> [State: [GaugedBurst]]? {
    guard let bursts = trial.result?.gaugedBursts, !bursts.isEmpty,
      let (classes, _, _) = classes[Self.pair(trial)]
    else { return nil }
    var parts: [State: [GaugedBurst]] = [:]
    for burst in bursts {
      guard let state = Self.state(burst.noise, of: trial.spec, classes, speeds) else { continue }
      parts[state, default: []].append(burst)
    }
    return parts
  }

  /// Nil if it was not the same all the time, or was not gauged.
  private static func state(
    _ noise: NoiseGauge?, of spec: TrialSpec, _ classes: PlacementClasses, _ speeds: CoreSpeeds
  ) -> State? {
    let cores = speeds.pair(noise, of: spec)
    guard cores != .changed, let placement = classes.index(of: noise) else { return nil }
    return State(placement: placement, cores: cores)
  }

  /// A trial as far as it ran in the state that most trials were in; nil if no part of it did.
  func inUsualState(_ trial: TrialRecord) -> TrialRecord? {
    if trial.spec.row.workload.isAlone {
      return speeds.wasSlow(trial.result?.noise, of: trial.spec) ? nil : trial
    }
    guard let (classes, usual, _) = classes[Self.pair(trial)], trial.result?.noise?.bounceBeforeNs != nil
    else { return trial }
    if let parts = parts(of: trial) { return parts[usual].map(trial.of) }
    return Self.state(trial.result?.noise, of: trial.spec, classes, speeds) == usual ? trial : nil
  }

  /// Whether a trial has no figure in the state that most trials were in.
  private func isApart(_ trial: TrialRecord) -> Bool { inUsualState(trial) == nil }

  /// Those of `trials` that are not set apart, each as far as it ran in the usual state; all of them if none would be left.
  func usual(of trials: [TrialRecord]) -> [TrialRecord] {
    let usual = trials.compactMap(inUsualState)
    return usual.contains { $0.result != nil } ? usual : trials
  }

  /// Whether any of `trials` has a result that is not set apart: else their figures are not those of the others' state.
  func haveUsual(_ trials: [TrialRecord]) -> Bool {
    trials.contains { $0.result != nil && !isApart($0) }
  }

  /// Whether all were one-thread trials on a core that was slower than at its fastest.
  func wereAllSlow(_ trials: [TrialRecord]) -> Bool {
    let measured = trials.filter { $0.result != nil }
    return !measured.isEmpty && measured.allSatisfy { speeds.wasSlow($0.result?.noise, of: $0.spec) }
  }

  /// The figures of the trials set apart, one entry for each placement, the nearest first; nil if there are none.
  func others(among trials: [TrialRecord]) -> [SetApart]? {
    let apart = trials.filter(isApart)
    guard !apart.isEmpty, apart.count < trials.count else { return nil }
    let groups = Dictionary(grouping: apart) {
      $0.spec.row.workload.isAlone ? 0 : classes[Self.pair($0)]?.classes.index(of: $0.result?.noise) ?? 0
    }
    return groups.sorted { $0.key < $1.key }.map { _, trials in
      func usual(_ reading: KeyPath<NoiseGauge, Double?>) -> Double? {
        median(of: trials.compactMap { $0.result?.noise?[keyPath: reading] })
      }
      let isAlone = trials.allSatisfy(\.spec.row.workload.isAlone)
      return SetApart(
        bounceNs: isAlone ? nil : usual(\.bounceBeforeNs),
        calibrationNs: isAlone ? usual(\.calibrationBeforeNs) : nil,
        nsPerOperation: Spread(of: trials.compactMap { $0.result?.figureNs }))
    }
  }

  /// Trials of one pair of CPUs and workload, as far as the two were in one state.
  struct OfState {
    /// The state in words and numbers, and whether most trials were in it.
    var placement: PlacementRecord
    var trials: [TrialRecord]
    /// The same decisions with this state in place of the most frequent one.
    var comparable: ComparableTrials
  }

  /// The states of each pair of CPUs and workload of two threads, the nearest first.
  func states(_ trials: [TrialRecord]) -> [OfState] {
    let groups = Dictionary(grouping: trials.filter { !$0.spec.row.workload.isAlone }, by: Self.pair)
    return groups.sorted {
      ($0.key.producer, $0.key.consumer, $0.key.workload.rawValue)
        < ($1.key.producer, $1.key.consumer, $1.key.workload.rawValue)
    }
    .flatMap { pair, trials -> [OfState] in
      guard let (classes, usual, _) = classes[pair] else { return [] }
      let states = trials.reduce(into: [State: [TrialRecord]]()) { states, trial in
        if let parts = parts(of: trial) {
          for (state, bursts) in parts { states[state, default: []].append(trial.of(bursts)) }
        } else if let state = Self.state(trial.result?.noise, of: trial.spec, classes, speeds) {
          states[state, default: []].append(trial)
        }
      }
      return states.compactMap { state, trials -> (State, OfState)? in
        guard let bounce = median(of: trials.compactMap { $0.result?.noise?.bounceBeforeNs })
        else { return nil }
        var slow: (producer: Bool, consumer: Bool)?
        if case .steady(let producer, let consumer) = state.cores { slow = (producer, consumer) }
        let placement = PlacementRecord(
          workload: pair.workload, producerCpu: pair.producer, consumerCpu: pair.consumer,
          bounceNs: bounce, producerIsSlow: slow?.producer, consumerIsSlow: slow?.consumer,
          trials: trials.count, isUsed: state == usual)
        var comparable = self
        comparable.classes[pair]?.usual = state
        return (state, OfState(placement: placement, trials: trials, comparable: comparable))
      }
      .sorted { ($0.0.placement, -$0.1.trials.count) < ($1.0.placement, -$1.1.trials.count) }.map(\.1)
    }
  }

  private static func pair(_ trial: TrialRecord) -> Pair {
    Pair(
      producer: trial.spec.row.producerCpu, consumer: trial.spec.row.consumerCpu,
      workload: trial.spec.row.workload)
  }
}
