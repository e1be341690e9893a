import AIORing
import ArgumentParser
import Campaigns
import Foundation
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

  @Option(parsing: .unconditional, help: "Seconds for all trials together.")
  var duration: Double?

  @Option(parsing: .unconditional, help: "Rounds; medians are taken over them.")
  var rounds: Int?

  @Option(help: PairsOption.help)
  var pairs: String?

  @Option(help: "Layouts; both by default.", transform: { try NameList.values($0, of: "layout") })
  var layout: [LayoutKind]?

  @Option(
    help: "Index uses; by default fresh with aio and cached with padded.",
    transform: { try NameList.values($0, of: "index use") })
  var indexUse: [IndexUseKind]?

  @Option(
    help: "Payload stores. By default costs are measured with ordinary stores and both kinds are checked.",
    transform: { try NameList.values($0, of: "kind of payload stores") })
  var payloadStores: [PayloadStoreKind]?

  @Option(help: "Workloads; all by default.", transform: { try NameList.values($0, of: "workload") })
  var workloads: [Workload]?

  @Option(
    parsing: .unconditional,
    help: "Slots of the measured rings, 2 or more (default: 1024). The aio layout holds one event less.")
  var capacity: Int?

  @Option(parsing: .unconditional, help: "Events per tail store and per head store (default: 1).")
  var batch: Int?

  @Option(parsing: .unconditional, help: "Seed of the order of trials.")
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

  func run() async throws {
    if let resume {
      try checkNothingBesideResume()
      return try await CampaignRun(resuming: URL(filePath: resume), json: json).run()
    }
    try check()
    let machine = try Machine.current()
    var plan = try plan(on: machine)
    var environment = ThisMachine.environment(machine)
    if let hostName { environment.hostName = hostName }
    if let commit = await SourceCommit.ofThisProgram() {
      (environment.commit, environment.uncommittedChanges) = (commit.hash, commit.hasUncommittedChanges)
    }
    plan.leaveOutRefused()
    let refusals = plan.refusals.map(\.sentence)
    if !refusals.isEmpty {
      let reasons = refusals.joined(separator: "; ")
      guard !plan.order.isEmpty else { throw ExitStatus.unavailable.failure(reasons) }
      StandardError.write("ringbench: left out: \(reasons)\n")
    }
    var campaign = CampaignRecord(
      startedAt: Date.now.ISO8601Format(), seed: plan.seed, rounds: plan.rounds,
      arguments: Array(CommandLine.arguments.dropFirst()), environment: environment,
      order: plan.order, reference: reference, steps: plan.steps)
    if !refusals.isEmpty { campaign.notAvailable = refusals }
    let folder =
      output ?? ResultsFolder.path(host: campaign.environment.hostName, startedAt: campaign.startedAt)
    try await CampaignRun(
      starting: campaign, in: URL(filePath: folder), seconds: plan.seconds, json: json
    )
    .run()
  }

  // MARK: What the options ask for

  /// Rounds and seconds of an ordinary and of a quick campaign.
  private static let (ordinary, brief) = ((rounds: 5, seconds: 190.0), (rounds: 1, seconds: 26.0))

  private func plan(on machine: Machine) throws -> CampaignPlan {
    let length = quick ? Self.brief : Self.ordinary
    let chosenPairs =
      if let pairs {
        try machine.pairs(selection: pairs, oversubscribe: oversubscribe)
      } else {
        try machine.defaultPairs(oversubscribe: oversubscribe)
      }
    var plan = CampaignPlan(
      strategies: try StrategyNames.checked(strategies),
      layouts: (layout ?? LayoutKind.allCases).flatMap { layout in
        (indexUse ?? [CampaignPlan.usualIndexUse(of: layout)]).map {
          CampaignPlan.MeasuredLayout(layout: layout, indexUse: $0)
        }
      },
      workloads: workloads ?? Workload.allCases, pairs: chosenPairs, slots: capacity ?? 1024,
      batch: batch ?? 1,
      rounds: rounds ?? length.rounds, seconds: duration ?? length.seconds,
      seed: seed ?? UInt64.random(in: 0..<1 << 32), oversubscribed: oversubscribe)
    if let payloadStores { (plan.payloadStores, plan.checkedStores) = (payloadStores, payloadStores) }
    if all { plan.steps = CampaignStep.allCases }
    guard plan.leastSeconds <= plan.seconds else {
      throw InputError(
        "\(plan.trialCount) trials take at least \(Int(plan.leastSeconds.rounded(.up))) s: ask for a longer --duration "
          + "or for fewer --rounds, strategies or --workloads")
    }
    return plan
  }

  private func check() throws(InputError) {
    guard all || !strategies.isEmpty else {
      throw InputError("nothing to run: name strategies (`ringbench list`), or --all for all of them")
    }
    guard !all || strategies.isEmpty else {
      throw InputError("--all and names of strategies exclude each other")
    }
    // A mistyped command reads as a strategy's name, since `run` is the default.
    let commands = Ringbench.configuration.subcommands.compactMap { $0.configuration.commandName }
    let known = Catalogue.entries.map(\.name)
    for name in strategies where !known.contains(name) {
      throw InputError(NearestName.complaint("strategy or command", name, among: known + commands))
    }
    if output == "" { throw InputError("--output takes a folder, not nothing") }
    if let hostName, ["", ".", ".."].contains(hostName) || hostName.contains("/") {
      throw InputError("--host-name names a folder too: it takes a name without '/', not '\(hostName)'")
    }
    try Limits.check(capacity, in: 2...(1 << 20), "--capacity", "slots")
    try Limits.check(batch, in: 1...(capacity ?? 1024), "--batch", "events")
    try Limits.check(rounds, in: 1...1000, "--rounds", "rounds")
    try Limits.check(seconds: duration, "--duration")
    for stores in payloadStores ?? [] where !stores.isAvailable {
      throw InputError("\(stores.rawValue) payload stores are not available on this machine")
    }
    if reference, !ThisMachine.build.mayBeReference {
      throw InputError(
        "the measured code was built without optimisation and cannot be a reference: use swift build -c release"
      )
    }
  }

  private func checkNothingBesideResume() throws(InputError) {
    let isAlone =
      strategies.isEmpty && !all && !quick && !oversubscribe && !reference && seed == nil && duration == nil
      && layout == nil && indexUse == nil && payloadStores == nil && workloads == nil
      && [rounds, capacity, batch].allSatisfy { $0 == nil }
      && [pairs, output, hostName].allSatisfy { $0 == nil }
    guard isAlone else {
      throw InputError(
        "--resume goes on with what the folder says: no strategies and no other option but --json")
    }
    if resume == "" { throw InputError("--resume takes a folder, not nothing") }
  }
}
