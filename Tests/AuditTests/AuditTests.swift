import AIORing
import Foundation
import Reporting
import Testing

@testable import Audit

@Suite("The audit of compiled code") struct AuditTests {
  /// Everything, compiled once for all tests that look at it.
  static let everything = Task {
    try await AuditFindings(of: Catalogue.entries, on: AuditTarget.all, running: true)
  }
  static func targets(_ names: String...) -> [AuditTarget] {
    AuditTarget.all.filter { names.contains($0.name) }
  }
  static func entries(_ names: some Collection<String>) -> [StrategyEntry] {
    Catalogue.entries.filter { names.contains($0.name) }
  }
  static let golden = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")

  @Test("finds in every architecture's code what the golden file says, and nothing missing")
  func golden() async throws {
    let findings = try await Self.everything.value
    #expect(!findings.isFailure)
    for target in AuditTarget.all {
      let file = Self.golden.appending(path: "\(target.name).txt")
      #expect(try AuditReport(findings).block(for: target) == String(contentsOf: file, encoding: .utf8))
    }
    // Wherever the machine code is not what the source promises, the report says why.
    for audit in findings.audits {
      for edge in audit.edges where edge.judgement != .asPromised {
        #expect(edge.explanation != nil, "\(audit.strategy), \(edge.site) on \(audit.arch)")
      }
      for verdict in audit.verdicts where verdict.source != verdict.machineCode {
        #expect(verdict.explanation != nil, "\(audit.strategy), \(verdict.shape) on \(audit.arch)")
      }
    }
  }

  @Test("finds the same instructions at every edge of every layout", arguments: LayoutKind.allCases)
  func layouts(layout: LayoutKind) async throws {
    let strategies = Self.entries(["kernel-2014", "acquire-release", "seq-cst", "ticket-lock"])
    let findings = try await AuditFindings(
      of: strategies, on: Self.targets("x86-64", "aarch64"), layout: layout)
    #expect(findings.audits.count == 8)
    for audit in findings.audits {
      let aio = try await Self.everything.value.audits.first {
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
  func broken(breaks: [Break]) async throws {
    let copy = FileManager.default.temporaryDirectory.appending(path: "ringbench-broken-\(UUID())")
    defer { try? FileManager.default.removeItem(at: copy) }
    try FileManager.default.createDirectory(at: copy, withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      at: URL(filePath: AuditFindings.sources).appending(path: "Sources").resolvingSymlinksInPath(),
      to: copy.appending(path: "Sources"))
    for one in breaks {
      let source = copy.appending(path: "Sources/AIORing/\(one.file)")
      let text = try String(contentsOf: source, encoding: .utf8)
      try #require(text.contains(one.barrier))
      try Data(text.replacing(one.barrier, with: one.instead).utf8).write(to: source)
    }
    let findings = try await AuditFindings(
      of: Self.entries(breaks.flatMap(\.lost).map { String($0.prefix { $0 != "," }) }),
      on: Self.targets("aarch64"), sources: copy.path)
    let text = AuditReport(findings).text
    #expect(findings.isFailure)
    let lost = findings.audits.flatMap { audit in
      audit.edges.filter(\.isFailure).map { "\(audit.strategy), \($0.site)" }
    }
    #expect(Set(lost) == Set(breaks.flatMap(\.lost)))
    for name in lost { #expect(text.contains("  \(name): missing; promised")) }
    // What has lost more than claim, where the branch orders the stores behind the head load, is violated.
    for strategy in Set(
      breaks.flatMap(\.lost).filter { !$0.hasSuffix("claim") }.map { $0.prefix { $0 != "," } })
    {
      let audit = try #require(findings.audits.first { $0.strategy == strategy })
      #expect(audit.verdicts.contains { $0.source == .forbidden && $0.machineCode == .allowed })
      #expect(text.contains("machine code allowed ("))
    }
  }

  @Test(
    "refuses code with an instruction that no table has, or with an address that it cannot follow",
    arguments: [
      ("riscv64", "fence.i", "c: 0000100f\tfence.i"),
      ("riscv64", "fence i,o", "c: 0840000f\tfence\ti, o"),
      ("aarch64", "dsb nsh", "c: d503379f\tdsb\tnsh"),
      ("aarch64", "swpal", "c: b8e88009\tswpal\tw8, w9, [x0]"),
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

  @Test(
    "An atomic of AArch64 acquires, and is a load that DMB LD waits for, only if its result is kept",
    arguments: [
      ("swpa\tw8, w9, [x0]", .update, .ldaxr), ("swpa\tw8, wzr, [x0]", .unreturnedUpdate, .atomic),
      ("casa\twzr, w9, [x0]", .unreturnedUpdate, .atomic),
      ("ldadda\tx8, xzr, [x0]", .unreturnedUpdate, .atomic),
      ("swpl\tw8, wzr, [x0]", .unreturnedUpdate, .stlxr), ("stadd\tw8, [x0]", .unreturnedUpdate, .atomic),
      ("ldadd\tw8, w9, [x0]", .update, .atomic),
    ] as [(String, Effect.Kind, Instruction)])
  func discardedAtomic(code: String, kind: Effect.Kind, by: Instruction) throws {
    let listing = Listing("000000000000000c <pop_0>:\n  c: b8a88009\t\(code)\n")
    let target = try #require(AuditTarget.all.first { $0.name == "aarch64" })
    let effects = try target.reader.effects(of: #require(listing.functions["pop_0"]?.first))
    guard case .access(let found, let instruction, _, _, _)? = effects?.first else {
      Issue.record("no access: \(code)")
      return
    }
    #expect(found == kind && instruction == by)
    // What is behind it is not behind a load of the ring.
    let steps: [PathStep] = [.access(found, instruction, .word(.tail)), .barrier(.dmbIshld)]
    let loads = OrderedAccesses(.observe).positions(.load(.tail), in: steps)
    #expect(loads == (kind == .update ? [0] : []))
    #expect(OrderedAccesses(.publish).positions(.store(.tail), in: steps) == [0])
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
  func smoke() async throws {
    let findings = try await Self.everything.value
    #expect(findings.smokeRuns.map(\.target.name) == ["aarch64", "aarch64-lse", "aarch64-rcpc", "riscv64"])
    for (target, run) in findings.smokeRuns {
      switch run {
      case .ran(_, let bad):
        #expect(bad.count == findings.audits.filter { $0.arch == target.name && $0.compiled }.count)
        #expect(bad["kernel-2014"] == 0 && bad["ticket-lock"] == 0)
      case .notRun(let reason):
        #expect((try? CrossCompiler.find("qemu-\(target.name.prefix { $0 != "-" })")) == nil, "\(reason)")
        let line = "smoke run of \(target.name): not run, qemu-"
        #expect(AuditReport(findings).text.split(separator: "\n").contains { $0.hasPrefix(line) })
      }
    }
    #expect(SmokeRun.ran(emulator: "", bad: ["kernel-2014": 1]).isFailure)
    #expect(!SmokeRun.ran(emulator: "", bad: ["tail-first": 1]).isFailure)
  }

  @Test("compiles and judges orderings that no strategy has")
  func assignedEdges() async throws {
    // A strategy's own orderings, typed: the same instructions and verdicts as the strategy's.
    let row = try #require(Catalogue.entry(named: "acquire-release")).barriers
    let weaker = AssignedBarriers(claim: .acquire, publish: .compiler, observe: .rmb, wake: .seqCstFence)
    let entries = [row, weaker].map { barriers in
      Strategy(
        "\(barriers.publish)", "", source: "", correctnessClaim: .everywhere, claimsWakeUps: true, barriers
      )
      .entry
    }
    let findings = try await AuditFindings(of: entries, on: Self.targets("riscv64"), running: true)
    let expected = try await Self.everything.value.audits.first {
      $0.strategy == "acquire-release" && $0.arch == "riscv64"
    }
    #expect(findings.audits.count == 2)
    #expect(findings.audits.first?.edges == expected?.edges)
    #expect(findings.audits.first?.verdicts.map(\.machineCode) == expected?.verdicts.map(\.machineCode))
    let found = try #require(findings.audits.last).edges.map { "\($0.site): \($0.found.map(\.rawValue))" }
    #expect(
      found == [
        "claim: [\"fence r,rw\"]", "publish: []", "observe: [\"fence r,r\"]", "retire: []",
        "wake: [\"fence rw,rw\"]", "sleep: []",
      ])
    #expect(findings.audits.last?.verdicts.first { $0.shape == .publishObserve }?.machineCode == .allowed)
    #expect(!findings.isFailure)
  }

  @Test("ends when the task is cancelled")
  func cancelled() async throws {
    let task = Task { try await AuditFindings(of: Catalogue.entries, on: Self.targets("armv7")) }
    try await Task.sleep(for: .seconds(1))
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test("ends a tool that takes too long") func hungTool() async throws {
    let compiler = try CrossCompiler(root: URL(filePath: AuditFindings.sources))
    let begin = ContinuousClock.now
    await #expect(throws: AuditError.self) {
      _ = try await compiler.run("/bin/sh", ["-c", "sleep 3600; :"], timeLimit: 0.2)
    }
    // Long before it would have ended by itself, however busy the machine is.
    #expect(ContinuousClock.now - begin < .seconds(1800))
  }

  @Test("says in one line that the sources are not there") func noSources() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "ringbench-\(UUID())")
    await #expect(throws: AuditError.self) {
      try await AuditFindings(of: Catalogue.entries, on: AuditTarget.all, sources: folder.path)
    }
  }
}
