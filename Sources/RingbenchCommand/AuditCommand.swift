import AIORing
import ArgumentParser
import Audit
import Foundation
import Reporting
import RingBursts
import RunRecord
import Topology
import Trials
import WeakMemory

/// `ringbench audit`: what each barrier became, on every instruction set.
struct AuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Compile the ring for several instruction sets and hold the instructions against the table.",
    discussion: """
      Follows the accesses of push, pop, wake and sleep through the machine code and lists the ordering \
      instructions between the two accesses of each edge; the checker then judges what was found.
      Architectures: \(AuditTarget.all.map(\.name).joined(separator: ", ")).
      Exit codes: 0 as promised; 3 an order is missing, weaker, or lost to the compiler; 64 wrong usage; \
      69 no Swift toolchain, or no sources; 70 the machine code cannot be followed; 74 a file cannot be written; \
      130 interrupted.
      """)

  @Argument(help: "Strategies, as `ringbench list` names them; all by default.", completion: .strategies)
  var strategies: [String] = []

  @Option(
    help: "Orderings at edges instead of a strategy: claim=acquire,publish=release,…; the rest is none.")
  var edges: String?

  @Option(help: "Architectures, comma-separated; all by default.")
  var arch = "all"

  @Option(
    help: "The layout that is compiled: \(LayoutKind.allCases.map(\.rawValue).joined(separator: ", ")).")
  var layout = LayoutKind.aio

  @Option(help: "Print the instructions of this strategy.", completion: .strategies)
  var show: String?

  @Flag(help: "Print instructions and code bytes of push and pop, and what barriers cost on this machine.")
  var costs = false

  @Flag(help: "Print a JSON array.")
  var json = false

  @OptionGroup var printed: PrintedText

  @Option(help: "Write one golden file an architecture into this folder.", completion: .directory)
  var writeGolden: String?

  @Option(help: "The checkout whose sources are compiled.")
  var sources = AuditFindings.sources

  func validate() throws {
    for name in strategies + [show].compactMap({ $0 }) where Catalogue.entry(named: name) == nil {
      throw ValidationError(
        NearestName.complaint("strategy", name, among: Catalogue.entries.map(\.name)).visible)
    }
    if show != nil, !strategies.isEmpty || edges != nil || json || costs || writeGolden != nil {
      throw ValidationError(
        "--show prints one strategy's instructions: no others, --json, --costs or --write-golden")
    }
    if edges != nil, costs || writeGolden != nil {
      throw ValidationError("--edges are no strategy of the catalogue: without --costs and --write-golden")
    }
    if let edges {
      do throws(EdgeAssignment.Mistake) { _ = try EdgeAssignment(edges) } catch {
        throw ValidationError("--edges: \(error)".visible)
      }
    }
    if writeGolden != nil, json || costs {
      throw ValidationError("--write-golden writes files and prints nothing: without --json and --costs")
    }
    _ = try targets()
  }

  func run() async throws {
    do {
      let findings = try await findings()
      let report = AuditReport(findings)
      if let show {
        try printed.show { try targets().map { report.listing(of: show, on: $0) }.joined(separator: "\n\n") }
        return
      }
      if let writeGolden {
        for target in try targets() {
          let file = URL(filePath: writeGolden).appending(path: "\(target.name).txt")
          try ResultsFolder.write(Data(report.block(for: target).utf8), to: file)
        }
      } else if costs {
        let measured = try measuredCosts()
        if json {
          try printJSON(Costs(functions: findings.functionCosts, host: measured))
        } else {
          printed.show { "\(report.costs)\n\n\(BarrierCostReport.text(measured))" }
        }
      } else if json {
        try printJSON(findings.audits)
      } else {
        printed.show(terminator: "") { report.text }
      }
      if findings.isFailure { throw ExitStatus.violation.code }
    } catch let error as AuditError {
      throw error.failure
    } catch ResultsError.cannotWrite(let path, let reason) {
      throw ExitStatus.inputOutput.failure("cannot write \(path): \(reason): choose another --write-golden")
    } catch is CancellationError {
      throw ExitStatus.interrupted.failure("interrupted; an audit keeps nothing")
    } catch let error as CocoaError {
      throw ExitStatus.inputOutput.failure(
        "cannot work in \(FileManager.default.temporaryDirectory.path): choose another folder with TMPDIR "
          + "(\(error.localizedDescription))")
    }
  }

  private func findings() async throws -> AuditFindings {
    let (entries, layout, sources, targets) = (try entries(), layout, sources, try targets())
    let (judging, running) = (show == nil, show == nil && writeGolden == nil && !costs)
    let findings: Result<AuditFindings, any Error> = await Interruption.watch {
      do {
        return .success(
          try await AuditFindings(
            of: entries, on: targets, layout: layout, sources: sources, judging: judging, running: running))
      } catch {
        return .failure(error)
      }
    }
    return try findings.get()
  }

  /// The strategies asked for in the order of the catalogue, or the orderings typed: like `verify --edges` they claim
  /// to be correct everywhere.
  private func entries() throws -> [StrategyEntry] {
    let names = show.map { [$0] } ?? strategies
    var entries = Catalogue.entries.filter { names.contains($0.name) }
    if let edges {
      let assignment = try EdgeAssignment(edges)
      entries.append(
        Strategy(
          assignment.text, "", source: "", correctnessClaim: .everywhere, claimsWakeUps: true,
          assignment.barriers
        ).entry)
    }
    return entries.isEmpty ? Catalogue.entries : entries
  }

  /// `--costs --json`.
  private struct Costs: Encodable {
    let functions: [AuditFindings.FunctionCosts]
    let host: BarrierCosts
  }

  private func printJSON(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    print(String(decoding: try encoder.encode(value), as: UTF8.self))
  }

  private func measuredCosts() throws -> BarrierCosts {
    let names = Catalogue.entries.map(\.name).filter { strategies.isEmpty || strategies.contains($0) }
    do {
      let machine = try Machine.measured()
      let pair = try? machine.defaultPairs(oversubscribe: false).first
      return try BarrierCosts(
        measuring: names, producerCPU: pair?.producer.index ?? machine.allowedCPUs.first?.index ?? 0,
        consumerCPU: pair?.consumer.index)
    } catch let error as TrialError {
      throw error.exitStatus.failure("\(error)")
    } catch let error as TopologyError {
      throw error.failure
    }
  }

  private func targets() throws -> [AuditTarget] {
    if arch == "all" { return AuditTarget.all }
    let names = arch.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    for name in names where !AuditTarget.all.contains(where: { $0.isNamed(name) }) {
      throw ValidationError(
        NearestName.complaint("architecture", name, among: AuditTarget.all.flatMap(\.names)).visible)
    }
    return AuditTarget.all.filter { names.contains(where: $0.isNamed) }
  }
}

extension AuditError: CommandFailure {
  var exitStatus: ExitStatus {
    switch self {
    case .toolMissing, .sourcesMissing: .unavailable
    case .toolFailed, .unreadable: .internalError
    }
  }

  var advice: String? {
    switch self {
    case .sourcesMissing: "name the checkout with --sources"
    case .unreadable(let strategy, _, _, .instruction): "--show \(strategy) prints the rest"
    case .unreadable(let strategy, _, _, .incomplete): "see --show \(strategy)"
    case .toolMissing, .toolFailed: nil
    }
  }
}
