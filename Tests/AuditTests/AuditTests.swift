import AIORing
import Foundation
import Testing

@testable import Audit

@Suite("The audit of compiled code") struct AuditTests {
  static let golden = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")

  @Test("finds in every architecture's code what the golden file says, and nothing missing")
  func golden() throws {
    let report = try AuditReport(strategies: [], targets: AuditTarget.all)
    #expect(!report.isFailure)
    for target in AuditTarget.all {
      let file = Self.golden.appending(path: "\(target.name).txt")
      #expect(try report.golden(for: target) == String(contentsOf: file, encoding: .utf8))
    }
    // Wherever the machine code is not what the source promises, the report says why.
    for audit in report.audits {
      for edge in audit.edges where edge.judgement != .asPromised {
        #expect(edge.explanation != nil, "\(audit.strategy), \(edge.edge) on \(audit.arch)")
      }
      for verdict in audit.verdicts where verdict.source != verdict.machineCode {
        #expect(verdict.explanation != nil, "\(audit.strategy), \(verdict.shape) on \(audit.arch)")
      }
    }
  }

  @Test("finds the same instructions at every edge of the padded layout")
  func padded() throws {
    let targets = AuditTarget.all.filter { ["x86-64", "aarch64"].contains($0.name) }
    let strategies = ["kernel-2014", "acquire-release", "seq-cst", "ticket-lock"]
    let padded = try AuditReport(strategies: strategies, targets: targets, layout: .padded)
    let aio = try AuditReport(strategies: strategies, targets: targets)
    #expect(padded.audits.count == 8)
    #expect(padded.audits.map(\.edges) == aio.audits.map(\.edges))
    #expect(padded.audits.map(\.verdicts) == aio.audits.map(\.verdicts))
  }

  @Test(
    "names the edge whose barrier a broken copy of the sources has lost",
    arguments: [
      ("Producer.swift", "memory.fence(barriers.claim)", "", "full-fence", ["claim"]),
      ("Producer.swift", "memory.fence(barriers.publish)", "", "full-fence", ["publish"]),
      ("Consumer.swift", "memory.fence(barriers.observe)", "", "full-fence", ["observe"]),
      ("Consumer.swift", "memory.fence(barriers.retire)", "", "full-fence", ["retire"]),
      ("Producer.swift", "memory.fence(barriers.wake)", "", "full-fence", ["wake"]),
      ("Consumer.swift", "memory.fence(barriers.sleep)", "", "full-fence", ["sleep"]),
      (
        "Producer.swift", "memory.load(.head, barriers.headLoad)", "memory.load(.head, .relaxed)",
        "acquire-release", ["claim"]
      ),
      (
        "Locks/SpinLock.swift", "memory.store(0, to: .lock, .release)",
        "memory.store(0, to: .lock, .relaxed)", "spinlock", ["unlock at push", "unlock at pop"]
      ),
      (
        "Locks/TicketLock.swift", "memory.load(.serving, .acquire)", "memory.load(.serving, .relaxed)",
        "ticket-lock", ["lock at push", "lock at pop"]
      ),
    ])
  func broken(file: String, barrier: String, instead: String, strategy: String, edges: [String]) throws {
    let copy = FileManager.default.temporaryDirectory.appending(path: "ringbench-broken-\(UUID())")
    defer { try? FileManager.default.removeItem(at: copy) }
    try FileManager.default.createDirectory(at: copy, withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      at: URL(filePath: AuditReport.sources).appending(path: "Sources"), to: copy.appending(path: "Sources"))
    let source = copy.appending(path: "Sources/AIORing/\(file)")
    let text = try String(contentsOf: source, encoding: .utf8)
    try #require(text.contains(barrier))
    try Data(text.replacing(barrier, with: instead).utf8).write(to: source)
    let targets = AuditTarget.all.filter { $0.name == "aarch64" }
    let report = try AuditReport(strategies: [strategy], targets: targets, sources: copy.path)
    #expect(report.isFailure)
    #expect(report.audits.flatMap(\.edges).filter(\.isFailure).map(\.edge) == edges)
    for edge in edges { #expect(report.text.contains("\(strategy), \(edge): missing")) }
    // The branch at claim orders the event's stores behind the head load even without a barrier.
    if edges != ["claim"] {
      #expect(report.audits.contains { $0.verdicts.contains { $0.machineCode == "allowed" } })
    }
  }

  @Test(
    "refuses code with an instruction that no table has, or with an address that it cannot follow",
    arguments: [
      ("riscv64", "fence.tso", "c: 8330000f\tfence.tso"),
      ("riscv64", "fence i,o", "c: 0840000f\tfence\ti, o"),
      ("aarch64", "dsb ish", "c: d5033b9f\tdsb\tish"),
      ("aarch64", "ldr w9, [x0,x8]", "c: b8686809\tldr\tw9, [x0, x8]"),
      ("x86-64", "movnti %rax, 0x20(%rdi)", "c: 480fc34720\tmovnti\t%rax, 0x20(%rdi)"),
      ("x86-64", "callq 0x40", "c: e800000000\tcallq\t0x40"),
      ("armv7", "mcr p15, #0, r2, c7, c10, #5", "c: ee072fba\tmcr\tp15, #0x0, r2, c7, c10, #5"),
    ])
  func unknown(arch: String, instruction: String, line: String) throws {
    let listing = Listing("000000000000000c <pop_0>:\n  \(line)\n")
    let target = try #require(AuditTarget.all.first { $0.name == arch })
    let text = try #require(
      listing.functions["pop_0"]?.first?.text.split(separator: " ").joined(separator: " "))
    #expect(throws: UnreadablePath.instruction(text)) {
      try AccessPath(
        .pop, isLocked: false, layout: .aio, at: 12, in: listing.code, reader: target.reader)
    }
    #expect(text.hasPrefix(instruction.prefix { $0 != " " }))
  }

  @Test("follows registers through moves, write-back and both ways of a branch")
  func following() throws {
    let listing = Listing(
      """
        0000000000000000 <pop_0>:
               0: aa0003e2\tmov\tx2, x0
               4: b9400c48\tldr\tw8, [x2, #0xc]
               8: 34000088\tcbz\tw8, 0x1c <pop_0+0x1c>
               c: 91008043\tadd\tx3, x2, #0x20
              10: a8c10460\tldp\tq0, q1, [x3], #0x20
              14: d5033bbf\tdmb\tish
              18: b9000848\tstr\tw8, [x2, #0x8]
              1c: d65f03c0\tret
      """)
    let path = try AccessPath(
      .pop, isLocked: false, layout: .aio, at: 0, in: listing.code, reader: AArch64Reader())
    #expect(
      path.steps == [
        .access(.load, .load, .word(.tail)), .branch, .access(.load, .load, .event(0...3)),
        .barrier(.dmbIsh), .access(.store, .store, .word(.head)),
      ])
  }

  @Test("runs the objects that qemu-user can run, one thread pushing and one popping, or says why not")
  func smoke() throws {
    let targets = AuditTarget.all.filter { ["x86-64", "aarch64", "riscv64"].contains($0.name) }
    let report = try AuditReport(
      strategies: ["tail-first", "kernel-2014", "ticket-lock"], targets: targets, judging: false,
      running: true)
    #expect(report.smokeRuns.map(\.target) == ["aarch64", "riscv64"])
    for (target, run) in report.smokeRuns {
      switch run {
      case .ran(_, let bad):
        #expect(bad.count == 3)
        #expect(bad["kernel-2014"] == 0 && bad["ticket-lock"] == 0)
      case .notRun(let reason):
        #expect((try? CrossCompiler.find("qemu-\(target)")) == nil, "\(reason)")
        #expect(run.line(target: target).hasPrefix("smoke run of \(target): not run, qemu-"))
      }
    }
    #expect(!report.isFailure)
    #expect(SmokeRun.ran(emulator: "", bad: ["kernel-2014": 1]).isFailure)
    #expect(!SmokeRun.ran(emulator: "", bad: ["tail-first": 1]).isFailure)
  }

  @Test("says in one line that the sources are not there") func noSources() throws {
    #expect(throws: AuditError.self) {
      try AuditReport(strategies: [], targets: AuditTarget.all, sources: "/nonexistent")
    }
  }
}
