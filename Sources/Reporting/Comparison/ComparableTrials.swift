import RunRecord
import Statistics

/// A campaign's trials by how far apart their CPUs were then. On a virtual machine the host moves the CPUs: what was
/// measured while they were nearer or farther than in most trials is set apart, not averaged in.
struct TrialsByDistance {
  private struct Pair: Hashable { var producer, consumer: Int }

  private let classes: [Pair: (classes: BounceClasses, usual: Int)]

  init(_ trials: [TrialRecord]) {
    classes = Dictionary(grouping: trials, by: Self.pair).compactMapValues { trials in
      let gauges = trials.compactMap { $0.result?.noise }
      let classes = BounceClasses(of: gauges)
      return classes.majority(of: gauges).map { (classes, $0) }
    }
  }

  /// The trials whose CPUs were as far apart as in most trials of the campaign; all where none were, of those given, or
  /// where a thread was alone and no distance matters.
  func usual(of trials: [TrialRecord]) -> [TrialRecord] {
    let usual = trials.filter { !isApart($0) }
    return usual.contains { $0.result != nil } ? usual : trials
  }

  /// The figures of the other trials, one entry a class, the nearest first; nil if there are none.
  func others(among trials: [TrialRecord]) -> [OtherDistance]? {
    let apart = trials.filter(isApart)
    guard !apart.isEmpty, apart.count < trials.count else { return nil }
    let groups = Dictionary(grouping: apart) {
      classes[Self.pair($0)]?.classes.index(of: $0.result?.noise) ?? 0
    }
    return groups.sorted { $0.key < $1.key }.map { _, trials in
      OtherDistance(
        bounceNs: median(of: trials.compactMap { $0.result?.noise?.bounceBeforeNs }) ?? 0,
        nsPerOperation: Spread(of: trials.compactMap { $0.result?.nsPerOperation.median }))
    }
  }

  private func isApart(_ trial: TrialRecord) -> Bool {
    guard !trial.spec.workload.isAlone, let (classes, usual) = classes[Self.pair(trial)],
      let index = classes.index(of: trial.result?.noise)
    else { return false }
    return index != usual || trial.marks?.contains(.bounceChanged) ?? false
  }

  private static func pair(_ trial: TrialRecord) -> Pair {
    Pair(producer: trial.spec.producerCpu, consumer: trial.spec.consumerCpu)
  }
}
