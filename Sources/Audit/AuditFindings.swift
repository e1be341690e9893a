import AIORing
import Foundation

/// What the machine code of the strategies asked for keeps in order, on the targets asked for.
public struct AuditFindings: Sendable {
  /// One a strategy and target, by target; empty if nothing was to be judged.
  public let audits: [StrategyAudit]
  /// One a target that was run, or could have been.
  public let smokeRuns: [(target: AuditTarget, run: SmokeRun)]
  private let listings: [String: Listing]
  private let rows: [EntrySource.Row]

  /// The checkout that this program was built from.
  public static var sources: String {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path
  }

  /// Compiles the strategies and reads their machine code: an object for each target, as many at a time as there are
  /// processors.
  ///
  /// - Parameters:
  ///   - strategies: Rows of the catalogue, or orderings at edges that no row has.
  ///   - sources: The checkout whose sources are compiled.
  ///   - judging: Whether the checker judges the code; if not, there are only listings.
  ///   - running: Whether code that qemu-user can run is run.
  /// - Throws: ``AuditError``; `CancellationError` when the surrounding task is cancelled, after the tools that run have
  ///   been killed; what Foundation throws where no temporary file can be written.
  public init(
    of strategies: [StrategyEntry], on targets: [AuditTarget], layout: LayoutKind = .aio,
    sources: String = Self.sources, judging: Bool = true, running: Bool = false
  ) async throws {
    let compiler = try CrossCompiler(root: URL(filePath: sources))
    let source = EntrySource(strategies, layout: layout)
    rows = source.rows
    let compiled = try await withThrowingTaskGroup(of: (Int, CompiledTarget).self) { group in
      var compiled: [Int: CompiledTarget] = [:]
      var waiting = targets.indices.makeIterator()
      func startNext() {
        guard let index = waiting.next() else { return }
        group.addTask {
          let target = try await CompiledTarget(
            source, targets[index], compiler: compiler, judging: judging, running: running)
          return (index, target)
        }
      }
      for _ in 0..<ProcessInfo.processInfo.activeProcessorCount { startNext() }
      while let (index, target) = try await group.next() {
        compiled[index] = target
        startNext()
      }
      return targets.indices.compactMap { compiled[$0] }
    }
    audits = compiled.flatMap(\.audits)
    smokeRuns = zip(targets, compiled).compactMap { target, compiled in
      compiled.smokeRun.map { (target, $0) }
    }
    listings = Dictionary(uniqueKeysWithValues: zip(targets.map(\.name), compiled.map(\.listing)))
  }

  /// Whether anything promised is missing, or the code does not run.
  public var isFailure: Bool {
    audits.contains(where: \.isFailure) || smokeRuns.contains(where: \.run.isFailure)
  }

  /// One function of a strategy as it was disassembled.
  public struct Function: Sendable {
    public let entryPoint: EntryPoint
    /// The function and strategy whose code this is where the compiler kept one of two that are alike.
    public let sameAs: (entryPoint: EntryPoint, strategy: String)?
    /// Address and text of each instruction.
    public let instructions: [(address: UInt64, text: String)]
  }

  /// The functions of a strategy on a target; nil if it is not compiled there.
  public func functions(of strategy: String, on target: AuditTarget) -> [Function]? {
    guard let row = rows.first(where: { $0.entry.name == strategy }), row.entry.isCompiled,
      let listing = listings[target.name]
    else { return nil }
    return EntryPoint.allCases.map { point in
      let code = listing.body(of: point.symbol(row.index), reader: target.reader)
      let own = code.symbol == point.symbol(row.index)
      return Function(
        entryPoint: point, sameAs: own ? nil : owner(of: code.symbol),
        instructions: code.instructions.map { ($0.address, $0.text) })
    }
  }

  private func owner(of symbol: String) -> (EntryPoint, String)? {
    for row in rows {
      for point in EntryPoint.allCases where point.symbol(row.index) == symbol {
        return (point, row.entry.name)
      }
    }
    return nil
  }

  /// What push and pop of a strategy are made of on a target.
  public struct FunctionCosts: Encodable, Sendable {
    public let strategy: String
    public let arch: String
    public let push: StrategyAudit.Cost
    public let pop: StrategyAudit.Cost
  }

  /// A row for each strategy and target that has code.
  public var functionCosts: [FunctionCosts] {
    audits.compactMap { audit in
      guard audit.costs.count >= 2 else { return nil }
      return FunctionCosts(
        strategy: audit.strategy, arch: audit.arch, push: audit.costs[0], pop: audit.costs[1])
    }
  }
}
