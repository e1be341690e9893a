import AIORing
import Foundation
import Testing

@testable import Audit

@Suite("The audit of compiled code", .serialized) struct AuditTests {
  static let golden = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")

  @Test("finds in every architecture's code what the golden file says, and nothing missing")
  func golden() throws {
    let report = try AuditReport(strategies: [], targets: AuditTarget.all)
    #expect(!report.isFailure)
    for target in AuditTarget.all {
      let file = Self.golden.appending(path: "\(target.name).txt")
      #expect(try report.golden(for: target) == String(contentsOf: file, encoding: .utf8))
    }
  }

  @Test(
    "names the edge whose barrier a broken copy of the sources has lost",
    arguments: [
      ("Producer.swift", "memory.fence(barriers.publish)", "publish"),
      ("Consumer.swift", "memory.fence(barriers.observe)", "observe"),
      ("Consumer.swift", "memory.fence(barriers.retire)", "retire"),
      ("Producer.swift", "memory.fence(barriers.wake)", "wake"),
      ("Consumer.swift", "memory.fence(barriers.sleep)", "sleep"),
    ])
  func broken(file: String, barrier: String, edge: String) throws {
    let copy = FileManager.default.temporaryDirectory.appending(path: "ringbench-broken-\(UUID())")
    defer { try? FileManager.default.removeItem(at: copy) }
    try FileManager.default.createDirectory(at: copy, withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      at: URL(filePath: AuditReport.sources).appending(path: "Sources"), to: copy.appending(path: "Sources"))
    let source = copy.appending(path: "Sources/AIORing/\(file)")
    let text = try String(contentsOf: source, encoding: .utf8)
    try #require(text.contains(barrier))
    try Data(text.replacing(barrier, with: "").utf8).write(to: source)
    let targets = AuditTarget.all.filter { $0.name == "aarch64" }
    let report = try AuditReport(strategies: ["full-fence"], targets: targets, sources: copy.path)
    #expect(report.isFailure)
    let failed = report.audits.flatMap(\.edges).filter(\.isFailure)
    #expect(failed.map(\.edge) == [edge])
    #expect(report.text.contains("full-fence, \(edge):"))
    #expect(report.text.contains("machine code allowed"))
  }

  @Test("follows registers through moves, write-back and both ways of a branch")
  func following() throws {
    let code = try #require(
      MachineCode.functions(
        in: """
          0000000000000000 <pop_0>:
                 0: aa0003e2\tmov\tx2, x0
                 4: b9400c48\tldr\tw8, [x2, #0xc]
                 8: 34000088\tcbz\tw8, 0x1c <pop_0+0x1c>
                 c: 91008043\tadd\tx3, x2, #0x20
                10: a8c10460\tldp\tq0, q1, [x3], #0x20
                14: d5033bbf\tdmb\tish
                18: b9000848\tstr\tw8, [x2, #0x8]
                1c: d65f03c0\tret
          """)["pop_0"])
    let path = AccessPath(
      .pop, at: 0, in: Dictionary(uniqueKeysWithValues: code.map { ($0.address, $0) }),
      reader: AArch64Reader())
    #expect(
      path?.steps == [
        .access(.load, .load, .word(.tail)), .branch, .access(.load, .load, .event(0...3)),
        .barrier(.dmbIsh), .access(.store, .store, .word(.head)),
      ])
  }

  @Test("says in one line that the sources are not there") func noSources() throws {
    #expect(throws: AuditError.self) {
      try AuditReport(strategies: [], targets: AuditTarget.all, sources: "/nonexistent")
    }
  }
}
