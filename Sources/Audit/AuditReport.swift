import AIORing
import Dispatch
import Foundation
import Synchronization
import WeakMemory

/// The machine code of every strategy asked for, on every target asked for.
public struct AuditReport: Sendable {
  public let audits: [StrategyAudit]
  /// The disassembly by target and function.
  private let listings: [String: Listing]
  /// Of the targets that were run, or could have been.
  let smokeRuns: [(target: String, run: SmokeRun)]

  /// Where the package was when this program was built.
  public static var sources: String {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path
  }

  /// Compiles and reads; one object a target, as many at a time as there are processors.
  ///
  /// - Throws: ``AuditError`` and what Foundation throws.
  /// With `judging` false there are only listings; with `running` what qemu-user can run is run.
  public init(
    strategies: [String], targets: [AuditTarget], layout: LayoutKind = .aio, sources: String = Self.sources,
    judging: Bool = true, running: Bool = false, tools: RunningTools = RunningTools()
  ) throws {
    let compiler = try CrossCompiler(root: URL(filePath: sources), tools: tools)
    let source = EntrySource(strategies: strategies, layout: layout)
    let compiled = Mutex<[Int: Result<CompiledTarget, any Error>]>([:])
    DispatchQueue.concurrentPerform(iterations: targets.count) { index in
      let result = Result {
        try CompiledTarget(source, targets[index], compiler: compiler, judging: judging, running: running)
      }
      compiled.withLock { $0[index] = result }
    }
    let all = try compiled.withLock { results in try targets.indices.compactMap { try results[$0]?.get() } }
    audits = all.flatMap(\.audits)
    smokeRuns = zip(targets.map(\.name), all.map(\.smokeRun)).compactMap { name, run in run.map { (name, $0) }
    }
    listings = Dictionary(uniqueKeysWithValues: zip(targets.map(\.name), all.map(\.listing)))
  }

  /// Whether anything promised is missing, or the code does not run.
  public var isFailure: Bool {
    audits.contains(where: \.isFailure) || smokeRuns.contains(where: \.run.isFailure)
  }

  /// For people: a block a target, a line a strategy, then what differs from the table.
  public var text: String {
    AuditTarget.all.filter { target in audits.contains { $0.arch == target.name } }.map(golden)
      .joined(separator: "\n")
      + (smokeRuns.isEmpty ? "" : "\n") + smokeRuns.map { $0.run.line(target: $0.target) + "\n" }.joined()
  }

  /// One target's part, as the golden files keep it.
  public func golden(for target: AuditTarget) -> String {
    let rows = audits.filter { $0.arch == target.name }
    let spellings = SpellingDifference.all(in: target.mapping).map { "  \($0.text)" }
    return
      ([Self.header(target)] + rows.map(Self.line) + rows.flatMap(Self.notes)
      + ["C's fences and Swift's accesses:"] + spellings).map(Self.trimmed).joined(separator: "\n") + "\n"
  }

  /// The instructions of a strategy's functions.
  public func listing(strategy: String, target: AuditTarget) -> String {
    guard let index = Catalogue.entries.firstIndex(where: { $0.name == strategy }),
      let listing = listings[target.name]
    else { return "" }
    if !Catalogue.entries[index].isCompiled { return "\(strategy) on \(target.name): not compiled there" }
    return EntryPoint.allCases.map { point in
      var title = "\(point.rawValue): \(strategy) on \(target.name)"
      let code = listing.body(of: point.symbol(index), reader: target.reader)
      if code.symbol != point.symbol(index) { title += " (the same code as \(Self.name(code.symbol)))" }
      let lines = code.instructions.map { "  \(String($0.address, radix: 16))  \($0.text)" }
      return ([title] + lines).joined(separator: "\n")
    }.joined(separator: "\n\n")
  }

  /// pop_3 as "pop of kernel-2003".
  private static func name(_ symbol: String) -> String {
    let parts = symbol.split(separator: "_")
    guard parts.count == 2, let index = Int(parts[1]), Catalogue.entries.indices.contains(index) else {
      return symbol
    }
    return "\(parts[0]) of \(Catalogue.entries[index].name)"
  }

  /// What push and pop are made of, for machines.
  public struct FunctionCosts: Encodable, Sendable {
    public let strategy: String
    public let arch: String
    public let push: StrategyAudit.Cost
    public let pop: StrategyAudit.Cost
  }

  /// A row a strategy and target that has code.
  public var functionCosts: [FunctionCosts] {
    audits.compactMap { audit in
      guard audit.costs.count >= 2 else { return nil }
      return FunctionCosts(
        strategy: audit.strategy, arch: audit.arch, push: audit.costs[0], pop: audit.costs[1])
    }
  }

  /// Instructions and bytes of push and pop.
  public var costs: String {
    var lines = [
      Self.pad("", 38) + Self.pad("push", 28) + "pop",
      Self.pad("strategy", 24) + Self.pad("arch", 14)
        + String(
          repeating: Self.pad("executed", 10) + Self.pad("in all", 8) + Self.pad("bytes", 10), count: 2),
    ]
    for audit in functionCosts {
      let columns = [audit.push, audit.pop].map {
        Self.pad("\($0.executed)", 10) + Self.pad("\($0.instructions)", 8) + Self.pad("\($0.bytes)", 10)
      }
      lines.append(Self.pad(audit.strategy, 24) + Self.pad(audit.arch, 14) + columns.joined())
    }
    lines.append("executed: instructions of a push that finds room, a pop that finds an event")
    return lines.map(Self.trimmed).joined(separator: "\n")
  }

  private static func header(_ target: AuditTarget) -> String {
    "\(target.name)\n" + pad("strategy", 24)
      + Edge.allCases.map { pad($0.rawValue, 28) }.joined() + "verdict"
  }

  private static func line(_ audit: StrategyAudit) -> String {
    guard audit.compiled else { return pad(audit.strategy, 24) + "not compiled there (a system lock)" }
    let verdict = Self.verdict(audit)
    if let entry = Catalogue.entry(named: audit.strategy), entry.barriers.lock != nil {
      let parts = audit.edges.filter { $0.edge.contains("lock") }.map {
        "\($0.edge) \($0.found.isEmpty ? "-" : $0.found.joined(separator: " + "))"
      }
      return pad(audit.strategy, 24) + pad(parts.joined(separator: ", "), 28 * Edge.allCases.count) + verdict
    }
    let cells = Edge.allCases.map { edge in
      let finding = audit.edges.first { $0.edge == edge.rawValue }
      switch finding?.judgement {
      case nil: return pad("?", 28)
      case .reordered, .firstInSource: return pad("REORDERED", 28)
      default:
        let found = finding?.found.joined(separator: " + ") ?? ""
        return pad(found.isEmpty ? "-" : found, 28)
      }
    }
    return pad(audit.strategy, 24) + cells.joined() + verdict
  }

  private static func verdict(_ audit: StrategyAudit) -> String {
    let allowed = audit.verdicts.filter { $0.machineCode != Verdict.forbidden.rawValue }.map {
      "\($0.shape) \($0.machineCode)"
    }
    return allowed.isEmpty ? Verdict.forbidden.rawValue : allowed.joined(separator: ", ")
  }

  private static func notes(_ audit: StrategyAudit) -> [String] {
    func because(_ explanation: String?) -> String { explanation.map { " (\($0))" } ?? "" }
    return audit.edges.filter { $0.judgement != .asPromised }.map {
      "  \(audit.strategy), \($0.edge): \($0.judgement.rawValue); promised "
        + ($0.promised.isEmpty ? "nothing" : $0.promised.joined(separator: " + ")) + ", found "
        + ($0.found.isEmpty ? "nothing" : $0.found.joined(separator: " + ")) + because($0.explanation)
    }
      + audit.verdicts.filter { $0.source != $0.machineCode }.map {
        "  \(audit.strategy), \($0.shape): source \($0.source), machine code \($0.machineCode)"
          + because($0.explanation)
      }
  }

  private static func trimmed(_ line: String) -> String {
    String(line.reversed().drop { $0 == " " }.reversed())
  }

  private static func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }
}
