import AIORing
import Foundation
import Testing

@testable import Audit

@Suite("The audit of compiled code") struct AuditTests {
  /// Everything, compiled once for all tests that look at it.
  static let everything = Result {
    try AuditReport(strategies: [], targets: AuditTarget.all, running: true)
  }
  static let golden = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")

  @Test("finds in every architecture's code what the golden file says, and nothing missing")
  func golden() throws {
    let report = try Self.everything.get()
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
    #expect(padded.audits.count == 8)
    for audit in padded.audits {
      let aio = try Self.everything.get().audits.first {
        $0.strategy == audit.strategy && $0.arch == audit.arch
      }
      #expect(audit.edges == aio?.edges)
      #expect(audit.verdicts == aio?.verdicts)
    }
  }

  /// A barrier of the sources, what stands there in the broken copy, and what the audit must name.
  struct Break: Sendable, CustomTestStringConvertible {
    let file: String
    let barrier: String
    let instead: String
    let lost: [String]
    var testDescription: String { lost.joined(separator: ", ") }

    static func fence(_ edge: Edge, in file: String) -> Break {
      Break(
        file: file, barrier: "memory.fence(barriers.\(edge.rawValue))", instead: "",
        lost: ["full-fence, \(edge.rawValue)"])
    }
  }

  @Test(
    "names the edges, and only those, whose barriers a broken copy of the sources has lost",
    arguments: [
      [
        Break.fence(.claim, in: "Producer.swift"), .fence(.observe, in: "Consumer.swift"),
        .fence(.wake, in: "Producer.swift"),
      ],
      [
        .fence(.publish, in: "Producer.swift"), .fence(.retire, in: "Consumer.swift"),
        .fence(.sleep, in: "Consumer.swift"),
      ],
      [
        Break(
          file: "Producer.swift", barrier: "memory.load(.head, barriers.headLoad)",
          instead: "memory.load(.head, .relaxed)", lost: ["acquire-release, claim"]),
        Break(
          file: "Locks/SpinLock.swift", barrier: "memory.store(0, to: .lock, .release)",
          instead: "memory.store(0, to: .lock, .relaxed)",
          lost: ["spinlock, unlock at push", "spinlock, unlock at pop"]),
        Break(
          file: "Locks/TicketLock.swift", barrier: "memory.load(.serving, .acquire)",
          instead: "memory.load(.serving, .relaxed)",
          lost: ["ticket-lock, lock at push", "ticket-lock, lock at pop"]),
      ],
    ])
  func broken(breaks: [Break]) throws {
    let copy = FileManager.default.temporaryDirectory.appending(path: "ringbench-broken-\(UUID())")
    defer { try? FileManager.default.removeItem(at: copy) }
    try FileManager.default.createDirectory(at: copy, withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      at: URL(filePath: AuditReport.sources).appending(path: "Sources"), to: copy.appending(path: "Sources"))
    for one in breaks {
      let source = copy.appending(path: "Sources/AIORing/\(one.file)")
      let text = try String(contentsOf: source, encoding: .utf8)
      try #require(text.contains(one.barrier))
      try Data(text.replacing(one.barrier, with: one.instead).utf8).write(to: source)
    }
    let report = try AuditReport(
      strategies: breaks.flatMap(\.lost).map { String($0.prefix { $0 != "," }) },
      targets: AuditTarget.all.filter { $0.name == "aarch64" }, sources: copy.path)
    #expect(report.isFailure)
    let lost = report.audits.flatMap { audit in
      audit.edges.filter(\.isFailure).map { "\(audit.strategy), \($0.edge)" }
    }
    #expect(Set(lost) == Set(breaks.flatMap(\.lost)))
    for name in lost { #expect(report.text.contains("  \(name): missing; promised")) }
    // What has lost more than claim, where the branch orders the stores behind the head load, is violated.
    for strategy in Set(
      breaks.flatMap(\.lost).filter { !$0.hasSuffix("claim") }.map { $0.prefix { $0 != "," } })
    {
      let audit = try #require(report.audits.first { $0.strategy == strategy })
      #expect(audit.verdicts.contains { $0.source == "forbidden" && $0.machineCode == "allowed" })
      #expect(report.text.contains("machine code allowed ("))
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
    let report = try Self.everything.get()
    #expect(report.smokeRuns.map(\.target) == ["aarch64", "aarch64-lse", "aarch64-rcpc", "riscv64"])
    for (target, run) in report.smokeRuns {
      switch run {
      case .ran(_, let bad):
        #expect(bad.count == report.audits.filter { $0.arch == target && $0.compiled }.count)
        #expect(bad["kernel-2014"] == 0 && bad["ticket-lock"] == 0)
      case .notRun(let reason):
        #expect((try? CrossCompiler.find("qemu-\(target.prefix { $0 != "-" })")) == nil, "\(reason)")
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
