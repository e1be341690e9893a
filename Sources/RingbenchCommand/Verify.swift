import AIORing
import Analysis
import ArgumentParser
import Campaigns
import Foundation
import Reporting
import RunRecord
import Topology
import Trials
import WeakMemory

/// `ringbench verify`: the ring's own push and pop under the memory models of other architectures.
struct Verify: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Run the ring under the memory models of other architectures.",
    discussion: """
      Searches every execution that a memory model allows of the ring's own push and pop, within the sizes given, \
      and says whether the violation is forbidden or allowed. Without --shape all four shapes are looked at, or \
      the ring alone if --pushes, --pops, --batch or --producers is given. Of orderings given by --edges only those shapes are judged for \
      which an edge is given: the ring if publish or observe and claim or retire are.

      Shapes: publish-observe (one push, one pop: a stale event?), claim-retire (a full ring popped and refilled: \
      the event that replaces the one popped?), wake-sleep (the sleeping consumer: both miss each other?), ring \
      (the whole at the sizes given: any event that is not the one due?).
      Architectures: \(Model.allCases.map(\.rawValue).joined(separator: ", ")). The names that compilers and uname \
      have for them are taken too (x86-64, arm64, aarch64, riscv64, ppc64le, s390x, ...).
      Orderings: \(Ordering.allCases.map(\.rawValue).joined(separator: ", ")).

      An allowed violation is what the command is there to show: the exit code is 0 all the same, unless \
      --expect-correct asks for more.
      A program with rings of its own looks at those where nothing is named. They claim to be correct everywhere.
      Exit codes: 0 done; 3 with --expect-correct, a strategy is violated where it claims to be correct, or a \
      ring of the program's own is; 5 with --expect-correct, a search was cut short, or one of such a ring; \
      64 wrong usage; 65 a ring of the program's own cannot be run by the checker.

      Examples:

        ringbench verify
          Every strategy under every model, in all shapes.

        ringbench verify kernel-2003 --arch power --witness
          How it goes wrong there: an execution, in two columns.

        ringbench verify --edges publish=release,observe=acquire
          Any orderings, in the shapes that they are about.

        ringbench verify --ablate kernel-2014
          Which edge is needed where, and the least that does.

        ringbench verify --minimal --arch riscv
          The cheapest orderings that are correct there.

        ringbench verify acquire-release --producers 2 --layout sequenced
          Two producers that claim slots by an atomic addition.

        ringbench verify kernel-2014 --expect-correct
          For a script: exit code 3 if a claim is wrong.
      """)

  @Argument(help: "Strategies, as `ringbench list` names them; all by default.", completion: .strategies)
  var strategies: [String] = []

  @Option(help: "Architectures by name, comma-separated, or all.")
  var arch = "all"

  @Option(help: "Shapes by name, comma-separated, or all.")
  var shape: String?

  @Option(
    help: "Orderings at edges instead of a strategy: publish=release,observe=acquire,…; the rest is none.")
  var edges: String?

  @Option(help: "Pushes in the shape `ring`.")
  var pushes: Int?

  @Option(help: "Pops in the shape `ring`.")
  var pops: Int?

  @Option(help: "Events that the ring holds.")
  var capacity = 1

  @Option(help: "Words of an event.")
  var words = 1

  @Option(help: "Events that are pushed, and popped, together, in the shape `ring`; --capacity at most.")
  var batch: Int?

  @OptionGroup var ring: RingOptions

  @OptionGroup var shared: SharingOptions

  @Option(help: "How gcc compiled the indices on IA-64: plain, or volatile (ld.acq and st.rel).")
  var ia64Indices: IA64Accesses = .plain

  @Option(help: "Partial executions a search may look at; then the verdict is unknown.")
  var bound: Int?

  @Option(help: "Seconds a search may take; then the verdict is unknown.")
  var timeout: Double?

  @Option(help: "Drop and weaken each edge of this strategy in turn.", completion: .strategies)
  var ablate: String?

  @Flag(
    help:
      "Find the cheapest orderings that are correct on the architectures given; by measured costs where that is this machine's alone."
  )
  var minimal = false

  @Flag(
    help:
      "Print an execution for each violation that is allowed; with --json also as data, and the ring as a litmus test."
  )
  var witness = false

  @Flag(help: "Print the executions as graphs for Graphviz.")
  var dot = false

  @Flag(
    help: "Print a JSON array, a row a strategy, model and shape; `race` is there where C11 has a data race.")
  var json = false

  @OptionGroup var printed: PrintedText

  @Flag(help: "Exit with 3 if a strategy is violated where it claims to be correct.")
  var expectCorrect = false

  func validate() throws {
    if minimal, !strategies.isEmpty || edges != nil || ablate != nil || shape != nil || expectCorrect {
      throw ValidationError(
        "--minimal looks for orderings by itself: no strategies, --edges, --ablate, --shape or --expect-correct"
      )
    }
    if ablate != nil, !strategies.isEmpty || edges != nil || shape != nil || expectCorrect {
      throw ValidationError(
        "--ablate takes one strategy in all its shapes: no others, --edges, --shape or --expect-correct")
    }
    if dot, json || minimal || ablate != nil {
      throw ValidationError("--dot prints graphs only: without --json, --minimal and --ablate")
    }
  }

  func run() async throws {
    do {
      let (models, settings) = (try models(), try settings())
      if minimal {
        try printMinimal(models, settings)
      } else if let ablate {
        let ablation = Ablation(try Self.subject(ablate), models: models, settings: settings)
        try print(AblationReport(ablation).text, ablation.rows)
      } else {
        try await printVerdicts(models, settings)
      }
    } catch let error as InputError {
      StandardError.write("ringbench verify: \(error)\n")
      throw ExitStatus.usage.code
    }
  }

  /// The verdicts on what is named: strategies, and rings of the program's own. Where nothing is it is all such rings, or all
  /// strategies where the program has none.
  private func printVerdicts(_ models: [Model], _ settings: VerificationSettings) async throws {
    let (rings, names) = edges == nil ? OwnRings.parted(strategies) : ([], strategies)
    let ringReport =
      rings.isEmpty ? nil : RingVerdictReport(try await verdicts(on: rings, models, settings))
    let table =
      !rings.isEmpty && names.isEmpty
      ? nil
      : VerdictTable(
        try subjects(names), models: models, shapes: try shapes(), settings: settings,
        workers: ProcessInfo.processInfo.activeProcessorCount)
    let report = table.map(VerificationReport.init)
    if dot {
      Swift.print(report?.graphs.joined(separator: "\n") ?? "")
    } else {
      let texts = [report?.text(withWitnesses: witness), ringReport?.text(withWitnesses: witness)]
      let rows =
        (report?.rows(withExecutions: witness).map(VerdictRow.strategy) ?? [])
        + (ringReport?.records(withWitnesses: witness).map(VerdictRow.ring) ?? [])
      try print(texts.compactMap(\.self).joined(separator: "\n\n"), rows)
    }
    // A ring of the program's own claims to be correct everywhere.
    let outcomes = [ringReport?.outcome, expectCorrect ? table?.outcome : nil]
    if outcomes.contains(.violated) { throw ExitStatus.violation.code }
    if outcomes.contains(.inconclusive) { throw ExitStatus.inconclusive.code }
  }

  /// One verdict as JSON has it.
  private enum VerdictRow: Encodable {
    case strategy(VerificationRow)
    case ring(RingVerdictRecord)

    func encode(to encoder: any Encoder) throws {
      switch self {
      case .strategy(let row): try row.encode(to: encoder)
      case .ring(let row): try row.encode(to: encoder)
      }
    }
  }

  private func verdicts(
    on rings: [OwnRing], _ models: [Model], _ settings: VerificationSettings
  ) async throws -> [[RingVerdictRecord]] {
    if shape != nil || dot || words != 1 || batch != nil || shared.producers != nil || shared.sharing != nil {
      throw InputError(
        "\(rings[0].name) is looked at whole, with one producer and events of one word: without --shape, --dot, --words, --batch and --producers"
      )
    }
    guard capacity.nonzeroBitCount == 1 else {
      throw InputError("--capacity takes a power of two for \(rings[0].name), not \(capacity)")
    }
    var verdicts: [[RingVerdictRecord]] = []
    for ring in rings {
      verdicts.append(
        try await RingCheck(
          ring: ring.name, models: models, capacity: capacity, pushes: pushes, pops: pops, steps: bound,
          seconds: timeout ?? RingCheck.usualSeconds
        ).verdicts())
    }
    return verdicts
  }

  private func printMinimal(_ models: [Model], _ settings: VerificationSettings) throws {
    let cost = OrderingCost(measured: Self.measuredCosts(for: models))
    let report = MinimalReport(
      models.map {
        MinimalReport.Section($0, MinimalAssignment.search(under: $0, cost: cost, settings: settings))
      }, unit: cost.unit)
    try print(report.text, report.rows)
  }

  // MARK: What the options ask for

  private func subjects(_ names: [String]) throws(InputError) -> [Subject] {
    var subjects: [Subject] = []
    for name in names { subjects.append(try Self.subject(name)) }
    if let edges {
      do {
        subjects.append(Subject(edges: try EdgeAssignment(edges)))
      } catch {
        throw InputError("--edges: \(error)")
      }
    }
    return subjects.isEmpty ? Catalogue.entries.map(Subject.init) : subjects
  }

  private static func subject(_ name: String) throws(InputError) -> Subject {
    guard let entry = Catalogue.entry(named: name) else {
      throw InputError(
        NearestName.complaint("strategy", name, among: Catalogue.entries.map(\.name))
          + "; see ringbench list")
    }
    return Subject(entry)
  }

  private func models() throws(InputError) -> [Model] { try NameList.values(arch, of: "architecture") }

  /// nil: those in which there is something to judge.
  private func shapes() throws(InputError) -> [RingShape]? {
    let isShared = try shared.sharing(in: ring.layout) != nil
    guard let shape else { return pushes == nil && pops == nil && batch == nil && !isShared ? nil : [.ring] }
    let shapes: [RingShape] = try NameList.values(shape, of: "shape")
    if batch != nil, shapes != [.ring] {
      throw InputError("events are pushed in batches in the shape ring only, not in \(shape)")
    }
    if isShared, shapes != [.ring] {
      throw InputError("several producers push in the shape ring only, not in \(shape)")
    }
    return shapes
  }

  private func settings() throws(InputError) -> VerificationSettings {
    let sizes = [("pushes", pushes), ("pops", pops), ("capacity", capacity), ("words", words)]
    for case (let option, let number?) in sizes where !RingSizes.range.contains(number) {
      throw InputError(
        "--\(option) takes a number from \(RingSizes.range.lowerBound) to \(RingSizes.range.upperBound), not \(number)"
      )
    }
    if let bound, bound < 1 { throw InputError("--bound takes a number from 1 up, not \(bound)") }
    if let timeout, !SearchBounds.timeouts.contains(timeout) {
      throw InputError("--timeout takes \(SearchBounds.timeoutsInWords), not \(timeout)")
    }
    try ring.check()
    let sharing = try shared.sharing(in: ring.layout)
    if let sharing {
      if minimal { throw InputError("--minimal looks at rings with one producer: without --producers") }
      if let pushes, pushes < sharing.producers {
        throw InputError("--pushes \(pushes) is less than one for each of \(sharing.producers) producers")
      }
      guard ring.layout == .aio || capacity.nonzeroBitCount == 1 else {
        throw InputError(
          "--capacity takes a power of two where producers share a ring of the layout \(ring.layout.rawValue), not \(capacity)"
        )
      }
    }
    try Limits.check(batch, in: 1...capacity, "--batch", "events")
    if batch != nil, sharing != nil || minimal || ablate != nil {
      throw InputError("--batch is looked at with one producer: without --producers, --minimal and --ablate")
    }
    var settings = VerificationSettings()
    settings.sharing = sharing
    (settings.layout, settings.indexUse, settings.ia64) = (ring.layout, ring.indexUse, ia64Indices)
    // So many that a slot is used a second time.
    let usualCount = max(2, sharing?.producers ?? 2 * (batch ?? 1))
    settings.sizes = RingSizes(
      pushes: pushes ?? usualCount, pops: pops ?? usualCount, capacity: capacity, words: words)
    settings.sizes.batch = batch
    settings.bounds = SearchBounds(steps: bound ?? .max, timeout: timeout.map { .seconds($0) })
    if StandardError.canWriteOver {
      settings.progress = { StandardError.writeOver("\($0) partial executions") }
    }
    return settings
  }

  /// What orderings cost on this machine, where its own architecture is the one asked about; else nil.
  private static func measuredCosts(for models: [Model]) -> [Edge: [Ordering: Double]]? {
    guard let machine = try? Machine.measured(), let cpu = machine.allowedCPUs.first,
      let host = Architecture(named: ThisMachine.architecture), let model = Model(of: host),
      models == [model]
    else { return nil }
    let pair = try? machine.defaultPairs(oversubscribe: false).first
    let costs = try? BarrierCosts(
      measuring: [], producerCPU: pair?.producer.index ?? cpu.index, consumerCPU: pair?.consumer.index)
    return costs?.prices
  }

  private func print(_ text: @autoclosure () -> String, _ rows: @autoclosure () -> some Encodable) throws {
    guard json else { return printed.show { text() } }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    Swift.print(String(decoding: try encoder.encode(rows()), as: UTF8.self))
  }
}

extension LayoutKind: ExpressibleByArgument {}
extension IndexUseKind: ExpressibleByArgument {}
extension PageKind: ExpressibleByArgument {}
extension Polling: ExpressibleByArgument {}
extension IA64Accesses: ExpressibleByArgument {}
