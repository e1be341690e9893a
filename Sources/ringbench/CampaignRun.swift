import ArgumentParser
import Foundation
import Measurement
import Reporting
import RunRecord
import WeakMemory

/// A campaign as a person sees it: progress, results on disk as they come, a report at the end.
struct CampaignRun {
  let campaign: CampaignRecord
  let folder: URL
  /// For all trials together.
  let seconds: Double
  let json: Bool

  func run() async throws {
    // A full disk, and a reader of the output that goes away, are errors and no reason to die.
    signal(SIGXFSZ, SIG_IGN)
    signal(SIGPIPE, SIG_IGN)
    let results: ResultsFolder
    do throws(ResultsError) { results = try ResultsFolder(creating: folder, campaign: campaign) } catch {
      throw ExitStatus.inputOutput.failure("\(error)")
    }
    let progress = ProgressLine(total: campaign.order.count, seconds: seconds, folder: folder.relativePath)
    let measuring = Campaign(
      record: campaign, process: TrialProcess(executable: TrialProcess.thisExecutable), seconds: seconds)
    let steal = ThisMachine.stealTicks()
    let (trials, ending) = await Interruption.watch {
      var trials: [TrialRecord] = []
      do {
        let complete = try await measuring.run { state in
          trials.append(state.last)
          progress.show(state)
          try results.append(state.last)
        }
        return (trials, complete ? Ending.complete : .interrupted)
      } catch {
        return (trials, Ending.failed(error))
      }
    }
    progress.clear()
    var campaign = campaign
    campaign.environment.stealPercent = ThisMachine.stealPercent(since: steal)
    let summary = SummaryRecord(of: campaign, trials: trials, architectures: Self.architectures(of: campaign))
    let document = try RecordCoding.document(summary)
    var failure: ExitCode?
    if case .failed(let error) = ending { failure = Self.report(error) }
    do throws(ResultsError) {
      try results.write(document, to: "summary.json")
      try results.write(Data(SummaryCSV.text(summary).utf8), to: "summary.csv")
    } catch  where failure == nil {
      failure = ExitStatus.inputOutput.failure("\(error)")
    } catch {}
    print(json ? String(decoding: document, as: UTF8.self) : RunReport(summary).text)
    if !json { print("\nResults: \(folder.relativePath)") }
    if let failure { throw failure }
    if case .interrupted = ending {
      throw ExitStatus.interrupted.failure(
        "interrupted after \(trials.count) of \(campaign.order.count) trials; they are kept in \(folder.relativePath)"
      )
    }
    if summary.violatesClaim { throw ExitStatus.violation.code }
    if summary.hasUnfinishedTrials { throw ExitStatus.internalError.code }
  }

  private enum Ending: Sendable {
    case complete, interrupted
    case failed(any Error)
  }

  private static func report(_ error: any Error) -> ExitCode {
    if let error = error as? ResultsError {
      return ExitStatus.inputOutput.failure("\(error); the trials written so far are kept")
    }
    return ExitStatus.internalError.failure("\(error)")
  }

  /// The strategies that were run under the models of all architectures.
  private static func architectures(of campaign: CampaignRecord) -> [ArchitectureVerdict] {
    let names = Set(campaign.order.map(\.spec.strategy))
    return StrategyVerdict.all().filter { names.contains($0.strategy) }.map {
      ArchitectureVerdict(
        strategy: $0.strategy, model: $0.model.rawValue, verdict: $0.verdict.rawValue,
        missingEdges: $0.missing.map(\.rawValue), claimed: $0.isClaimed)
    }
  }
}
