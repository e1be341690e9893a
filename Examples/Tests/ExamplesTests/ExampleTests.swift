import Foundation
import Testing
import WeakMemory

@testable import Examples

@Suite struct ExampleTests {
  /// The models of the table: Swift's own, and three machines.
  static let models: [Model] = [.rc11, .armv8, .power, .x86TSO]
  static let bounds = SearchBounds(timeout: .seconds(60))

  @Test(arguments: Example.correct.map(\.name), Model.allCases)
  func `What is said to be correct is so under every model`(name: String, model: Model) throws {
    let example = try #require(Example.correct.first { $0.name == name })
    let verdict = try example.test.verdict(model, bounds: Self.bounds, where: example.isWrong)
    #expect(verdict.word == "forbidden", "\(verdict)\n\(verdict.witness?.description ?? "")")
  }

  @Test
  func `An address dependency publishes on machines that keep it, not on Alpha, and means nothing to C11`()
    throws
  {
    let example = Example.publication(byDependency: true)
    for model in [Model.armv8, .armv7, .power, .riscv, .lkmm, .x86TSO] {
      #expect(try example.verdict(model) == "forbidden", "\(model)")
    }
    for model in [Model.alpha, .rc11] { #expect(try example.verdict(model) == "allowed", "\(model)") }
  }

  /// No order helps: the nodes are the problem.
  @Test(arguments: [Model.sc, .rc11, .armv8])
  func `A node that comes back breaks the stack even in one order of all`(model: Model) throws {
    #expect(try Example.reusingNodes(isVersioned: false).verdict(model) == "allowed")
  }

  @Test func `Without its acquire fence a reference count races`() throws {
    #expect(try Example.referenceCount(hasFence: false).verdict(.rc11) == "race")
  }

  @Test func `A value that leaves its lock races`() throws {
    #expect(try Example.peekedValue.verdict(.rc11) == "race")
  }

  @Test(arguments: models + [.sc])
  func `Locks taken in opposite orders deadlock under every model`(model: Model) throws {
    #expect(try Example.nestedLocks(areOpposite: true).verdict(model) == "deadlock")
    #expect(try Example.nestedLocks(areOpposite: false).verdict(model) == "forbidden")
  }

  @Test(arguments: models + [.sc])
  func `A check and a store make two objects under every model`(model: Model) throws {
    #expect(try Example.lazyReference(checksFirst: true).verdict(model) == "allowed")
  }

  /// The rows of the README's table for one example.
  private func rows(_ example: Example) throws -> [String] {
    try example.test.weakenedOrders(under: Self.models, bounds: Self.bounds, never: example.isWrong).map {
      order in
      let verdicts = Self.models.map { model in
        order.isNeeded(under: model).map { $0 ? "needed" : "-" } ?? "unknown"
      }
      return
        "| \(example.name) | `\(try line(order.place))` | \(order.from) to \(order.to) | \(verdicts.joined(separator: " | ")) |"
    }
  }

  private static let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// A line of an example's source.
  private func line(_ place: TestPlace) throws -> String {
    let name = try #require(place.fileID.split(separator: "/").last)
    let file = Self.root.appending(path: "Sources/Examples/\(name)")
    let lines = try String(contentsOf: file, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false)
    return lines[Int(place.line) - 1].trimmingCharacters(in: .whitespaces)
  }

  @Test(arguments: Example.correct.map(\.name))
  func `The README's table is what the models say of each order, one step weaker`(name: String) throws {
    let example = try #require(Example.correct.first { $0.name == name })
    let readme = try String(contentsOf: Self.root.appending(path: "README.md"), encoding: .utf8)
    let rows = try rows(example)
    #expect(rows.isEmpty == (readme.contains("| \(name) | `") == false))
    for row in rows { #expect(readme.contains(row), "\(row)") }
  }
}
