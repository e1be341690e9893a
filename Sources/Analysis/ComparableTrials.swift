import RunRecord
import Statistics

/// Decides which of a campaign's trials may be averaged. On a virtual machine the host moves the CPUs. Two-thread trials
/// of a placement other than the most frequent one are set apart, and so are one-thread trials on a core that was slower
/// than at its fastest.
struct ComparableTrials {
  private struct Pair: Hashable { var producer, consumer: Int }

  private let classes: [Pair: (classes: PlacementClasses, usual: Int)]
  private let speeds: CoreSpeeds

  init(_ trials: [TrialRecord]) {
    classes = Dictionary(grouping: trials, by: Self.pair).compactMapValues { trials in
      let gauges = trials.compactMap { $0.result?.noise }
      let classes = PlacementClasses(of: gauges)
      return classes.majority(of: gauges).map { (classes, $0) }
    }
    speeds = CoreSpeeds(of: trials)
  }

  /// Those of `trials` that are not set apart; all of them if none would be left.
  func usual(of trials: [TrialRecord]) -> [TrialRecord] {
    let usual = trials.filter { !isApart($0) }
    return usual.contains { $0.result != nil } ? usual : trials
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
        nsPerOperation: Spread(of: trials.compactMap { $0.result?.nsPerOperation.median }))
    }
  }

  /// The placements of each pair of CPUs, the nearest first.
  func placements(_ trials: [TrialRecord]) -> [PlacementRecord] {
    let groups = Dictionary(grouping: trials.filter { !$0.spec.row.workload.isAlone }, by: Self.pair)
    return groups.sorted { ($0.key.producer, $0.key.consumer) < ($1.key.producer, $1.key.consumer) }
      .flatMap { pair, trials -> [PlacementRecord] in
        guard let (classes, usual) = classes[pair] else { return [] }
        let byClass = Dictionary(grouping: trials.compactMap { $0.result?.noise }) { classes.index(of: $0) }
        return byClass.sorted { ($0.key ?? -1) < ($1.key ?? -1) }.compactMap { index, gauges in
          guard let index, let bounce = median(of: gauges.compactMap(\.bounceBeforeNs)) else { return nil }
          return PlacementRecord(
            producerCpu: pair.producer, consumerCpu: pair.consumer, bounceNs: bounce, trials: gauges.count,
            isUsed: index == usual)
        }
      }
  }

  private func isApart(_ trial: TrialRecord) -> Bool {
    if trial.spec.row.workload.isAlone { return speeds.wasSlow(trial.result?.noise, of: trial.spec) }
    guard let (classes, usual) = classes[Self.pair(trial)],
      let index = classes.index(of: trial.result?.noise)
    else { return false }
    return index != usual || trial.marks?.contains(.bounceChanged) ?? false
  }

  private static func pair(_ trial: TrialRecord) -> Pair {
    Pair(producer: trial.spec.row.producerCpu, consumer: trial.spec.row.consumerCpu)
  }
}
