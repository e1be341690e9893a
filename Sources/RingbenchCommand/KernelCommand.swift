import AIORing
import Algorithms
import Analysis
import ArgumentParser
import Campaigns
import Foundation
import KernelMeasurement
import Reporting
import RunRecord
import Topology
import Trials

/// `ringbench kernel`: the kernel's own completion rings.
struct KernelCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kernel",
    abstract: "Consume real completions from the kernel's own rings, AIO and io_uring.",
    discussion: """
      Real requests, whose completions are taken by system call (io_getevents, io_uring_enter) and from the mapped \
      ring in user space with each strategy's observe and retire edges; with SQPOLL its wake edge too. The result of \
      every request is checked. Strategies that are locks have no consumer side here: the kernel does not take them.

      Without --ring, a ring that is not available here is left out, and standard error says why. How long the run \
      takes is said first; one of more than an hour is refused.

      Exit codes: 0 done; 3 completions were lost, duplicate or wrong in a strategy that claims to be correct here, \
      or a full barrier lost a wake-up; 64 wrong usage; 69 a ring named with --ring, or part of it, or every ring is \
      not available here, with the reason; 130 interrupted.
      """)

  @Argument(
    help: "Strategies, as `ringbench list` names them; by default all that have a consumer side.",
    completion: .strategies)
  var strategies: [String] = []

  @Option(
    help:
      "The rings: \(KernelRingKind.allCases.map(\.rawValue).joined(separator: ", ")), or all. By default those available."
  )
  var ring: String?

  @Option(help: "Completions for each strategy on each ring (default: 1000000).")
  var events: Int?

  @Option(help: "Requests a submission, comma-separated (default: 1,8,32,128).")
  var batch: String?

  @Option(
    help: "Submitter's and reaper's CPUs, as `ringbench run` takes them. One pair of each class by default.")
  var pairs: String?

  @Option(help: "Wake-ups of io_uring's poller for each strategy (default: 10).")
  var wakeUps: Int?

  @Option(help: "Seed of the order of turns and of the moments at which a sleeping poller is woken.")
  var seed: UInt64?

  @Flag(help: "A second or two.")
  var quick = false

  @Flag(help: "Print a JSON document instead of tables.")
  var json = false

  @OptionGroup var printed: PrintedText

  /// The longest run that is begun, s.
  private static let longest = 3600.0

  func run() async throws {
    let machine: Machine
    let campaign: KernelCampaign
    do {
      let plan = try plan()
      machine = try Machine.measured()
      campaign = try KernelCampaign(plan, on: machine, pairs: pairs)
    } catch let error as any CommandFailure {
      throw error.failure
    }
    guard campaign.seconds <= Self.longest else {
      throw ExitStatus.usage.failure(
        "this would take about \(Self.hours(campaign.seconds)), and runs of more than an hour are refused: ask for "
          + "fewer --events or --wake-ups, or for fewer strategies")
    }
    let environment = ThisMachine.environment(machine)
    let startedAt = Date.now.ISO8601Format()
    let progress = KernelProgress(seconds: campaign.seconds)
    var record = await Interruption.watch {
      campaign.run(startedAt: startedAt, environment: environment, isCancelled: { Task.isCancelled }) {
        progress.show($0)
      }
    }
    progress.clear()
    record.readers = VerificationRecord.readers
    if json {
      print(String(decoding: try RecordCoding.document(record), as: UTF8.self))
    } else {
      printed.show { KernelReport(record).text }
    }
    if record.interrupted { throw ExitStatus.interrupted.failure("interrupted; what was measured is above") }
    if record.violatesClaim { throw ExitStatus.violation.code }
    guard !record.notAvailable.isEmpty else { return }
    let reasons = record.notAvailable.joined(separator: "; ")
    if ring != nil || record.rings.isEmpty { throw ExitStatus.unavailable.failure(reasons) }
    StandardError.write("ringbench: left out: \(reasons)\n")
  }

  /// What the options ask for.
  private func plan() throws(InputError) -> KernelPlan {
    var plan = quick ? KernelPlan.quick : KernelPlan()
    if let ring { plan.rings = try NameList.values(ring, of: "ring") }
    if let seed { plan.seed = seed }
    let names = try strategies.isEmpty ? nil : StrategyNames.checked(strategies)
    let batches = try batch.map { text throws(InputError) in
      let batches = try text.split(separator: ",", omittingEmptySubsequences: false)
        .map { number throws(InputError) in
          guard let batch = Int(number) else {
            throw InputError("--batch takes numbers \(Self.words(KernelPlan.batchRange)), not '\(number)'")
          }
          return batch
        }
      return Array(batches.uniqued())
    }
    do throws(KernelPlanError) {
      try plan.set(
        strategies: names?.compactMap(Catalogue.entry(named:)), events: events, batches: batches,
        wakeUps: wakeUps)
    } catch {
      throw InputError(error)
    }
    return plan
  }

  fileprivate static func words(_ range: ClosedRange<Int>) -> String {
    "from \(range.lowerBound) to \(range.upperBound)"
  }

  private static func hours(_ seconds: Double) -> String { "\((seconds / 360).rounded() / 10) h" }
}

extension InputError {
  /// Why the options of `ringbench kernel` make no plan.
  fileprivate init(_ error: KernelPlanError) {
    let complaint =
      switch error {
      case .noConsumerSide(let name):
        "\(name) has no consumer side here: it is a lock, and the kernel does not take it"
      case .events(let count):
        "--events takes a number \(KernelCommand.words(KernelPlan.eventRange)), not \(count)"
      case .batch(let size):
        "--batch takes numbers \(KernelCommand.words(KernelPlan.batchRange)), not '\(size)'"
      case .noBatch: "--batch takes numbers \(KernelCommand.words(KernelPlan.batchRange)), not ''"
      case .wakeUps(let count):
        "--wake-ups takes a number \(KernelCommand.words(KernelPlan.wakeUpRange)), not \(count)"
      }
    self.init(complaint)
  }
}
