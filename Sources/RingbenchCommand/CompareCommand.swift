import AIORing
import Analysis
import ArgumentParser
import Campaigns
import Foundation
import Reporting
import RunRecord
import Topology
import Trials

/// `ringbench compare`: is the candidate slower than its base?
struct CompareCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Is a candidate slower than its base? Two executables, or two campaigns' results.",
    discussion: """
      Two executables are compared by trials of both, interleaved in random order in one campaign: what holds on a \
      noisy machine. Results folders, summary.json and trials.jsonl files are compared by like rows' figures over the \
      lower bound of the same rounds. A row regresses only if its confidence interval excludes zero, corrected for the number of rows, and \
      the change exceeds the base's noise against itself and an absolute floor. Rows whose rounds cannot tell are \
      inconclusive, never passed.

      Exit codes: 0 no regression; 2 a row regressed; 5 none regressed and a row is inconclusive; 64 wrong usage; \
      65 a side cannot be read, is no ringbench, or cannot be compared with the other; 69 the machine lacks \
      something; 74 a file cannot be written; 130 interrupted.
      """)

  @Argument(
    help: "The base: an executable, a results folder, a summary.json or a trials.jsonl.", completion: .file())
  var base: String

  @Argument(help: "The candidate: the same kind.", completion: .file())
  var candidate: String

  @Option(
    parsing: .unconditional,
    help: "Executables: seconds after which the comparison ends; it ends sooner when all rows are decided.")
  var maxTime: Double = 180

  @Option(
    help: ArgumentHelp(
      "Strategies and rings of the program's own, comma-separated, or all (default: its rings or, where it has none, \(GatePlan.defaultStrategies.joined(separator: ",")) of executables, all of files)."
    ))
  var strategies: String?

  @Option(help: EdgesOption.help)
  var edges: String?

  @Option(
    help: ArgumentHelp(
      "Workloads, comma-separated, or all: of executables \(NameList.help(GatePlan.possibleWorkloads)) (default: \(NameList.help(GatePlan.defaultWorkloads))), of files any (default: all)."
    ))
  var workloads: String?

  @Option(help: "Layouts; both by default.", transform: { try NameList.values($0, of: "layout") })
  var layout: [LayoutKind]?

  @Option(
    parsing: .unconditional,
    help:
      "The smallest change that matters, per cent (default: of executables 2 for hand-off and 5 for others, 25 of files)."
  )
  var detect: Double?

  @Option(parsing: .unconditional, help: "A change of fewer ns is none.")
  var floor: Double = 0.05

  @Option(parsing: .unconditional, help: "Executables: seed of the order of trials.")
  var seed: UInt64?

  @Flag(help: "Executables: end as soon as one row has regressed, whatever the others come to.")
  var failFast = false

  @Option(help: "Write the verdict as JUnit XML to this file.", completion: .file())
  var junit: String?

  @Flag(help: "Print a JSON object.")
  var json = false

  @OptionGroup var printed: PrintedText

  @Option(
    help: ArgumentHelp("Executables: add this percentage of work to the candidate.", visibility: .hidden))
  var injectDelay: Double = 0

  func run() async throws {
    signal(SIGPIPE, SIG_IGN)
    try check()
    let comparison: ComparisonRecord
    switch (try ComparedSide(base), try ComparedSide(candidate)) {
    case (.executable(let base), .executable(let candidate)):
      comparison = try await executables(base, candidate)
    case (.figures(let base), .figures(let candidate)):
      try checkNothingThatTakesExecutables()
      comparison = try files(base, candidate)
    case (.executable, .figures), (.figures, .executable):
      throw InputError(
        "one side is an executable and the other is not: give two executables, or two results")
    }
    if json {
      print(String(decoding: try RecordCoding.document(comparison), as: UTF8.self))
    } else {
      printed.show { ComparisonReport(comparison).text }
    }
    if let junit {
      do throws(ResultsError) {
        try ResultsFolder.write(Data(ComparisonJUnit(comparison).text.utf8), to: URL(filePath: junit))
      } catch {
        throw ExitStatus.inputOutput.failure("cannot write \(junit): choose another file with --junit")
      }
    }
    switch comparison.verdict {
    case .regression: throw ExitStatus.regression.code
    case .inconclusive: throw ExitStatus.inconclusive.code
    case .improvement, .noChange: break
    }
  }

  private func check() throws(InputError) {
    try Limits.check(seconds: maxTime, "--max-time")
    if let detect, !(detect > 0 && detect <= 1000) {
      throw InputError("--detect takes per cent above 0 and at most 1000")
    }
    if junit == "" { throw InputError("--junit takes a file, not nothing") }
    guard floor >= 0, floor.isFinite else { throw InputError("--floor takes ns, 0 or more") }
    guard (0...1000).contains(injectDelay) else {
      throw InputError("--inject-delay takes per cent from 0 to 1000")
    }
    guard edges == nil || strategies == nil else {
      throw InputError("--edges takes the place of --strategies: give one of them")
    }
    if let edges { _ = try EdgesOption.name(edges) }
    // A name that no program knows is refused before anything is read.
    if let workloads { _ = try NameList.values(workloads, of: "workload", among: Self.workloadsOfFiles) }
  }

  /// A lower bound is no row of a comparison: others are compared over it.
  private static let workloadsOfFiles = Workload.allCases.filter { !$0.isLowerBound }

  private func checkNothingThatTakesExecutables() throws(InputError) {
    guard injectDelay == 0 else {
      throw InputError("--inject-delay takes two executables: measured figures cannot be delayed")
    }
    guard seed == nil, !failFast, edges == nil else {
      throw InputError("--seed, --edges and --fail-fast take two executables: figures are measured")
    }
  }

  private func executables(_ base: String, _ candidate: String) async throws -> ComparisonRecord {
    let machine = try Machine.measured()
    return try await GateRun(
      base: base, candidate: candidate, plan: try plan(on: machine), settings: settings(percent: detect),
      ticksPerSecond: ThisMachine.environment(machine).cyclesPerSecond,
      seed: seed ?? UInt64.random(in: 0..<1 << 32), seconds: maxTime, failFast: failFast,
      injectedPercent: injectDelay, isQuiet: json
    ).run()
  }

  private func plan(on machine: Machine) throws -> GatePlan {
    let workloads =
      try workloads.map { try NameList.values($0, of: "workload", among: GatePlan.possibleWorkloads) }
      ?? GatePlan.defaultWorkloads
    // A thread alone needs one CPU.
    let pair = try machine.defaultPairs(oversubscribe: workloads.allSatisfy(\.isAlone)).first
    guard let pair else { throw TopologyError.oneCPUAllowed }
    let named = strategies.map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    // What is named; without names the rings of the program's own, if there are any.
    let (rings, others) = named == ["all"] ? (OwnRings.all, ["all"]) : OwnRings.parted(named ?? [])
    if edges == nil, let ring = rings.first(where: { !$0.isOptimised }) {
      throw ExitStatus.badData.failure(
        "\(ring.name) is compiled without optimisation, and its figures mean nothing: use swift build -c release"
      )
    }
    return GatePlan(
      strategies: try edges.map { [try EdgesOption.name($0)] }
        ?? (others.isEmpty
          ? rings.isEmpty ? GatePlan.defaultStrategies : []
          : StrategyNames.list(others.joined(separator: ","))),
      rings: edges == nil ? rings.map(\.name) : [],
      layouts: layout.map(CampaignPlan.usualRings) ?? CampaignPlan.defaultLayouts,
      workloads: workloads,
      pair: pair)
  }

  private func files(_ base: CampaignFigures, _ candidate: CampaignFigures) throws -> ComparisonRecord {
    let percent = detect ?? 25
    let comparison = try FileComparison(
      base: base, candidate: candidate, among: selection(base, candidate), settings(percent: percent))
    return ComparisonRecord(
      method: .files, base: self.base, candidate: self.candidate,
      verdict: ComparisonVerdict(of: comparison.rows.map(\.verdict)), rows: comparison.rows,
      withoutPartner: comparison.withoutPartner, detectPercent: percent, thresholdNs: floor,
      injectedPercent: 0, seconds: 0, quietness: "")
  }

  /// - Throws: If neither side has a row that is asked for: nothing would be compared, which is no "no change".
  private func selection(
    _ base: CampaignFigures, _ candidate: CampaignFigures
  ) throws(InputError) -> RowSelection {
    // Not the catalogue's: results outlive its rows.
    let known = base.strategies.union(candidate.strategies).sorted()
    var selection = RowSelection(layouts: layout)
    if let strategies, strategies != "all" {
      let names = strategies.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      for name in names where !known.contains(name) {
        throw InputError("in these results " + NearestName.complaint("strategy", name, among: known))
      }
      selection.strategies = names
    }
    if let workloads {
      selection.workloads = try NameList.values(workloads, of: "workload", among: Self.workloadsOfFiles)
    }
    guard base.has(selection) || candidate.has(selection) else {
      throw InputError("neither side has a row of these --strategies, --workloads and --layout")
    }
    return selection
  }

  private func settings(percent: Double?) -> Gate.Settings {
    Gate.Settings(detect: percent.map { $0 / 100 }, thresholdNs: floor)
  }
}

/// One side of a comparison: what its path names.
enum ComparedSide {
  case executable(String)
  case figures(CampaignFigures)

  /// - Throws: What ends the command with one line.
  init(_ path: String) throws {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw InputError("there is no \(path): give an executable, a results folder or a results file")
    }
    let url = URL(filePath: path)
    func isThere(_ url: URL) -> Bool { FileManager.default.fileExists(atPath: url.path) }
    if isFolder.boolValue, !isThere(url.appending(path: "campaign.json")),
      isThere(url.appending(path: "summary.json"))
    {
      self = .figures(CampaignFigures(try ResultsReader.summary(url.appending(path: "summary.json"))))
    } else if isFolder.boolValue {
      let folder = try ResultsReader.folder(url)
      self = .figures(CampaignFigures(trials: folder.trials, environment: folder.campaign.environment))
    } else if url.pathExtension == "jsonl" {
      let campaign = url.deletingLastPathComponent().appending(path: "campaign.json")
      self = .figures(
        CampaignFigures(
          trials: try ResultsReader.trials(url),
          environment: isThere(campaign) ? try ResultsReader.campaign(campaign).environment : nil))
    } else if url.pathExtension != "json", FileManager.default.isExecutableFile(atPath: path) {
      self = .executable(url.path)
    } else {
      self = .figures(CampaignFigures(try ResultsReader.summary(url)))
    }
  }
}
