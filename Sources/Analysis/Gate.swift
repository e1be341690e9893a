import Foundation
import RunRecord
import Statistics

/// Decides, row by row and as rounds come in, whether a candidate is slower than its base.
///
/// A row regresses only if all hold: the sign test of the paired differences rejects "no change", corrected for
/// the number of rows (Holm) and for looking several times (``Looks``); the bootstrap interval of the median
/// difference excludes zero; the difference exceeds how much the base differs from itself over as many rounds; and it
/// exceeds an absolute threshold. A row has not changed if the interval lies within the smallest change that matters, and
/// its middle within half of that.
public struct Gate: Sendable {
  /// The thresholds of a comparison.
  public struct Settings: Sendable {
    /// The smallest change that matters, as a share; nil: what each workload's figures can show.
    public var detect: Double?
    /// A change of fewer ns is none.
    public var thresholdNs: Double

    public init(detect: Double?, thresholdNs: Double) {
      (self.detect, self.thresholdNs) = (detect, thresholdNs)
    }

    /// The smallest change of a workload that matters, as a share.
    public func detect(_ workload: Workload) -> Double {
      // A hand-off repeats within a per cent where the others vary by several.
      detect ?? (workload == .handOff ? 0.02 : 0.05)
    }
  }

  /// The error of all rows and looks together, two-sided: half of it is false regressions.
  public static let level = 0.01
  /// The confidence of the intervals shown.
  public static let confidence = 0.99
  /// The confidence of the interval of the base against itself.
  public static let noiseConfidence = 0.95
  /// When the trials are looked at, in rounds. With fewer than a dozen pairs the sign test cannot reject at the first look's
  /// level.
  public static let looks = Looks(level: level, first: 15)

  private let settings: Settings
  private let keys: [RowKey]
  /// The verdict on each row at the last look.
  public private(set) var rows: [RowKey: ComparedRow] = [:]

  /// A gate over these rows.
  public init(_ keys: [RowKey], _ settings: Settings) { (self.keys, self.settings) = (keys, settings) }

  /// Looks at the trials so far. Rows that are decided stay so.
  ///
  /// - Returns: The rows that are not decided.
  public mutating func look(_ number: Int, at trials: [BuildTrial]) -> Set<RowKey> {
    let comparable = ComparableTrials(trials.map(\.trial))
    let ofRow = Dictionary(grouping: trials, by: \.trial.spec.row)
    let pairs = keys.map { PairedDifferences(ofRow[$0] ?? [], of: $0, comparable) }
    let rejected = Holm.rejected(pairs.map(\.pValue), level: Self.looks.level(of: number))
    for (index, key) in keys.enumerated() where rows[key].map({ $0.verdict == .inconclusive }) ?? true {
      rows[key] = pairs[index].judged(rejected: rejected[index], settings)
    }
    return Set(keys.filter { rows[$0]?.verdict == .inconclusive })
  }
}

/// A trial of one of two builds that are compared.
public struct BuildTrial: Sendable {
  public enum Build: Sendable { case base, candidate }

  public var build: Build
  public var trial: TrialRecord

  public init(_ build: Build, _ trial: TrialRecord) { (self.build, self.trial) = (build, trial) }
}

/// A row's trials as differences of logarithms: changes relative to the base, whatever its speed at that moment.
struct PairedDifferences {
  let key: RowKey
  /// Rounds in which the row ran.
  let rounds: Int
  /// A trial of the base and one of the candidate, with the two CPUs in one state. If the two builds are alike, a pair favours
  /// either side equally often.
  let pairs: [(base: FigureInState, candidate: FigureInState)]
  /// Trials that have no partner, or during which the state changed.
  let trialsApart: Int
  /// Candidate against base.
  let effects: [Double]
  /// Base against itself: each figure against the next in its state.
  let nulls: [Double]
  let pValue: Double

  init(_ trials: [BuildTrial], of key: RowKey, _ comparable: ComparableTrials) {
    self.key = key
    rounds = Set(trials.map(\.trial.round)).count
    func figures(_ build: BuildTrial.Build) -> [FigureInState] {
      trials.filter { $0.build == build }.compactMap { comparable.figure(of: $0.trial) }
    }
    let base = figures(.base)
    pairs = SameStatePairs.pairs(base, figures(.candidate)).map { ($0.first, $0.second) }
    trialsApart = trials.count - 2 * pairs.count
    effects = pairs.map { log($0.candidate.ns / $0.base.ns) }
    nulls = Dictionary(grouping: base, by: \.state).sorted { $0.key < $1.key }.flatMap { _, figures in
      zip(figures, figures.dropFirst()).map { log($1.ns / $0.ns) }
    }
    pValue = SignTest.pValue(effects)
  }

  func judged(rejected: Bool, _ settings: Gate.Settings) -> ComparedRow {
    // The ns of the state that most pairs were in. Those of different states have no common median.
    let usual = Dictionary(grouping: pairs, by: \.base.state).max {
      ($0.value.count, $1.key) < ($1.value.count, $0.key)
    }?.value
    let bases = usual?.map(\.base.ns) ?? []
    let candidates = usual?.map(\.candidate.ns) ?? []
    let bootstrap = Bootstrap()
    guard let baseNs = median(of: bases), let candidateNs = median(of: candidates),
      let effect = median(of: effects),
      let interval = bootstrap.intervalOfMedian(effects, level: Gate.confidence),
      let null = bootstrap.intervalOfMedian(nulls, level: Gate.noiseConfidence)
    else {
      return ComparedRow(key: key, verdict: .inconclusive, rounds: rounds, trialsApart: trialsApart)
    }
    let judgement = Judgement(
      effect: effect, interval: interval, noise: max(abs(null.lowerBound), abs(null.upperBound)),
      baseNs: baseNs, rejected: rejected, rounds: rounds)
    var row = judgement.row(key, settings, candidateNs: candidateNs, pValue: pValue)
    (row.pairs, row.trialsApart) = (pairs.count, trialsApart)
    (row.baseModes, row.candidateModes) = (FigureMode.both(bases), FigureMode.both(candidates))
    return row
  }
}

/// One row's figures, as differences of logarithms, and the verdict on them.
struct Judgement {
  var effect: Double
  var interval: ClosedRange<Double>
  var noise: Double
  var baseNs: Double
  /// Whether the test, corrected for all rows, rejects "no change".
  var rejected: Bool
  var rounds: Int

  func verdict(_ workload: Workload, _ settings: Gate.Settings) -> ComparisonVerdict {
    let excludesZero = !interval.contains(0)
    let exceedsThreshold = abs(Foundation.exp(effect) - 1) * baseNs > settings.thresholdNs
    if rejected, excludesZero, abs(effect) > noise, exceedsThreshold {
      return effect > 0 ? .regression : .improvement
    }
    let isSmall = reach(workload, settings).contains(interval) && mayBeNothing(workload, settings)
    return isSmall || isBelowThreshold(settings) ? .noChange : .inconclusive
  }

  func row(_ key: RowKey, _ settings: Gate.Settings, candidateNs: Double, pValue: Double) -> ComparedRow {
    func percent(_ log: Double) -> Double { 100 * (Foundation.exp(log) - 1) }
    let verdict = verdict(key.workload, settings)
    return ComparedRow(
      key: key, verdict: verdict, baseNs: baseNs, candidateNs: candidateNs, changePercent: percent(effect),
      interval: percent(interval.lowerBound)...percent(interval.upperBound), noisePercent: percent(noise),
      pValue: pValue, rounds: rounds,
      moreRounds: verdict == .inconclusive ? moreRounds(key.workload, settings) : nil)
  }

  private func reach(_ workload: Workload, _ settings: Gate.Settings) -> ClosedRange<Double> {
    let reach = Foundation.log(1 + settings.detect(workload))
    return -reach...reach
  }

  /// Whether even the ends of the interval are below the threshold in ns.
  private func isBelowThreshold(_ settings: Gate.Settings) -> Bool {
    max(abs(interval.lowerBound), abs(interval.upperBound)) * baseNs < settings.thresholdNs
  }

  /// Whether the middle is small too: an interval that ends just short of the smallest change that matters may be that of
  /// a change nearly as large.
  private func mayBeNothing(_ workload: Workload, _ settings: Gate.Settings) -> Bool {
    abs(effect) < reach(workload, settings).upperBound / 2
  }

  /// An estimate: an interval shrinks with the square root of the rounds. It decides when its half-width is below the
  /// distance of the change from zero or, for a small change, from the smallest change that matters.
  private func moreRounds(_ workload: Workload, _ settings: Gate.Settings) -> Int? {
    let half = max((interval.upperBound - interval.lowerBound) / 2, noise)
    let distance =
      mayBeNothing(workload, settings)
      ? max(abs(effect), reach(workload, settings).upperBound - abs(effect)) : abs(effect)
    guard half > 0, distance > 0 else { return nil }
    let needed = Double(rounds) * (half / distance) * (half / distance)
    guard needed < 1e6 else { return nil }
    // At least one more: this look did not decide.
    return max(1, Int(needed.rounded(.up)) - rounds)
  }
}

extension ClosedRange {
  fileprivate func contains(_ other: ClosedRange) -> Bool {
    lowerBound <= other.lowerBound && other.upperBound <= upperBound
  }
}

extension FigureMode {
  /// Both groups, if the figures come in two; nil if they come in one.
  static func both(_ figures: [Double]) -> [FigureMode]? {
    TwoModes(of: figures).map {
      [FigureMode(ns: $0.low, share: $0.lowShare), FigureMode(ns: $0.high, share: 1 - $0.lowShare)]
    }
  }
}
