import AIORing
import Audit
import WeakMemory

/// The instructions at each edge on each instruction set, as `ringbench audit` prints them.
public struct AuditReport {
  let findings: AuditFindings

  public init(_ findings: AuditFindings) { self.findings = findings }

  /// For people: a block for each target, then a line for each run under an emulator.
  public var text: String {
    let targets = AuditTarget.all.filter { target in findings.audits.contains { $0.arch == target.name } }
    let runs = findings.smokeRuns.map { Self.line($0.run, target: $0.target) + "\n" }.joined()
    return targets.map(block).joined(separator: "\n") + (runs.isEmpty ? "" : "\n") + runs
  }

  /// One target's part, as the golden files keep it: a line for each strategy, then what is not as promised.
  public func block(for target: AuditTarget) -> String {
    let rows = findings.audits.filter { $0.arch == target.name }
    let edges = Edge.allCases.map { edge in
      TextTable<StrategyAudit>.Column.word(edge.rawValue, minimumWidth: Self.edgeWidth) {
        Self.cell($0, edge)
      }
    }
    let table = TextTable<StrategyAudit>(
      columns: [.word("strategy", minimumWidth: 22) { $0.strategy }] + edges + [
        .word("verdict", Self.verdict)
      ],
      spanning: Self.span)
    let spellings = SpellingDifference.all(on: target).map { "  \(Self.line($0))" }
    return
      ([target.name, table.text(rows)] + rows.flatMap(Self.notes) + ["C's fences and Swift's accesses:"]
      + spellings).joined(separator: "\n") + "\n"
  }

  /// The instructions of a strategy's functions on a target.
  public func listing(of strategy: String, on target: AuditTarget) -> String {
    guard let functions = findings.functions(of: strategy, on: target) else {
      return "\(strategy) on \(target.name): not compiled there"
    }
    return functions.map { function in
      var title = "\(function.entryPoint.rawValue): \(strategy) on \(target.name)"
      if let other = function.sameAs {
        title += " (the same code as \(other.entryPoint.rawValue) of \(other.strategy))"
      }
      let lines = function.instructions.map { "  \(String($0.address, radix: 16))  \($0.text)" }
      return ([title] + lines).joined(separator: "\n")
    }.joined(separator: "\n\n")
  }

  /// Instructions and bytes of push and pop.
  public var costs: String {
    let widths = [22, 12, 8, 6, 8, 8, 6, 8]
    let heads = ["", "", "push", "", "", "pop", "", ""]
    let table = TextTable<[String]>(
      columns: widths.indices.map { column in
        .word(heads[column], minimumWidth: widths[column]) { $0[column] }
      })
    let units = ["executed", "in all", "bytes"]
    return table.text(
      [["strategy", "arch"] + units + units]
        + findings.functionCosts.map { row in
          [row.strategy, row.arch]
            + [row.push, row.pop].flatMap { ["\($0.executed)", "\($0.instructions)", "\($0.bytes)"] }
        })
  }

  // MARK: The table

  private static let edgeWidth = 26

  private static func instructions(_ found: [Instruction], none: String) -> String {
    found.isEmpty ? none : found.map(\.rawValue).joined(separator: " + ")
  }

  private static func cell(_ audit: StrategyAudit, _ edge: Edge) -> String {
    let finding = audit.edges.first { $0.site == .edge(edge) }
    switch finding?.judgement {
    case nil: return "not found"
    case .reordered, .firstInSource: return "REORDERED"
    default: return instructions(finding?.found ?? [], none: "none")
    }
  }

  /// A lock has instructions where it is taken and released, and none at the edges that it protects.
  private static func span(_ audit: StrategyAudit) -> TextTable<StrategyAudit>.Span? {
    let edges = 1...Edge.allCases.count
    guard audit.compiled else {
      return .init(columns: 1...Edge.allCases.count + 1, text: "not compiled there (a system lock)")
    }
    guard audit.isLocked else { return nil }
    let parts = audit.edges.compactMap { finding -> String? in
      if case .edge = finding.site { return nil }
      return "\(finding.site) \(instructions(finding.found, none: "none"))"
    }
    return .init(columns: edges, text: parts.joined(separator: ", "))
  }

  private static func verdict(_ audit: StrategyAudit) -> String {
    let allowed = audit.verdicts.filter { $0.machineCode != .forbidden }
      .map { "\($0.shape.rawValue) \($0.machineCode.rawValue)" }
    return allowed.isEmpty ? Verdict.forbidden.rawValue : allowed.joined(separator: ", ")
  }

  // MARK: The notes

  private static func notes(_ audit: StrategyAudit) -> [String] {
    func because(_ explanation: String?) -> String { explanation.map { " (\($0))" } ?? "" }
    let edges = audit.edges.filter { $0.judgement != .asPromised }.map { finding in
      "  \(audit.strategy), \(finding.site): \(finding.judgement.rawValue); promised "
        + instructions(finding.promised, none: "nothing") + ", found "
        + instructions(finding.found, none: "nothing") + because(finding.explanation)
    }
    let verdicts = audit.verdicts.filter { $0.source != $0.machineCode }.map { verdict in
      "  \(audit.strategy), \(verdict.shape.rawValue): source \(verdict.source.rawValue), machine code "
        + verdict.machineCode.rawValue + because(verdict.explanation)
    }
    return edges + verdicts
  }

  private static func line(_ difference: SpellingDifference) -> String {
    let (fence, access) = (difference.fence, difference.access)
    return "\(difference.edge.rawValue): \(fence.ordering.rawValue) is \(describe(fence.instructions)); "
      + "\(access.ordering.rawValue) is \(describe(access.instructions))"
  }

  private static func describe(_ instructions: [Instruction]) -> String {
    if instructions.isEmpty { return "no instruction, the hardware keeps the order anyway" }
    return instructions.map { "\($0.rawValue), \(effect($0))" }.joined(separator: " and ")
  }

  private static func effect(_ instruction: Instruction) -> String {
    switch instruction {
    case .ldar: "on the load: it before all later accesses, and after any earlier stlr"
    case .ldapr:
      "on the load: it before all later accesses; an earlier stlr to another word may still come after it"
    case .ldaxr, .amoAq: "on the load: it before all later accesses"
    case .stlr: "on the store: all earlier accesses before it, and it before any later ldar"
    case .stlxr, .amoRl: "on the store: all earlier accesses before it"
    case .xchg, .lockedAtomic: "on the store: all earlier accesses before it, it before all later ones"
    default: "a fence: \(pairs(instruction.orders))"
    }
  }

  private static func pairs(_ orders: OrderedPairs) -> String {
    switch orders {
    case .all: "all earlier accesses before all later ones"
    case [.loadLoad, .loadStore]: "earlier loads before all later accesses"
    case [.loadStore, .storeStore]: "all earlier accesses before later stores"
    case .storeStore: "earlier stores before later stores"
    case .loadLoad: "earlier loads before later loads"
    default: "some pairs of accesses"
    }
  }

  // MARK: The runs

  private static func line(_ run: SmokeRun, target: AuditTarget) -> String {
    switch run {
    case .notRun(let reason): return "smoke run of \(target.name): not run, \(reason)"
    case .ran(let emulator, let bad):
      func named(_ rows: [String: Int]) -> String {
        rows.map { "\($0.key) \($0.value)" }.sorted().joined(separator: ", ")
      }
      let wrong = bad.filter { $0.value > 0 }
      let expected = wrong.filter { SmokeRun.mayFail($0.key) }
      let found = wrong.filter { !SmokeRun.mayFail($0.key) }
      return """
        smoke run of \(target.name) under \(emulator): \(bad.count) strategies, \(SmokeRun.rounds) rounds each, one \
        thread pushes, one pops: \(found.isEmpty ? "every event as pushed" : "wrong events: " + named(found))\
        \(expected.isEmpty ? "" : ", wrong events where that may happen: " + named(expected)) \
        (emulation on x86 does not reorder: this shows that the code works, not that its order holds)
        """
    }
  }
}
