import AIORing
import ArgumentParser
import Audit
import Foundation
import Measurement
import RingBursts
import Topology

/// `ringbench audit`: what each barrier became, on every instruction set.
struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Compile the ring for several instruction sets and hold the instructions against the table.",
    discussion: """
      Follows the accesses of push, pop, wake and sleep through the machine code and lists the ordering \
      instructions between the two accesses of each edge; the checker then judges what was found.
      Architectures: \(AuditTarget.all.map(\.name).joined(separator: ", ")).
      Exit codes: 0 as promised; 3 an order is missing, weaker, or lost to the compiler; 64 wrong usage; \
      69 no Swift toolchain, or no sources; 70 the machine code cannot be followed.
      """)

  @Argument(help: "Strategies, as `ringbench list` names them; all by default.")
  var strategies: [String] = []

  @Option(help: "Architectures, comma-separated; all by default.")
  var arch = "all"

  @Option(help: "The layout that is compiled: aio or padded.")
  var layout = LayoutKind.aio

  @Option(help: "Print the instructions of this strategy.")
  var show: String?

  @Flag(help: "Print instructions and code bytes of push and pop, and what barriers cost on this machine.")
  var costs = false

  @Flag(help: "Print a JSON array.")
  var json = false

  @Option(help: "Write one golden file an architecture into this folder.")
  var writeGolden: String?

  @Option(help: "The checkout whose sources are compiled.")
  var sources = AuditReport.sources

  func validate() throws {
    for name in strategies + [show].compactMap({ $0 }) where Catalogue.entry(named: name) == nil {
      throw ValidationError("no strategy '\(name)': `ringbench list` names them")
    }
    _ = try targets()
  }

  func run() throws {
    do {
      let report = try AuditReport(
        strategies: show.map { [$0] } ?? strategies, targets: targets(), layout: layout, sources: sources,
        judging: show == nil, running: show == nil && writeGolden == nil && !costs)
      if let show {
        print(try targets().map { report.listing(strategy: show, target: $0) }.joined(separator: "\n\n"))
        return
      }
      if let writeGolden {
        for target in try targets() {
          let file = URL(filePath: writeGolden).appending(path: "\(target.name).txt")
          try Data(report.golden(for: target).utf8).write(to: file)
        }
      } else if costs {
        let measured = try measuredCosts()
        if json {
          try printJSON(CostReport(functions: report.functionCosts, host: measured))
        } else {
          print(report.costs)
          print("\n\(measured.text)")
        }
      } else if json {
        try printJSON(report.audits)
      } else {
        print(report.text, terminator: "")
      }
      if report.isFailure { throw ExitCode(3) }
    } catch let error as AuditError {
      FileHandle.standardError.write(Data("ringbench audit: \(error)\n".utf8))
      switch error {
      case .toolMissing, .sourcesMissing: throw ExitCode(69)
      case .toolFailed, .unreadable: throw ExitCode(70)
      }
    }
  }

  /// `--costs --json`.
  private struct CostReport: Encodable {
    let functions: [AuditReport.FunctionCosts]
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
      let cpu = try Machine.current().allowedCPUs.first?.index ?? 0
      return try BarrierCosts(strategies: names, cpu: cpu)
    } catch let error as TrialError {
      throw error.exitStatus.failure("\(error)")
    } catch let error as TopologyError {
      throw error.exitStatus.failure("\(error)")
    }
  }

  private func targets() throws -> [AuditTarget] {
    if arch == "all" { return AuditTarget.all }
    return try arch.split(separator: ",").map { name in
      guard let target = AuditTarget.all.first(where: { $0.name == name }) else {
        throw ValidationError(
          "no architecture '\(name)': choose from \(AuditTarget.all.map(\.name).joined(separator: ", "))")
      }
      return target
    }
  }
}
