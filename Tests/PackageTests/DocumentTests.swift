import Foundation
import Testing

@Suite("The documents") struct DocumentTests {
  @Test("name files that exist", arguments: ["README.md", "CONTRIBUTING.md", "Results/README.md"])
  func paths(document: String) throws {
    let text = try String(contentsOf: PackageDescription.root.appending(path: document), encoding: .utf8)
    let named = text.matches(
      of: /`((?:Sources|Tests|scripts|Benchmarks|\.ci|\.github)\/[A-Za-z0-9_.\/-]*)[^`]*`/)
    #expect(!named.isEmpty)
    for match in named {
      let path = PackageDescription.root.appending(path: String(match.output.1)).path
      #expect(FileManager.default.fileExists(atPath: path), "\(match.output.1)")
    }
  }

  @Test("link to documents that exist", arguments: ["README.md", "CONTRIBUTING.md", "Results/README.md"])
  func links(document: String) throws {
    let file = PackageDescription.root.appending(path: document)
    let text = try String(contentsOf: file, encoding: .utf8)
    for match in text.matches(of: /\]\(([^)#:]*\.md)\)/) {
      let linked = file.deletingLastPathComponent().appending(path: String(match.output.1))
      #expect(FileManager.default.fileExists(atPath: linked.path), "\(match.output.1)")
    }
  }

  @Test("describe every module") func modules() throws {
    let text = try String(
      contentsOf: PackageDescription.root.appending(path: "CONTRIBUTING.md"), encoding: .utf8)
    for module in ImportOrder.floors.joined() where module != "ring-operations" {
      #expect(text.contains("`\(module)`"), "\(module)")
    }
  }
}
