import CellRings
import Cells
import Foundation
import Testing
import WeakMemory

@testable import RingbenchCommand

/// A program with rings of its own: the example, as a person runs it.
@Suite struct OwnRingCommandTests {
  /// The example stands beside ringbench.
  private func run(_ arguments: String) throws -> Command {
    try Command(
      "'\(Command.executable.deletingLastPathComponent().appending(path: "own-ring").path)' \(arguments)")
  }

  @Test func verifyLooksAtItsRingsAndEndsWithThreeIfOneIsWrong() throws {
    let both = try run("verify --witness")
    #expect(both.status == 3, "\(both.complaint)")
    for words in [
      "release-forgotten  -   -        wrong", "own-lock           -   -        -",
      "armv8: pop 2 returned another event",
      "own_ring/IndexRing.swift", "own_ring/main.swift",
    ] { #expect(both.output.contains(words), "\(words): \(both.output)") }
    let right = try run("verify own-ring kernel-2014 --arch armv8,rc11 --json")
    let rows = try #require(
      try JSONSerialization.jsonObject(with: Data(right.output.utf8)) as? [[String: Any]])
    #expect(right.status == 0 && rows.contains { $0["strategy"] as? String == "kernel-2014" })
    #expect(
      rows.filter { $0["ring"] as? String == "own-ring" }.map { $0["verdict"] as? String } == [
        "forbidden", "forbidden",
      ])
  }

  @Test func whatDoesNotFitARingOverCellsIsOneLine() throws {
    for (arguments, status, words) in [
      ("verify own-ring --shape ring", 64, "without --shape"),
      ("verify own-ring --capacity 3", 64, "power of two"),
      ("own-ring --capacity 1000", 64, "power of two"),
      ("own-ring --producers 2", 64, "without own-ring"),
      ("own-rin", 64, "did you mean 'own-ring'?"),
      ("check-ring '{}'", 65, "no such ring"),
      ("sweep own-ring --slots 2,4", 64, "own-ring run own-ring --capacity N"),
    ] {
      let refused = try run(arguments)
      #expect(refused.status == status && refused.complaintLines == 1, "\(arguments): \(refused.complaint)")
      #expect(
        refused.complaint.contains(words) && refused.output.isEmpty, "\(arguments): \(refused.complaint)")
    }
  }

  @Test func itsRingsAreRowsBesideAcquireRelease() throws {
    let results = folder()
    let run = try run(
      "own-ring --workloads hand-off --rounds 1 --duration 0.5 --output \(results) \(allowedCPUs() < 2 ? "--oversubscribe" : "")"
    )
    #expect(run.status == 0, "\(run.complaint)")
    for words in ["Rings: 1024 slots", "own-ring: cached indices", "acquire-release, padded, cached"] {
      #expect(run.output.contains(words), "\(words)")
    }
    let summary = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: results + "/summary.json")))
        as? [String: Any])
    let judged = (summary["architectures"] as? [[String: Any]] ?? []).filter {
      $0["strategy"] as? String == "own-ring"
    }
    #expect(
      judged.count == Model.allCases.count && judged.allSatisfy { $0["verdict"] as? String == "forbidden" })
    // The program without that ring says so, row by row.
    let elsewhere = try Command("ringbench report \(results)")
    #expect(elsewhere.status == 0 && elsewhere.output.contains("own-ring: cached indices"))
  }

  @Test func itsHelpItsMessagesAndItsListHaveItsName() throws {
    for arguments in ["--help", "run --help", "help verify", "sweep --help"] {
      let help = try run(arguments)
      #expect(help.status == 0 && help.output.contains("own-ring "), "\(arguments)")
      #expect(!help.output.contains(/(^|[\s`])ringbench [^0-9]/), "\(arguments): \(help.output)")
    }
    #expect(try run("own-rin").complaint.hasPrefix("own-ring: "))
    #expect(try run("--version").output.hasPrefix("ringbench "))
    let list = try run("list")
    #expect(
      list.status == 0 && list.output.contains("\nown-lock: a ring under a ticket lock\n"), "\(list.output)")
    let rows = try #require(
      try JSONSerialization.jsonObject(with: Data(try run("list --json").output.utf8)) as? [[String: Any]])
    #expect(rows.filter { $0["is_own_ring"] as? Bool == true }.count == 3)
  }

  private struct Ring<Memory: EventMemory>: CellRing {
    init(capacity: Int, in place: some CellPlace<Memory>) {}
    func push(_ event: Memory.Event) -> Bool { false }
    func pop() -> Memory.Event? { nil }
  }

  @Test func aNameThatCannotBeOneIsRefused() throws {
    func ring(_ name: String) -> OwnRing { OwnRing(name, Ring<Hardware>.self, checked: Ring<Symbolic>.self) }
    for (names, words) in [
      (["my ring"], "is called 'my ring'"), (["seq-cst"], "as a strategy is"), (["a", "a"], "two rings"),
    ] {
      #expect { try OwnRings.register(names.map(ring)) } throws: { "\($0)".contains(words) }
    }
    #expect(OwnRings.all.isEmpty)
  }
}
