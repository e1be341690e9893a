import AIORing
import ArgumentParser
import Campaigns
import Foundation
import Reporting
import RingBursts
import RunRecord
import Topology
import Trials

/// `ringbench run`, the default: measures and checks strategies on this machine.
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Measure and check strategies on this machine (the default).",
    discussion: """
      Every trial runs in a child process on two pinned threads; every consumed event is checked. Results go to \
      Results/HOST/TIME: campaign.json, trials.jsonl, summary.csv, summary.json (Results/README.md describes them). \
      Progress is on standard error. Ctrl-C ends the run and keeps and summarises what was measured.

      Workloads: \(Workload.allCases.map(\.rawValue).joined(separator: ", ")).
      Layouts: \(LayoutKind.allCases.map(\.rawValue).joined(separator: ", ")); index uses: \
      \(IndexUseKind.allCases.map(\.rawValue).joined(separator: ", ")); payload stores: \
      \(PayloadStoreKind.allCases.map(\.rawValue).joined(separator: ", ")). Several are separated by commas.

      Exit codes: 0 done; 3 a strategy was violated that claims to be correct here; 64 wrong usage; 65 a results \
      folder to resume cannot be read; 69 only one CPU is allowed, or something else that is needed is missing; \
      70 a trial hung or crashed; 74 results cannot be written; 130 interrupted.
      """)

  @Argument(help: "Strategies, as `ringbench list` names them.")
  var strategies: [String] = []

  @Flag(help: "All strategies: in under four minutes on two CPUs.")
  var all = false

  @Flag(help: "One short round: in under 40 seconds.")
  var quick = false

  @Option(help: "Seconds for all trials together.")
  var duration: Double?

  @Option(help: "Rounds; medians are taken over them.")
  var rounds: Int?

  @Option(
    help:
      "Distance classes (\(DistanceClass.ofTwoCPUs.map(\.rawValue).joined(separator: ", "))), CPUs as producer:consumer, or all. One pair of each class present by default."
  )
  var pairs: String?

  @Option(help: "Layouts; both by default.")
  var layout: String?

  @Option(help: "Index uses; by default fresh with aio and cached with padded.")
  var indexUse: String?

  @Option(
    help: "Payload stores. By default costs are measured with ordinary stores and both kinds are checked.")
  var payloadStores: String?

  @Option(help: "Workloads; all by default.")
  var workloads: String?

  @Option(
    help: "Slots of the measured rings, 2 or more (default: 1024). The aio layout holds one event less.")
  var capacity: Int?

  @Option(help: "Events per tail store and per head store (default: 1).")
  var batch: Int?

  @Option(help: "Seed of the order of trials.")
  var seed: UInt64?

  @Option(help: "Folder for the results (default: Results/HOST/TIME).")
  var output: String?

  @Option(help: "The machine's name in the results, where its own tells too little.")
  var hostName: String?

  @Option(help: "Go on with the interrupted campaign in this folder, in the same order.")
  var resume: String?

  @Flag(help: "Run both threads on one CPU where only one is allowed; marked in the results.")
  var oversubscribe = false

  @Flag(help: "Mark the results as a reference; refused for an unoptimised build.")
  var reference = false

  @Flag(help: "Print summary.json instead of tables.")
  var json = false

  func validate() throws {
    if resume != nil {
      guard strategies.isEmpty, !all, !quick, !oversubscribe, !reference, seed == nil, duration == nil,
        [rounds, capacity, batch].allSatisfy({ $0 == nil }),
        [pairs, layout, indexUse, payloadStores, workloads, output, hostName].allSatisfy({ $0 == nil })
      else {
        throw ValidationError(
          "--resume goes on with what the folder says: no strategies and no other option but --json")
      }
    } else if !all, strategies.isEmpty {
      throw ValidationError("nothing to run: name strategies (`ringbench list`), or --all for all of them")
    }
    if all, !strategies.isEmpty {
      throw ValidationError("--all and names of strategies exclude each other")
    }
    if output == "" { throw ValidationError("--output takes a folder, not nothing") }
    if resume == "" { throw ValidationError("--resume takes a folder, not nothing") }
    if let hostName, ["", ".", ".."].contains(hostName) || hostName.contains("/") {
      throw ValidationError("--host-name names a folder too: it takes a name without '/', not '\(hostName)'")
    }
  }

  func run() async throws {
    if let resume { return try await CampaignRun(resuming: URL(filePath: resume), json: json).run() }
    var request = RunRequest()
    (request.strategies, request.layout, request.indexUse) = (strategies, layout, indexUse)
    (request.payloadStores, request.workloads, request.pairs) = (payloadStores, workloads, pairs)
    (request.slots, request.batch, request.rounds) = (capacity, batch, rounds)
    (request.seconds, request.seed, request.quick) = (duration, seed, quick)
    request.oversubscribe = oversubscribe
    if reference, !ThisMachine.build.mayBeReference {
      throw ExitStatus.usage.failure(
        "the measured code was built without optimisation and cannot be a reference: use swift build -c release"
      )
    }
    let machine: Machine
    let plan: CampaignPlan
    do {
      machine = try Machine.current()
      plan = try request.plan(on: machine)
    } catch let mistake as RunRequest.Mistake {
      throw ExitStatus.usage.failure("\(mistake)")
    } catch let error as TopologyError {
      throw error.exitStatus.failure("\(error)")
    }
    var environment = ThisMachine.environment(machine)
    if let hostName { environment.hostName = hostName }
    let campaign = CampaignRecord(
      startedAt: Date.now.ISO8601Format(), seed: plan.seed, rounds: plan.rounds,
      arguments: Array(CommandLine.arguments.dropFirst()), environment: environment,
      order: plan.order, reference: reference)
    let folder =
      output ?? ResultsFolder.path(host: campaign.environment.hostName, startedAt: campaign.startedAt)
    try await CampaignRun(
      starting: campaign, in: URL(filePath: folder), seconds: plan.seconds, json: json
    )
    .run()
  }
}
