import Foundation
import Testing

@testable import Topology

/// What this module says of a machine against what scripts/check-topologies reads from the same file, in another
/// language and without hwloc.
@Suite struct IndependentReadingTests {
  @Test(
    .enabled(if: IndependentReadingTests.hasPython, "python3 is not installed"),
    arguments: [
      "big-little", "books", "clusters", "dies", "disallowed-cpus", "hybrid", "l2-clusters", "node-ring",
      "one-allowed-cpu", "one-package-of-three", "smt-laptop", "two-cores", "two-sockets-four-nodes",
      "unranked-kinds",
    ])
  func anIndependentReaderFindsTheSame(name: String) throws {
    let url = try file(name)
    let said = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try JSONEncoder().encode(TopologySummary(recorded(name), pairs: [])).write(to: said)
    defer { try? FileManager.default.removeItem(at: said) }
    let read = try Self.script("--read", url.path)
    #expect(try Self.script("--facts", said.path) == read)
    #expect(read.contains("\"classes\""))
  }

  static let hasPython = ["/usr/bin/python3", "/usr/local/bin/python3"].contains {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  private static func script(_ option: String, _ path: String) throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
    let process = Process()
    process.executableURL = root.appending(path: "scripts/check-topologies").standardized
    process.arguments = [option, path]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return String(decoding: output, as: UTF8.self)
  }
}
