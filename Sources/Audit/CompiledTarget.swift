import AIORing
import WeakMemory

/// The functions of one object as they were disassembled.
struct Listing: Sendable {
  let functions: [String: [MachineInstruction]]
  let code: [UInt64: MachineInstruction]

  init(_ disassembly: String) {
    functions = MachineCode.functions(in: disassembly)
    code = Dictionary(
      functions.values.joined().map { ($0.address, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// A function's instructions; those of another if it only jumps there because their code is the same.
  func body(
    of symbol: String, reader: any InstructionReader
  ) -> (symbol: String, instructions: [MachineInstruction]) {
    let own = functions[symbol] ?? []
    guard let start = own.first?.address else { return (symbol, []) }
    let body = AccessPath.body(at: start, in: code, reader: reader)
    let kept = functions.first { $0.value.first?.address == body }
    return (kept?.key ?? symbol, kept?.value ?? own)
  }
}

/// The strategies' machine code for one target, read and judged.
struct CompiledTarget: Sendable {
  let listing: Listing
  let audits: [StrategyAudit]
  let smokeRun: SmokeRun?

  /// - Throws: As ``AuditFindings/init(of:on:layout:sources:judging:running:)``.
  init(
    _ source: EntrySource, _ target: AuditTarget, compiler: CrossCompiler, judging: Bool, running: Bool
  ) async throws {
    let compiled = try await compiler.compile(source, for: target, running: running)
    let (listing, smokeRun) = (Listing(compiled.disassembly), compiled.smokeRun)
    (self.listing, self.smokeRun) = (listing, smokeRun)
    audits =
      try judging
      ? source.rows.map { row in
        guard row.entry.isCompiled else { return StrategyAudit(notCompiled: row.entry, on: target) }
        var audit = try StrategyAudit(row, layout: source.layout, on: target, in: listing)
        audit.smokeRun = smokeRun?.text(strategy: row.entry.name)
        return audit
      } : []
  }
}
