import AIORing
import Analysis
import ArgumentParser
import Campaigns
import Foundation
import RunRecord
import Topology
import Trials

/// `ringbench sweep`: one workload along one or two settings of the ring.
struct SweepCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract:
      "Measure one workload along one or two settings: how the cost depends on slots, batch, turn, layout.",
    discussion: """
      An option that takes several values makes its setting an axis; one or two settings may be axes, and the others keep \
      their one value. Sizes are numbers separated by commas, or ranges of doubling ones: 2...64 is 2,4,8,16,32,64.

      A sweep is a campaign like that of `ringbench run`: every round has each point once, in random order, each trial \
      runs in a child process on two pinned threads, every consumed event is checked (one thread alone: none), and the \
      same files go to Results/HOST/TIME. All points have the same number of rounds: as many as there is time for, 40 at \
      most. Combinations that are impossible are left out, and standard error says which. Along settings in which loops \
      are not compiled for every strategy (event-bytes, batch, layout, index-use, payload-stores) all points read their barriers at \
      run time, so that they are of one kind. What is printed is a curve, or a grid \
      for two axes; it ranks nothing. `ringbench report` prints it again, and scripts/report draws it.

      Workloads: \(NameList.help(Workload.swept)). Layouts: \(NameList.help(LayoutKind.allCases)); index uses: \
      \(NameList.help(IndexUseKind.allCases)); payload stores: \(NameList.help(PayloadStoreKind.allCases)); polling: \
      \(NameList.help(Polling.allCases)). Of each, all stands for all of them.

      Exit codes: 0 done; 3 a strategy was violated that claims to be correct here; 64 wrong usage, or the time is too \
      short for one round; 65 a results folder to resume cannot be read; 69 only one CPU is allowed; 70 a trial hung or \
      crashed; 74 results cannot be written; 130 interrupted.

      Examples:

        ringbench sweep --slots 2...1048576
          What the size of the ring does to a hand-off, in two minutes.

        ringbench sweep none acquire-release seq-cst --turn-events 1...256
          How the price of barriers depends on the events of a turn.

        ringbench sweep --workload throughput --batch 1...256 --slots 64,1024,65536
          Batches in rings of three sizes, both sides running freely.

        ringbench sweep --slots 16...65536 --batch 1...64 --duration 600
          Two axes: a grid, and a heat map on the page.

        ringbench sweep --layout all --index-use all --workload round-trip
          Every ring.

        ringbench sweep --event-bytes 8...512 --layout all
          Events of seven sizes in every layout.

        ringbench sweep --slots 1024...1048576 --pages all --batch 32
          Whether huge pages make a large ring cheaper.

        ringbench sweep --workload throughput --polling all --layout padded,tagged
          What a side should do that finds the ring empty or full.

        ringbench sweep --pairs all --slots 64,1024 --output results --json
          Rings of two sizes on every pair of CPUs; summary.json on standard output.

        ringbench sweep --resume results
          Goes on with an interrupted sweep.
      """)

  @Argument(
    help: "Strategies, as `ringbench list` names them (default: \(CampaignPlan.ringStrategy)).",
    completion: .strategies)
  var strategies: [String] = []

  @Option(
    help: "The workload (default: hand-off).",
    transform: { try NameList.values($0, of: "workload", among: Workload.swept) })
  var workload: [Workload]?

  @Option(
    parsing: .unconditional, help: "Slots of the ring, 2 to 1048576 (default: 1024).",
    transform: { try SizeList.values($0, in: SweepPlan.slotLimits, "--slots", "slots") })
  var slots: [Int]?

  @Option(
    parsing: .unconditional, help: "Bytes of an event, multiples of 8 up to 512 (default: 32).",
    transform: MemoryOptions.eventSizes)
  var eventBytes: [EventSize]?

  @Option(
    help: ArgumentHelp(MemoryOptions.pagesHelp), transform: { try NameList.values($0, of: "kind of pages") })
  var pages: [PageKind]?

  @Option(
    parsing: .unconditional,
    help: "Hand-off, throughput: events per tail store and per head store, 1 to 256 (default: 1).",
    transform: { try SizeList.values($0, in: SweepPlan.batchLimits, "--batch", "events") })
  var batch: [Int]?

  @Option(
    parsing: .unconditional,
    help:
      "Hand-off: events of a turn, at most what the ring holds (default: slots/4, and 256 in larger rings than usual).",
    transform: { try SizeList.values($0, in: SweepPlan.turnLimits, "--turn-events", "events") })
  var turnEvents: [Int]?

  @Option(help: "Layouts (default: padded).", transform: { try NameList.values($0, of: "layout") })
  var layout: [LayoutKind]?

  @Option(
    help: "Index uses (default: fresh with aio and sequenced, cached with the others).",
    transform: { try NameList.values($0, of: "index use") })
  var indexUse: [IndexUseKind]?

  @Option(
    help: "Payload stores (default: ordinary).",
    transform: { try NameList.values($0, of: "kind of payload stores") })
  var payloadStores: [PayloadStoreKind]?

  @Option(
    help:
      "Throughput: what a side does that finds the ring empty or full (default: \(CampaignPlan.usualPolling.rawValue)).",
    transform: { try NameList.values($0, of: "polling") })
  var polling: [Polling]?

  @Option(help: ArgumentHelp("\(PairsOption.values) By default the nearest two cores of the fastest kind."))
  var pairs: String?

  @Option(parsing: .unconditional, help: "Seconds for all trials together (default: 120).")
  var duration: Double?

  @Option(parsing: .unconditional, help: "Seed of the order of trials.")
  var seed: UInt64?

  @OptionGroup var results: ResultsOption

  @Flag(help: "Run both threads on one CPU where only one is allowed; marked in the results.")
  var oversubscribe = false

  func run() async throws {
    if let resume = results.resume {
      try results.checkResume(isAlone: asksNothing, allowed: "--placement and --json")
      return try await CampaignRun(resuming: resume, results).run()
    }
    try check()
    let machine = try Machine.measured()
    let plan = try plan(on: machine)
    let leftOut = plan.leftOut.joined(separator: "; ")
    guard !plan.rows.isEmpty else {
      throw InputError("nothing to measure, since these are impossible: \(leftOut)")
    }
    guard plan.leastSeconds <= plan.seconds else {
      throw InputError(
        "one round of \(plan.rows.count) points takes at least \(Int(plan.leastSeconds.rounded(.up))) s: ask for a longer "
          + "--duration or for fewer values")
    }
    if !leftOut.isEmpty { StandardError.write("ringbench: left out: \(leftOut)\n") }
    if plan.rounds < SweepPlan.roundsOfAnInterval {
      StandardError.write(
        "ringbench: there is time for \(plan.rounds) of the \(SweepPlan.roundsOfAnInterval) rounds that an interval takes: "
          + "a longer --duration, or fewer values, would give intervals\n")
    }
    var campaign = CampaignRecord(
      startedAt: Date.now.ISO8601Format(), seed: plan.seed, rounds: plan.rounds,
      arguments: Array(CommandLine.arguments.dropFirst()),
      environment: await results.environment(of: machine), order: plan.order, reference: false,
      steps: [.trials], seconds: plan.seconds)
    campaign.sweepAxes = plan.axes
    try await CampaignRun(
      starting: campaign, seconds: plan.seconds, topology: TopologySummary(machine, pairs: plan.pairs),
      results
    ).run()
  }

  private var asksNothing: Bool {
    strategies.isEmpty && [slots, batch, turnEvents].allSatisfy { $0 == nil } && workload == nil
      && layout == nil && eventBytes == nil && pages == nil
      && indexUse == nil && payloadStores == nil && polling == nil && pairs == nil && duration == nil
      && seed == nil && !oversubscribe
  }

  private func check() throws {
    if let ring = strategies.first(where: OwnRings.names.contains) {
      throw InputError(
        "\(ring) is a ring of this program, and a sweep measures the catalogue's strategies: measure it in one size at a time, "
          + "by ringbench run \(ring) --capacity N")
    }
    try results.check()
    try Limits.check(seconds: duration, "--duration")
    try MemoryOptions.check(pages ?? [])
    for stores in payloadStores ?? [] where !stores.isAvailable {
      throw InputError("\(stores.rawValue) payload stores are not available on this machine")
    }
  }

  private func plan(on machine: Machine) throws -> SweepPlan {
    let pairs = try machine.sweptPairs(pairs, oversubscribe: oversubscribe)
    let workload = workload ?? [.handOff]
    guard workload.count == 1 else { throw InputError("--workload takes one workload: a sweep measures one") }
    var plan = SweepPlan(
      strategies: strategies.isEmpty ? [CampaignPlan.ringStrategy] : try StrategyNames.checked(strategies),
      workload: workload[0], pairs: pairs, seconds: duration ?? 120, seed: seed ?? .random(in: 0..<1 << 32))
    let unused: [(SweepAxis, Bool)] = [
      (.batch, batch != nil), (.turnEvents, turnEvents != nil), (.polling, polling != nil),
    ]
    for (axis, isGiven) in unused where isGiven && !plan.workload.varies(with: axis) {
      throw InputError("--\(axis.rawValue) changes nothing in \(plan.workload.rawValue): leave it out")
    }
    if let slots { plan.slots = slots }
    if let eventBytes { plan.eventSizes = eventBytes }
    if let pages { plan.pages = pages }
    if let batch { plan.batches = batch }
    if let layout { plan.layouts = layout }
    if let payloadStores { plan.payloadStores = payloadStores }
    if let polling { plan.pollings = polling }
    (plan.turnEvents, plan.indexUses, plan.oversubscribed) = (turnEvents, indexUse, oversubscribe)
    let axes = plan.axes.map { "--\($0.rawValue)" }
    if axes.isEmpty {
      throw InputError(
        "nothing to sweep: give one or two settings several values, such as --slots 2...1048576")
    }
    guard axes.count <= SweepPlan.mostAxes else {
      throw InputError(
        "\(axes.joined(separator: ", ")) have several values: a sweep has one or two such settings; give the others one value"
      )
    }
    return plan
  }
}

extension Machine {
  /// The selected pairs; the nearest two cores where none are.
  fileprivate func sweptPairs(_ selection: String?, oversubscribe: Bool) throws(TopologyError) -> [CPUPair] {
    if let selection { return try pairs(selection: selection, oversubscribe: oversubscribe) }
    let usual = try defaultPairs(oversubscribe: oversubscribe)
    return (usual.first { $0.distance > .sameCore } ?? usual.first).map { [$0] } ?? []
  }
}
