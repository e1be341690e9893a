import Foundation
import Testing

@testable import Campaigns

/// A checkout with a program that was built from it.
private struct MadeCheckout {
  let root = FileManager.default.temporaryDirectory.appending(path: "ringbench-checkout-\(UUID().uuidString)")
  var program: URL { root.appending(path: ".build/ringbench") }
  var source: URL { root.appending(path: "Sources/ringbench/A.swift") }

  init() throws {
    try shell(
      """
      mkdir -p \(root.path)/Sources/ringbench \(root.path)/.build; cd \(root.path)
      echo .build >.gitignore; echo 1 >Package.swift; echo 1 >Sources/ringbench/A.swift; echo 1 >README.md
      git init -q; git config user.name a; git config user.email a@example.org; git add -A; git commit -qm 1
      find . -exec touch -d 2026-01-01 {} +; touch -d 2026-01-02 .build/ringbench
      """)
  }

  var head: String { get throws { try shell("git -C \(root.path) rev-parse HEAD") } }

  @discardableResult func shell(_ text: String) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-ec", text]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  func commit() async -> SourceCommit? { await SourceCommit.of(program, builtIn: root) }

  func remove() { try? FileManager.default.removeItem(at: root) }
}

struct SourceCommitTests {
  @Test func theCommitOfUnchangedSourcesIsThatOfTheProgram() async throws {
    let checkout = try MadeCheckout()
    defer { checkout.remove() }
    try checkout.shell("echo 2 >>\(checkout.root.path)/README.md")
    #expect(await checkout.commit() == SourceCommit(hash: try checkout.head, hasUncommittedChanges: false))
  }

  @Test func sourcesThatWereChangedBeforeTheBuildAreSaidToBeUncommitted() async throws {
    let checkout = try MadeCheckout()
    defer { checkout.remove() }
    try checkout.shell("echo 2 >>\(checkout.source.path); touch -d 2026-01-01T12:00 \(checkout.source.path)")
    #expect(await checkout.commit() == SourceCommit(hash: try checkout.head, hasUncommittedChanges: true))
  }

  @Test func aProgramOlderThanASourceHasNoCommit() async throws {
    let checkout = try MadeCheckout()
    defer { checkout.remove() }
    try checkout.shell("cd \(checkout.root.path); echo 2 >>Sources/ringbench/A.swift; git commit -qam 2")
    #expect(await checkout.commit() == nil)
  }

  @Test(arguments: [".git", "Sources", ".build"])
  func withoutACheckoutOrAProgramThereIsNoCommit(missing: String) async throws {
    let checkout = try MadeCheckout()
    defer { checkout.remove() }
    try FileManager.default.removeItem(at: checkout.root.appending(path: missing))
    #expect(await checkout.commit() == nil)
  }
}
