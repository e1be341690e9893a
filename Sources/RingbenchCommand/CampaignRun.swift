import AIORing
import Analysis
import ArgumentParser
import Campaigns
import Foundation
import Reporting
import RunRecord
import Topology
import Trials

/// A campaign on the command line: progress, results on disk as they come, a report at the end.
struct CampaignRun {
  private let campaign: CampaignRecord
  private let results: ResultsFolder
  /// What an earlier part of the campaign measured.
  private let earlier: [TrialRecord]
  /// Seconds for all trials that are left.
  private let seconds: Double
  private let option: ResultsOption
  /// Whether a row that ranks and did not reach the precision is a failure.
  private let requiresPrecision: Bool

  private var folder: URL { results.url }

  /// - Throws: What ends the command with one line.
  init(
    starting campaign: CampaignRecord, seconds: Double, topology: TopologySummary, _ option: ResultsOption,
    requiresPrecision: Bool = false
  ) throws {
    Self.survive()
    results = try ResultsFolder(creating: option.folder(of: campaign), campaign: campaign)
    try results.write(try RecordCoding.document(topology), to: "topology.json")
    (self.campaign, earlier, self.seconds) = (campaign, [], seconds)
    (self.option, self.requiresPrecision) = (option, requiresPrecision)
  }

  /// - Throws: What ends the command with one line.
  init(resuming folder: String, _ option: ResultsOption, requiresPrecision: Bool = false) throws {
    Self.survive()
    let folder = URL(filePath: folder)
    let begun = try ResultsReader.folder(folder)
    let here = ThisMachine.environment(try Machine.measured())
    if let difference = begun.campaign.environment.difference(from: here) {
      throw ResultsError.foreign(path: folder.path, reason: "\(difference): go on where it was begun")
    }
    let left = begun.campaign.order.dropFirst(begun.trials.count)
    // The order is fixed: what has become impossible cannot be left out of it.
    let refusals = CampaignPlan.refusals(of: left.map(\.spec.row))
    guard refusals.isEmpty else {
      throw ExitStatus.unavailable.failure(
        refusals.map(\.sentence).joined(separator: "; ")
          + ": go on with \(folder.relativePath) where it is allowed")
    }
    (campaign, earlier) = (begun.campaign, begun.trials)
    let used = begun.trials.reduce(0) { $0 + $1.seconds }
    seconds =
      begun.campaign.seconds.map { max(0, $0 - used) }
      ?? left.reduce(0) { $0 + $1.spec.durationMilliseconds / 1000 }
    (self.option, self.requiresPrecision) = (option, requiresPrecision)
    results = try ResultsFolder(resuming: folder)
  }

  /// A signal, a full disk, or a reader of the output that goes away must not end the process once it has written
  /// something.
  private static func survive() {
    Interruption.prepare()
    signal(SIGXFSZ, SIG_IGN)
    signal(SIGPIPE, SIG_IGN)
  }

  /// - Throws: What ends the command with one line; or only an exit code, if the report has explained it.
  func run() async throws {
    let progress = ProgressLine(
      total: max(0, campaign.order.count - earlier.count), seconds: seconds, folder: folder.relativePath)
    let measuring = Campaign(
      record: campaign, process: TrialProcess(executable: TrialProcess.thisExecutable), seconds: seconds)
    let steal = CPUTicks.now()
    let (trials, ending) = await Interruption.watch {
      var trials = earlier
      do {
        let complete = try await measuring.run(after: earlier) { state in
          trials += state.ended
          progress.show(state)
          try results.append(state.ended)
        }
        return (trials, complete && !Task.isCancelled ? Ending.complete : .interrupted)
      } catch {
        return (trials, Ending.failed(error))
      }
    }
    progress.clear()
    var campaign = campaign
    campaign.environment.stealPercent = CPUTicks.stealPercent(since: steal)
    // An interrupted campaign runs nothing more on the machine.
    let steps = if case .complete = ending { campaign.steps } else { campaign.steps.filter { $0 == .models } }
    let sections = await Interruption.watch { [campaign] in
      await CampaignSections(of: campaign, steps: steps)
    }
    var summary = SummaryRecord(
      of: campaign, trials: trials, architectures: sections.architectures, states: option.placement.states)
    (summary.probes, summary.kernelRings) = (sections.probes, sections.kernelRings)
    let document = try RecordCoding.document(summary)
    var failure: ExitCode?
    if case .failed(let error) = ending { failure = Self.report(error) }
    do throws(ResultsError) {
      try results.checkTrials()
      try results.write(document, to: "summary.json")
      try results.write(Data(SummaryCSV.text([summary]).utf8), to: "summary.csv")
    } catch  where failure == nil {
      failure = error.failure
    } catch {}
    if option.json {
      print(String(decoding: document, as: UTF8.self))
    } else {
      // Who interrupted it does not wait for a page.
      let isWhole = if case .complete = ending { campaign.isOfEverything } else { false }
      let page = isWhole ? "\n" + (await ResultsPage(of: folder).line()) : ""
      option.printed.show { RunReport(summary).text + "\n\nResults: \(folder.relativePath)" + page }
    }
    if let failure { throw failure }
    if case .interrupted = ending {
      throw ExitStatus.interrupted.failure(
        "interrupted after \(trials.count) trials (\(campaign.order.count) planned); they are kept in \(folder.relativePath)"
      )
    }
    if !sections.isWhole {
      throw ExitStatus.interrupted.failure(
        "interrupted after all trials: what `ringbench probe` and `ringbench kernel` print was not all measured; "
          + "the rest is kept in \(folder.relativePath)")
    }
    if summary.violatesClaim { throw ExitStatus.violation.code }
    if requiresPrecision, !summary.imprecise.isEmpty {
      throw ExitStatus.inconclusive.failure(
        "\(summary.imprecise.count) rows did not reach the precision: ask for a longer --duration or a wider --precision"
      )
    }
    if summary.hasUnfinishedTrials { throw ExitStatus.internalError.code }
  }

  private enum Ending: Sendable {
    case complete, interrupted
    case failed(any Error)
  }

  private static func report(_ error: any Error) -> ExitCode {
    guard let error = error as? ResultsError else { return ExitStatus.internalError.failure("\(error)") }
    return ExitStatus.inputOutput.failure(
      ["\(error)", error.advice].compactMap(\.self).joined(separator: ": ")
        + "; the trials written so far are kept")
  }
}
