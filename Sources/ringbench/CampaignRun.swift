import Analysis
import ArgumentParser
import Campaigns
import Foundation
import KernelMeasurement
import Reporting
import RunRecord
import Topology
import Trials
import WeakMemory

/// A campaign as a person sees it: progress, results on disk as they come, a report at the end.
struct CampaignRun {
  private let campaign: CampaignRecord
  private let results: ResultsFolder
  /// What an earlier part of the campaign measured.
  private let earlier: [TrialRecord]
  /// For all trials that are left.
  private let seconds: Double
  private let json: Bool

  private var folder: URL { results.url }

  /// - Throws: What ends the command, said in one line.
  init(starting campaign: CampaignRecord, in folder: URL, seconds: Double, json: Bool) throws {
    Self.survive()
    do throws(ResultsError) { results = try ResultsFolder(creating: folder, campaign: campaign) } catch {
      throw error.exitStatus.failure("\(error)")
    }
    (self.campaign, earlier, self.seconds, self.json) = (campaign, [], seconds, json)
  }

  /// - Throws: What ends the command, said in one line.
  init(resuming folder: URL, json: Bool) throws {
    Self.survive()
    do throws(ResultsError) {
      let begun = try ResultsReader.folder(folder)
      let here = ThisMachine.environment(try Self.machine())
      if let difference = begun.campaign.environment.difference(from: here) {
        throw .foreign(path: folder.path, reason: "\(difference): go on where it was begun")
      }
      let left = begun.campaign.order.dropFirst(begun.trials.count)
      (campaign, earlier) = (begun.campaign, begun.trials)
      seconds = left.reduce(0) { $0 + $1.spec.durationMilliseconds / 1000 }
      results = try ResultsFolder(resuming: folder)
    } catch {
      throw error.exitStatus.failure("\(error)")
    }
    self.json = json
  }

  /// A full disk, and a reader of the output that goes away, are errors and no reason to die.
  private static func survive() {
    signal(SIGXFSZ, SIG_IGN)
    signal(SIGPIPE, SIG_IGN)
  }

  private static func machine() throws(ResultsError) -> Machine {
    do throws(TopologyError) { return try Machine.current() } catch {
      throw .cannotRead(path: "the machine's topology", reason: "\(error)")
    }
  }

  /// - Throws: What ends the command, said in one line; or only the exit code, where the report has said it.
  func run() async throws {
    let progress = ProgressLine(
      total: max(0, campaign.order.count - earlier.count), seconds: seconds, folder: folder.relativePath)
    let measuring = Campaign(
      record: campaign, process: TrialProcess(executable: TrialProcess.thisExecutable), seconds: seconds)
    let steal = ThisMachine.stealTicks()
    let (trials, ending) = await Interruption.watch {
      var trials = earlier
      do {
        let complete = try await measuring.run(after: earlier) { state in
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
    var summary = SummaryRecord(of: campaign, trials: trials, architectures: Self.architectures(of: campaign))
    var lacksSections = false
    if case .complete = ending, campaign.arguments.contains("--all") {
      lacksSections = await !Self.addSections(to: &summary, campaign)
    }
    let document = try RecordCoding.document(summary)
    var failure: ExitCode?
    if case .failed(let error) = ending { failure = Self.report(error) }
    do throws(ResultsError) {
      try results.write(document, to: "summary.json")
      try results.write(Data(SummaryCSV.text([summary]).utf8), to: "summary.csv")
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
    if lacksSections {
      throw ExitStatus.interrupted.failure(
        "interrupted after all trials: what `ringbench probe` and `ringbench kernel` print was not all measured; "
          + "the rest is kept in \(folder.relativePath)")
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

  /// What `--all` adds to the trials: what this CPU reorders, and the kernel's own rings.
  ///
  /// - Returns: False if it was interrupted.
  private static func addSections(to summary: inout SummaryRecord, _ campaign: CampaignRecord) async -> Bool {
    guard let machine = try? Machine.current() else { return true }
    let selection = Set(campaign.order.map { "\($0.spec.row.producerCpu):\($0.spec.row.consumerCpu)" })
    let pairs =
      (try? machine.pairs(selection: selection.sorted().joined(separator: ","), oversubscribe: true)) ?? []
    let rings = try? KernelCampaign(.quick, on: machine)
    let (startedAt, environment, seed) = (campaign.startedAt, campaign.environment, campaign.seed)
    let (probes, kernelRings, isWhole) = await Interruption.watch {
      let probes = pairs.compactMap {
        Task.isCancelled ? nil : try? Probe(pair: $0, seed: seed).run(on: machine)
      }
      let record =
        Task.isCancelled
        ? nil
        : rings?.run(startedAt: startedAt, environment: environment, isCancelled: { Task.isCancelled })
      return (probes, record, !Task.isCancelled)
    }
    (summary.probes, summary.kernelRings) = (probes, kernelRings)
    return isWhole
  }

  /// The strategies that were run under the models of all architectures.
  private static func architectures(of campaign: CampaignRecord) -> [ArchitectureVerdict] {
    let names = Set(campaign.order.compactMap(\.spec.row.strategy))
    return StrategyVerdict.all().filter { names.contains($0.strategy) }.map {
      ArchitectureVerdict(
        strategy: $0.strategy, model: $0.model.rawValue, verdict: $0.verdict.rawValue,
        missingEdges: $0.missing.map(\.rawValue), claimed: $0.isClaimed)
    }
  }
}
