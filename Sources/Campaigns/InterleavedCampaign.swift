import Analysis
import Foundation
import RunRecord
import Statistics

/// Runs two builds' trials in one campaign. In each round each build runs two trials of each row, all in random order,
/// so that whatever the machine does during a round affects both builds.
public struct InterleavedCampaign: Sendable {
  private let base: TrialProcess
  private let candidate: TrialProcess
  private let rows: [TrialSpec]
  private let ticksPerSecond: Double
  private let seed: UInt64
  /// Seconds for all trials together.
  private let seconds: Double

  public init(
    base: TrialProcess, candidate: TrialProcess, rows: [TrialSpec], ticksPerSecond: Double, seed: UInt64,
    seconds: Double
  ) {
    (self.base, self.candidate, self.rows) = (base, candidate, rows)
    (self.ticksPerSecond, self.seed, self.seconds) = (ticksPerSecond, seed, seconds)
  }

  /// What the campaign came to.
  public struct Outcome: Sendable {
    public var trials: [BuildTrial] = []
    /// Rows that were given up, and why: one build may lack a strategy.
    public var failures: [RowKey: String] = [:]
    /// Why the whole campaign was given up: a build hung or crashed.
    public var collapse: String?
    /// Rounds completed.
    public var count = 0
    /// Trials repeated because a noise threshold was exceeded.
    public var repeated = 0
    public var seconds = 0.0
    public var interrupted = false
    /// Whether the bursts of rows alternate within a child, and each is gauged. Both builds have to do it: one of an older version runs
    /// its trials one after another.
    public var alternates = true
  }

  /// Runs rounds until nothing is open or the time is up.
  ///
  /// - Parameter open: Called after each round; returns the rows that need more rounds.
  public func run(while open: (Outcome) -> Set<RowKey>) async -> Outcome {
    let begin = ContinuousClock.now
    let awake = KeptAwake(Set(rows.flatMap { [$0.row.producerCpu, $0.row.consumerCpu] }))
    defer { withExtendedLifetime(awake) {} }
    var generator = SeededGenerator(seed: seed)
    var outcome = Outcome()
    var left = Set(rows.map(\.row))
    while !left.isEmpty {
      let elapsed = (ContinuousClock.now - begin) / .seconds(1)
      outcome.seconds = elapsed
      // A round that would end too late is not started.
      guard elapsed + elapsed / Double(max(1, outcome.count)) < seconds else { break }
      let specs = rows.filter { left.contains($0.row) }
      do throws(End) { try await round(specs, &outcome, &generator) } catch {
        switch error {
        case .interrupted: outcome.interrupted = true
        case .collapsed(let reason): outcome.collapse = reason
        }
        break
      }
      if outcome.count == 0, outcome.alternates, !outcome.allAlternated(specs) {
        // The round does not count: the builds did not measure in the same way.
        (outcome.alternates, outcome.trials) = (false, [])
        continue
      }
      outcome.count += 1
      left = open(outcome).subtracting(outcome.failures.keys)
    }
    outcome.seconds = (ContinuousClock.now - begin) / .seconds(1)
    return outcome
  }

  /// Why a round was not completed.
  private enum End: Error {
    case interrupted
    case collapsed(String)
  }

  /// Each build runs each row twice: in four children, in random order, each of which runs all rows in random order.
  private func round(
    _ specs: [TrialSpec], _ outcome: inout Outcome, _ generator: inout SeededGenerator
  ) async throws(End) {
    for build in [BuildTrial.Build.base, .base, .candidate, .candidate].shuffled(using: &generator) {
      let places = specs.filter { outcome.failures[$0.row] == nil }.shuffled(using: &generator)
      for (spec, ending) in try await endings(places, of: build == .base ? base : candidate, &outcome) {
        let record = ending.record(index: outcome.trials.count, round: outcome.count, of: spec)
        outcome.trials.append(BuildTrial(build, record))
      }
    }
  }

  /// Runs trials in one child, and repeats once those that exceed a noise threshold; rows that fail are given up.
  private func endings(
    _ specs: [TrialSpec], of process: TrialProcess, _ outcome: inout Outcome
  ) async throws(End) -> [(TrialSpec, TrialProcess.Ending)] {
    var kept: [RowKey: TrialProcess.Ending] = [:]
    var left = specs
    for attempt in 0..<2 where !left.isEmpty {
      let endings: [TrialProcess.Ending]
      do {
        endings =
          outcome.alternates
          ? try await process.run(alternating: left, ticksPerSecond: ticksPerSecond)
          : try await process.run(left, ticksPerSecond: ticksPerSecond)
      } catch {
        throw error is CancellationError
          ? .interrupted : .collapsed("\(process.executable) cannot be run any more")
      }
      if Task.isCancelled { throw .interrupted }
      for (spec, ending) in zip(left, endings) {
        let trouble = "\(process.executable) \(ending.outcome.rawValue): \(ending.message ?? "no figure")"
        if ending.outcome == .hung || ending.outcome == .crashed { throw .collapsed(trouble) }
        guard ending.result.map({ $0.nsPerOperation.median > 0 }) == true else {
          outcome.failures[spec.row] = trouble
          continue
        }
        kept[spec.row] = ending
      }
      left = left.filter { spec in kept[spec.row]?.result.map(Self.isOverLimit) ?? false }
      if attempt == 0 { outcome.repeated += left.count }
    }
    return specs.compactMap { spec in kept[spec.row].map { (spec, $0) } }
  }

  /// Whether a trial is worth repeating: one whose bursts were gauged one by one is not, since those of another state are told
  /// from the others.
  private static func isOverLimit(_ result: TrialResult) -> Bool {
    result.gaugedBursts == nil && !NoiseMark.all(of: result).isEmpty
  }
}

extension InterleavedCampaign.Outcome {
  /// Whether all trials of the first round ran with alternating bursts that could.
  fileprivate func allAlternated(_ specs: [TrialSpec]) -> Bool {
    guard TrialSpec.mayAlternate(specs.filter(\.mayAlternate)) else { return true }
    return trials.allSatisfy { !$0.trial.spec.mayAlternate || $0.trial.result?.gaugedBursts != nil }
  }
}
