import Analysis
import ArgumentParser
import Campaigns
import Foundation
import Reporting
import RunRecord

/// A comparison of two builds on the command line: a trial of each to see that they work, then rounds until every row is
/// decided.
struct GateRun {
  let base: String
  let candidate: String
  let plan: GatePlan
  let settings: Gate.Settings
  let ticksPerSecond: Double
  let seed: UInt64
  let seconds: Double
  /// Whether one regression is enough.
  let failFast: Bool
  let injectedPercent: Double
  /// Whether progress is not printed.
  let isQuiet: Bool

  func run() async throws -> ComparisonRecord {
    let baseProcess = TrialProcess(executable: base)
    let candidateProcess = TrialProcess(executable: candidate, injectedPercent: injectedPercent)
    let specs = plan.trials
    let campaign = InterleavedCampaign(
      base: baseProcess, candidate: candidateProcess, rows: specs, ticksPerSecond: ticksPerSecond, seed: seed,
      seconds: seconds)
    let ending: Result<(InterleavedCampaign.Outcome, Gate), any Error> = await Interruption.watch {
      do {
        try await probe(baseProcess, candidateProcess)
        var gate = Gate(specs.map(\.row), settings)
        var open = Set(specs.map(\.row))
        let outcome = await campaign.run { outcome in
          if let number = Gate.looks.due(after: outcome.count) {
            open = gate.look(number, at: outcome.trials)
            progress(outcome, open: open.count, of: specs.count)
            if failFast, gate.rows.values.contains(where: { $0.verdict == .regression }) { return [] }
          }
          return open
        }
        // The time was up between two looks: the trials since the last look count as well.
        let isCut = !open.isEmpty && Gate.looks.due(after: outcome.count) == nil
        if isCut { _ = gate.look(Gate.looks.next(after: outcome.count), at: outcome.trials) }
        return .success((outcome, gate))
      } catch {
        return .failure(error)
      }
    }
    switch ending {
    case .success((let outcome, let gate)):
      if outcome.interrupted {
        throw ExitStatus.interrupted.failure("interrupted after \(outcome.count) rounds: nothing is decided")
      }
      if let reason = outcome.collapse { throw ExitStatus.badData.failure(reason) }
      return record(outcome, gate, specs)
    case .failure(let failure as any CommandFailure): throw failure
    case .failure(is CancellationError):
      throw ExitStatus.interrupted.failure("interrupted before the first round")
    case .failure(let error): throw ExitStatus.internalError.failure("\(error)")
    }
  }

  private func probe(_ base: TrialProcess, _ candidate: TrialProcess) async throws {
    let cpu = plan.pair.producer.index
    let builds = (
      try await ExecutableProbe.build(of: base, cpu: cpu, ticksPerSecond: ticksPerSecond),
      try await ExecutableProbe.build(of: candidate, cpu: cpu, ticksPerSecond: ticksPerSecond)
    )
    // A version that does not report how it was built is accepted as it is.
    if let base = builds.0, let candidate = builds.1 {
      try Incomparable.check(base: base, candidate: candidate)
    }
  }

  private func progress(_ outcome: InterleavedCampaign.Outcome, open: Int, of total: Int) {
    if isQuiet { return }
    let line =
      "\(outcome.count) rounds, \(Int(outcome.seconds.rounded())) s: \(total - open) of \(total) rows decided\n"
    StandardError.write(line)
  }

  private func record(
    _ outcome: InterleavedCampaign.Outcome, _ gate: Gate, _ specs: [TrialSpec]
  ) -> ComparisonRecord {
    let rows = specs.map(\.row).map { key in
      var row = gate.rows[key] ?? ComparedRow(key: key, verdict: .inconclusive, rounds: 0)
      if let failure = outcome.failures[key] {
        (row.verdict, row.moreRounds, row.message) = (.inconclusive, nil, failure)
      }
      return row
    }
    return ComparisonRecord(
      method: .executables, base: base, candidate: candidate,
      verdict: ComparisonVerdict(of: rows.map(\.verdict)), rows: rows, withoutPartner: [],
      detectPercent: settings.detect.map { 100 * $0 }, thresholdNs: settings.thresholdNs,
      injectedPercent: injectedPercent,
      seconds: outcome.seconds,
      quietness: Quietness.words(
        outcome.trials.compactMap { one in one.trial.result.map { (one.trial.spec, $0) } }))
  }
}
