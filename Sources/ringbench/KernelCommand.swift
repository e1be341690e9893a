import AIORing
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

      Exit codes: 0 done; 3 completions were lost, duplicate or wrong in a strategy that claims to be correct here, \
      or a full barrier lost a wake-up; 64 wrong usage; 69 a ring is not available here, with the reason; 130 \
      interrupted.
      """)

  @Argument(help: "Strategies, as `ringbench list` names them; by default all that have a consumer side.")
  var strategies: [String] = []

  @Option(help: "The rings: \(KernelRingKind.allCases.map(\.rawValue).joined(separator: ", ")), or all.")
  var ring = "all"

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

  func run() async throws {
    var plan = quick ? KernelPlan.quick : KernelPlan()
    let machine: Machine
    let campaign: KernelCampaign
    do {
      try plan.choose(
        rings: ring, strategies: strategies, events: events, batches: batch, wakeUps: wakeUps,
        seed: seed)
      machine = try Machine.current()
      campaign = try KernelCampaign(plan, on: machine, pairs: pairs)
    } catch let mistake as KernelPlan.Mistake {
      throw ExitStatus.usage.failure("\(mistake)")
    } catch let error as TopologyError {
      throw error.failure
    }
    let environment = ThisMachine.environment(machine)
    let startedAt = Date.now.ISO8601Format()
    let showsProgress = StandardError.canWriteOver
    var record = await Interruption.watch {
      campaign.run(startedAt: startedAt, environment: environment, isCancelled: { Task.isCancelled }) {
        if showsProgress { StandardError.writeOver($0) }
      }
    }
    if showsProgress { StandardError.writeOver() }
    record.readers = VerificationRecord.readers
    print(
      json ? String(decoding: try RecordCoding.document(record), as: UTF8.self) : KernelReport(record).text)
    if record.interrupted { throw ExitStatus.interrupted.failure("interrupted; what was measured is above") }
    if record.violatesClaim { throw ExitStatus.violation.code }
    if !record.notAvailable.isEmpty {
      throw ExitStatus.unavailable.failure(record.notAvailable.joined(separator: "; "))
    }
  }
}
