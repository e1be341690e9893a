import AIORing
import Foundation
import WeakMemory

/// The machine code of every strategy asked for, on every target asked for.
public struct AuditReport: Sendable {
  public let audits: [StrategyAudit]
  /// The disassembly by target and function.
  private let listings: [String: [String: [MachineInstruction]]]

  /// Where the package was when this program was built.
  public static var sources: String {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path
  }

  /// Compiles and reads; one object a target. Throws ``AuditError`` and what Foundation throws.
  /// With `judging` false there are only listings.
  public init(
    strategies: [String], targets: [AuditTarget], sources: String = Self.sources, judging: Bool = true
  ) throws {
    let compiler = try CrossCompiler(root: URL(filePath: sources))
    let source = EntrySource()
    var (audits, listings) = ([StrategyAudit](), [String: [String: [MachineInstruction]]]())
    // The variants of an instruction set share a model.
    struct Question: Hashable {
      let strategy: String
      let model: Model
      let shape: Shape
    }
    var answers: [Question: Verdict] = [:]
    for target in targets {
      let functions = MachineCode.functions(in: try compiler.disassembly(of: source, for: target))
      let code = Dictionary(
        functions.values.joined().map { ($0.address, $0) }, uniquingKeysWith: { first, _ in first })
      listings[target.name] = functions
      for (index, entry) in source.entries.enumerated()
      where judging && (strategies.isEmpty || strategies.contains(entry.name)) {
        audits.append(
          entry.isCompiled
            ? try StrategyAudit(entry, index: index, on: target, functions: functions, code: code) { shape in
              let question = Question(strategy: entry.name, model: target.model, shape: shape)
              if let known = answers[question] { return known }
              let verdict = Verification(Subject(entry), under: target.model, shape: shape).verdict
              answers[question] = verdict
              return verdict
            }
            : StrategyAudit(notCompiled: entry, on: target))
      }
    }
    (self.audits, self.listings) = (audits, listings)
  }

  /// Whether anything promised is missing.
  public var isFailure: Bool { audits.contains(where: \.isFailure) }

  /// For people: a block a target, a line a strategy, then what differs from the table.
  public var text: String {
    var lines: [String] = []
    for target in AuditTarget.all {
      let rows = audits.filter { $0.arch == target.name }
      if rows.isEmpty { continue }
      if !lines.isEmpty { lines.append("") }
      lines.append(Self.header(target))
      lines += rows.map(Self.line)
      lines += rows.flatMap(Self.notes)
    }
    return lines.joined(separator: "\n")
  }

  /// One target's part, as the golden files keep it.
  public func golden(for target: AuditTarget) -> String {
    let rows = audits.filter { $0.arch == target.name }
    return ([Self.header(target)] + rows.map(Self.line) + rows.flatMap(Self.notes)).joined(separator: "\n")
      + "\n"
  }

  /// The instructions of a strategy's functions.
  public func listing(strategy: String, target: String) -> String {
    guard let index = Catalogue.entries.firstIndex(where: { $0.name == strategy }) else { return "" }
    return EntryPoint.allCases.map { point in
      let code = listings[target]?[point.symbol(index)] ?? []
      let lines = code.map { "  \(String($0.address, radix: 16))  \($0.text)" }
      return (["\(point.rawValue): \(strategy) on \(target)"] + lines).joined(separator: "\n")
    }.joined(separator: "\n\n")
  }

  /// Instructions and bytes of push and pop.
  public var costs: String {
    var lines = [
      Self.pad("strategy", 24) + Self.pad("arch", 14) + "push        pop         (instructions/bytes)"
    ]
    for audit in audits where audit.compiled {
      let columns = audit.costs.prefix(2).map { Self.pad("\($0.instructions)/\($0.bytes)", 12) }.joined()
      lines.append(Self.pad(audit.strategy, 24) + Self.pad(audit.arch, 14) + columns)
    }
    return lines.joined(separator: "\n")
  }

  private static func header(_ target: AuditTarget) -> String {
    "\(target.name)\n" + pad("strategy", 24)
      + Edge.allCases.map { pad($0.rawValue, 28) }.joined() + "verdict"
  }

  private static func line(_ audit: StrategyAudit) -> String {
    guard audit.compiled else { return pad(audit.strategy, 24) + "not compiled there (a system lock)" }
    if !audit.lock.isEmpty {
      return pad(audit.strategy, 24) + "lock: " + audit.lock.joined(separator: ", ")
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
    let allowed = audit.verdicts.filter { $0.machineCode != "forbidden" }.map {
      "\($0.shape) \($0.machineCode)"
    }
    return pad(audit.strategy, 24) + cells.joined()
      + (allowed.isEmpty ? "forbidden" : allowed.joined(separator: ", "))
  }

  private static func notes(_ audit: StrategyAudit) -> [String] {
    audit.edges.filter { $0.judgement != .asPromised }.map {
      "  \(audit.strategy), \($0.edge): \($0.judgement.rawValue); promised "
        + ($0.promised.isEmpty ? "nothing" : $0.promised.joined(separator: " + ")) + ", found "
        + ($0.found.isEmpty ? "nothing" : $0.found.joined(separator: " + "))
        + (explanation($0).map { " (\($0))" } ?? "")
    }
      + audit.verdicts.filter { $0.source != $0.machineCode }.map {
        "  \(audit.strategy), \($0.shape): source \($0.source), machine code \($0.machineCode)"
          + (audit.edges.contains { $0.found.contains("ldapr") }
            ? " (ldapr may pass an earlier stlr to another word; the source is judged with ldar)" : "")
      }
  }

  private static func explanation(_ finding: EdgeFinding) -> String? {
    switch finding.judgement {
    case .reordered where finding.ordering == Ordering.none.rawValue:
      "none promises no order: the compiler moved the accesses"
    case .stronger where finding.ordering == Ordering.seqCst.rawValue,
      .duplicated where finding.ordering == Ordering.seqCst.rawValue:
      "the compiler fences behind the store and before the load; C's mapping needs one of the two"
    default: nil
    }
  }

  private static func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }
}
