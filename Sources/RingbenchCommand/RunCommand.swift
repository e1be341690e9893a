import AIORing
import Analysis
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

      Exit codes: 0 done; 3 a strategy was violated that claims to be correct here; 5 --require-precision, and a row \
      did not reach it; 64 wrong usage; 65 a results \
      folder to resume cannot be read; 69 only one CPU is allowed, or something else that is needed is missing; \
      70 a trial hung or crashed; 74 results cannot be written; 130 interrupted.

      Examples:

        ringbench --all
          Everything about every strategy, in under four minutes.

        ringbench --all --quick
          The same with few rounds, in about 40 seconds.

        ringbench kernel-2014 acquire-release --duration 60
          Two strategies in all workloads, for a minute.

        ringbench none seq-cst full-fence --workloads hand-off --precision 1
          What ranks barriers, until each interval is within 1 %.

        ringbench none --edges publish=mb,observe=rmb --workloads hand-off
          A strategy beside orderings that the catalogue does not have.

        ringbench kernel-2003 --payload-stores streaming --workloads throughput
          The race of 2003 on x86: stores that the CPU does reorder.

        ringbench mutex spinlock seq-cst --workloads wake-rounds,wake-latency
          A consumer that sleeps.

        ringbench seq-cst --workloads offered-load --rates 1,2,5,10,20
          Latency at five rates, in million events/s.

        ringbench --peers --duration 300
          The best of others' rings beside acquire-release; scripts/peers builds them.

        ringbench --peers --event-bytes 8
          The same with events of a word, for which scripts/peers --event-bytes 8 builds them.

        ringbench --peer .build/own-peers/my-ring.so --workloads hand-off
          One's own ring in C or C++ (Examples/Peers) beside acquire-release.

        ringbench none --producers 3 --layout sequenced --oversubscribe
          A ring that three producers share, on four CPUs where there are so many.

        ringbench none seq-cst --pairs all --workloads hand-off
          On every pair of CPUs; ringbench topology names them.

        ringbench --all --require-precision --output results --json
          For a script: summary.json on standard output, 5 if undecided.

        ringbench --resume results
          Goes on with an interrupted campaign.
      """)

  @Argument(help: "Strategies, as `ringbench list` names them.", completion: .strategies)
  var strategies: [String] = []

  @Flag(help: "All strategies: in under four minutes on two CPUs.")
  var all = false

  @Flag(
    help:
      "Others' rings beside ours: all that scripts/peers has built. The strategy is acquire-release if none is named."
  )
  var peers = false

  @Option(
    help:
      "Another ring beside ours, a library that was compiled with ringbench_peer.h; more than once for more.",
    completion: .file(extensions: ["so"]))
  var peer: [String] = []

  @Option(help: EdgesOption.help)
  var edges: String?

  @Flag(help: "Hand-offs in one layout, and one short round of everything else: in about 40 seconds.")
  var quick = false

  @Flag(help: "Every pacing, unchecked events, latency in every layout: 10 minutes.")
  var matrix = false

  @Option(parsing: .unconditional, help: "Seconds for all trials together.")
  var duration: Double?

  @Option(
    parsing: .unconditional,
    help:
      "Rounds of every row, no more and no fewer (default: until rows that rank are settled or the time is up)."
  )
  var rounds: Int?

  @Option(
    parsing: .unconditional,
    help:
      "Per cent of a figure that its 99 % interval may reach on either side (default: 2 for hand-off, 5 for others)."
  )
  var precision: Double?

  @Flag(help: "Exit with 5 if a row that ranks did not reach the precision.")
  var requirePrecision = false

  @Option(help: PairsOption.help)
  var pairs: String?

  @Option(help: "Layouts (default: aio and padded).", transform: { try NameList.values($0, of: "layout") })
  var layout: [LayoutKind]?

  @Option(
    help: "Index uses (default: fresh with aio and sequenced, cached with the others).",
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

  @Option(
    parsing: .unconditional,
    help:
      "Bytes of an event, a multiple of 8 up to 512 (default: 32). Rings of other events read their barriers at run time."
  )
  var eventBytes: Int?

  @Option(help: ArgumentHelp(MemoryOptions.pagesHelp))
  var pages: PageKind?

  @Option(parsing: .unconditional, help: "Events per tail store and per head store (default: 1).")
  var batch: Int?

  @Option(
    parsing: .unconditional,
    help: "Hand-off: events of a turn, at most what the ring holds (default: slots/4).")
  var turnEvents: Int?

  @Option(
    parsing: .unconditional,
    help: "Offered load: rates in million events/s, ascending, separated by commas (default: 0.1 to 102.4).",
    transform: RateList.init)
  var rates: RateList?

  @Option(
    help:
      "What a side does that finds the ring empty or full, in free-running and offered load: \(Polling.allCases.map(\.rawValue).joined(separator: ", ")) (default: \(CampaignPlan.usualPolling.rawValue)). What it polls is the layout's: the tail or head in aio and padded, where a slot has no sign that it is full; the slot itself in tagged, trailing-tag and sequenced."
  )
  var polling: Polling?

  @Flag(
    help:
      "Run the hand-offs and round trips of a ranking one after another, each with readings before and after it; by default their bursts alternate, with readings around each."
  )
  var oneAfterAnother = false

  @Option(parsing: .unconditional, help: "Seed of the order of trials.")
  var seed: UInt64?

  @OptionGroup var results: ResultsOption

  @OptionGroup var shared: SharingOptions

  @Flag(
    help:
      "Run both threads on one CPU where only one is allowed, and more producers than CPUs; marked in the results."
  )
  var oversubscribe = false

  @Flag(help: "Mark the results as a reference; refused for an unoptimised build.")
  var reference = false

  func run() async throws {
    if let resume = results.resume {
      try checkNothingBesideResume()
      return try await CampaignRun(resuming: resume, results, requiresPrecision: requirePrecision).run()
    }
    try check()
    let machine = try Machine.measured()
    let found = try await PeersOption.records(
      built: peers, libraries: peer, rings: rings, eventSize: MemoryOptions.eventSize(bytes: eventBytes))
    let isShared = shared.producers ?? 1 > 1
    let peers = isShared ? try PeersOption.forManyProducers(found, libraries: peer) : found
    var plan = try plan(on: machine, peers: peers)
    let forOne = found.filter { !peers.contains($0) }.map(\.name)
    if !forOne.isEmpty {
      StandardError.write(
        "ringbench: left out: rings for one producer: \(forOne.joined(separator: ", "))\n")
    }
    plan.leaveOutRefused()
    let refusals = plan.refusals.map(\.sentence)
    if !refusals.isEmpty {
      let reasons = refusals.joined(separator: "; ")
      guard !plan.order.isEmpty else { throw ExitStatus.unavailable.failure(reasons) }
      StandardError.write("ringbench: left out: \(reasons)\n")
    }
    var campaign = CampaignRecord(
      startedAt: Date.now.ISO8601Format(), seed: plan.seed, rounds: plan.rounds.most,
      arguments: Array(CommandLine.arguments.dropFirst()),
      environment: await results.environment(of: machine),
      order: plan.order, reference: reference, steps: plan.steps, seconds: plan.seconds,
      precision: plan.precision)
    if !refusals.isEmpty { campaign.notAvailable = refusals }
    if !peers.isEmpty { campaign.peers = peers }
    if !oneAfterAnother { campaign.alternates = true }
    OwnRings.warn(of: rings)
    try await CampaignRun(
      starting: campaign, seconds: plan.seconds, topology: TopologySummary(machine, pairs: plan.pairs),
      results,
      requiresPrecision: requirePrecision
    ).run()
  }

  // MARK: What the options ask for

  /// Seconds for all trials.
  private var usualSeconds: Double { quick ? 26 : matrix ? 600 : 215 }

  private var wantedPrecision: Precision {
    let usual = quick ? Precision.brief : .usual
    return precision.map(usual.with(percent:)) ?? usual
  }

  /// The program's own rings that are asked for: those named, and all where nothing is.
  private var rings: [OwnRing] { OwnRings.parted(all ? [] : strategies).rings }

  /// Whether rings are asked for that are not of the catalogue.
  private var hasPeers: Bool { peers || !peer.isEmpty || !rings.isEmpty }

  /// The strategies of our rings: those that are named; beside peers the one that claims what they do.
  private var namedStrategies: [String] {
    get throws {
      let names = OwnRings.parted(strategies).others
      if hasPeers, !all, names.isEmpty, edges == nil { return [CampaignPlan.ringStrategy] }
      return all || !names.isEmpty ? try StrategyNames.checked(names) : []
    }
  }

  private func plan(on machine: Machine, peers: [PeerRecord]) throws -> CampaignPlan {
    let chosenPairs =
      if let pairs {
        try machine.pairs(selection: pairs, oversubscribe: oversubscribe)
      } else {
        try machine.defaultPairs(oversubscribe: oversubscribe)
      }
    var plan = CampaignPlan(
      strategies: try namedStrategies
        + (edges.map { [RingSpec.assignedNone, try EdgesOption.name($0)] } ?? []),
      layouts: (layout ?? CampaignPlan.defaultLayouts.map(\.layout)).flatMap { layout in
        (indexUse ?? [CampaignPlan.usualIndexUse(of: layout)]).map {
          MeasuredRing(layout: layout, indexUse: $0)
        }
      },
      workloads: workloads ?? (hasPeers && !all ? CampaignPlan.workloadsBesidePeers : Workload.allCases),
      pairs: chosenPairs, slots: capacity ?? 1024,
      batch: batch ?? 1, turnEvents: turnEvents,
      rounds: rounds.map(CampaignPlan.Rounds.init(all:)) ?? (quick ? .brief : .usual),
      breadth: quick ? .brief : matrix ? .matrix : .usual,
      // A number of rounds that was asked for is what is run.
      precision: rounds == nil ? wantedPrecision : nil,
      seconds: duration ?? usualSeconds, seed: seed ?? UInt64.random(in: 0..<1 << 32),
      oversubscribed: oversubscribe)
    if layout == nil, indexUse == nil { plan.otherRings = CampaignPlan.defaultOtherRings }
    plan.peers = peers
    if let sharing = try rowSharing(on: machine, chosenPairs) {
      plan.sharing = sharing.row
      plan.oversubscribed = sharing.oversubscribed
    }
    if let polling { plan.polling = polling }
    if let pages { plan.pages = pages }
    if let eventBytes {
      plan.eventSize = try MemoryOptions.eventSize(bytes: eventBytes)
      if plan.eventSize != .usual {
        plan.checkedStores = [.ordinary]
        plan.otherRings.removeAll { !$0.layout.takes(plan.eventSize) }
      }
    }
    if let rates { plan.rates = rates.perSecond }
    if let payloadStores { (plan.payloadStores, plan.checkedStores) = (payloadStores, payloadStores) }
    if all { plan.steps = CampaignStep.allCases }
    guard plan.leastSeconds <= plan.seconds else {
      throw InputError(
        "\(plan.trialCount) trials take at least \(Int(plan.leastSeconds.rounded(.up))) s: ask for a longer --duration "
          + "or for fewer --rounds, strategies or --workloads")
    }
    return plan
  }

  /// How producers share the rings, each on a CPU of its own where there are enough.
  private func rowSharing(
    on machine: Machine, _ pairs: [CPUPair]
  ) throws -> (row: RowSharing, oversubscribed: Bool)? {
    let layouts = layout ?? CampaignPlan.defaultLayouts.map(\.layout)
    let sharings = Set(try layouts.compactMap(shared.sharing))
    guard let sharing = sharings.first else { return nil }
    guard workloads ?? [.throughput] == [.throughput], (batch ?? 1) == 1, !quick, !matrix, edges == nil else {
      throw InputError(
        "rings that producers share are measured free-running: --producers with no other --workloads than throughput, "
          + "and without --batch, --quick, --matrix and --edges")
    }
    guard pairs.count == 1, let pair = pairs.first else {
      throw InputError("--producers takes one pair of CPUs: choose it by --pairs")
    }
    if let capacity, capacity.nonzeroBitCount != 1 {
      throw InputError("--capacity takes a power of two where producers share the ring, not \(capacity)")
    }
    guard sharings.count == 1 else {
      throw InputError("the layouts are shared in different ways: name one --sharing for all, or one layout")
    }
    let others = machine.allowedCPUs.filter { $0 != pair.producer && $0 != pair.consumer }.map(\.index)
    let further = sharing.producers - 1
    guard others.count >= further || oversubscribe else {
      throw InputError(
        "\(sharing.producers) producers and a consumer need \(sharing.producers + 1) CPUs, and \(machine.allowedCPUs.count) are allowed: "
          + "--oversubscribe lets them share CPUs")
    }
    // The consumer's CPU first, so that two producers run at once.
    let cycle = others.isEmpty ? [pair.consumer.index, pair.producer.index] : others
    let cpus = (0..<further).map { cycle[$0 % cycle.count] }
    return (
      RowSharing(sharing.kind, furtherProducerCpus: cpus),
      others.count < further || pair.producer == pair.consumer
    )
  }

  private func check() throws {
    guard all || !strategies.isEmpty || edges != nil || hasPeers else {
      throw InputError("nothing to run: name strategies (`ringbench list`), or --all for all of them")
    }
    guard !all || strategies.isEmpty else {
      throw InputError("--all and names of strategies exclude each other")
    }
    // A mistyped command reads as a strategy's name, since `run` is the default.
    let commands = RootCommand.configuration.subcommands.compactMap { $0.configuration.commandName }
    let known = Catalogue.entries.map(\.name) + OwnRings.names
    for name in strategies where !known.contains(name) {
      throw InputError(NearestName.complaint("strategy or command", name, among: known + commands))
    }
    try results.check()
    try Limits.check(capacity, in: 2...(1 << 20), "--capacity", "slots")
    if let capacity, capacity.nonzeroBitCount != 1, let ring = rings.first {
      throw InputError(
        "--capacity takes a power of two for a ring over cells as \(ring.name), not \(capacity)")
    }
    if let producers = shared.producers, producers > 1, let ring = rings.first {
      throw InputError("a ring over cells has one producer here: --producers without \(ring.name)")
    }
    try Limits.check(batch, in: 1...(capacity ?? 1024), "--batch", "events")
    try Limits.check(rounds, in: 1...1000, "--rounds", "rounds")
    let held =
      (layout ?? CampaignPlan.defaultLayouts.map(\.layout)).map { $0.capacity(slots: capacity ?? 1024) }.min()
      ?? 1
    try Limits.check(turnEvents, in: 1...held, "--turn-events", "events")
    if let precision, !(precision > 0 && precision <= 100) {
      throw InputError("--precision takes per cent above 0 and at most 100")
    }
    guard rounds == nil || (precision == nil && !requirePrecision) else {
      throw InputError("--rounds is how often rows are measured: --precision decides it by itself")
    }
    guard !quick || !matrix else { throw InputError("--quick and --matrix exclude each other") }
    try Limits.check(seconds: duration, "--duration")
    for stores in payloadStores ?? [] where !stores.isAvailable {
      throw InputError("\(stores.rawValue) payload stores are not available on this machine")
    }
    for layout in layout ?? [] {
      for use in indexUse ?? [] where !layout.takes(use) { throw InputError.noIndex(in: layout, use) }
    }
    for layout in layout ?? [] where payloadStores?.contains(where: layout.takes) == false {
      throw InputError(
        "the layout \(layout.rawValue) has ordinary payload stores only: a part of each event is its tag")
    }
    try checkEvents()
    if reference, !ThisMachine.build.mayBeReference {
      throw InputError(
        "the measured code was built without optimisation and cannot be a reference: use swift build -c release"
      )
    }
  }

  private func checkEvents() throws {
    try MemoryOptions.check(pages.map { [$0] } ?? [])
    let size = try MemoryOptions.eventSize(bytes: eventBytes)
    if size == .usual { return }
    for layout in layout ?? [] where !layout.takes(size) {
      throw InputError(
        "an event of \(size.bytes) bytes has no room for the tag of the layout \(layout.rawValue): ask for 16 bytes or more, or "
          + "for another layout")
    }
    if payloadStores?.contains(.streaming) == true {
      throw InputError("streaming payload stores are those of events of \(EventSize.usual.bytes) bytes")
    }
    guard shared.producers == nil else {
      throw InputError("--event-bytes with one producer: events of several have 32 bytes")
    }
    if let ring = rings.first {
      throw InputError(
        "\(ring.name) is a ring over cells, whose events have 32 bytes: leave out --event-bytes")
    }
    if let sleeping = workloads?.first(where: \.countsWakeUps) {
      throw InputError("\(sleeping.rawValue) has events of \(EventSize.usual.bytes) bytes")
    }
  }

  private func checkNothingBesideResume() throws(InputError) {
    let isAlone =
      strategies.isEmpty && !all && !hasPeers && !quick && !matrix && !oversubscribe && !reference
      && seed == nil && !oneAfterAnother
      && duration == nil
      && layout == nil && indexUse == nil && payloadStores == nil && workloads == nil
      && [rounds, capacity, batch, turnEvents].allSatisfy { $0 == nil } && precision == nil && rates == nil
      && edges == nil && polling == nil && eventBytes == nil && pages == nil && shared.producers == nil
      && shared.sharing == nil
      && pairs == nil
    try results.checkResume(isAlone: isAlone, allowed: "--placement, --json and --require-precision")
  }
}
