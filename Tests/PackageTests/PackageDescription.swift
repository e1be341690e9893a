import Foundation

/// What Package.swift says, as SwiftPM reads it, and what the sources import.
enum PackageDescription {
  /// The checkout that these tests were built from.
  static let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The targets of the package.
  static func targets() throws -> [ImportOrder.Target] {
    try JSONDecoder().decode(Dump.self, from: dump()).targets.map { target in
      let folder = target.path ?? (target.type == "test" ? "Tests/" : "Sources/") + target.name
      return ImportOrder.Target(
        name: target.name, isRoom: !folder.hasPrefix("Tests/"),
        declared: target.dependencies.compactMap(\.name), imports: try imports(of: folder),
        isProgram: target.type == "executable")
    }
  }

  private struct Dump: Decodable {
    struct Target: Decodable {
      var name: String
      var type: String
      var path: String?
      var dependencies: [Dependency]
    }
    /// {"byName": ["AIORing", null]}, {"product": ["Histogram", "hdrhistogram-swift", null, null]}
    struct Dependency: Decodable {
      var name: String?

      init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        name = try container.decode([String: [Part]].self).values.first?.first?.text
      }
    }
    /// A name; conditions, which are objects, and absent parts are of no interest.
    struct Part: Decodable {
      var text: String?

      init(from decoder: any Decoder) throws {
        text = try? decoder.singleValueContainer().decode(String.self)
      }
    }
    var targets: [Target]
  }

  private static func dump() throws -> Data {
    // A folder of its own: the one of the checkout may be locked by the build that runs the tests.
    let scratch = FileManager.default.temporaryDirectory.appending(path: "ringbench-package-\(UUID())")
    defer { try? FileManager.default.removeItem(at: scratch) }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "swift", "package", "--package-path", root.path, "--scratch-path", scratch.path, "dump-package",
    ]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return data
  }

  private static func imports(of folder: String) throws -> [ImportOrder.Import] {
    let files =
      FileManager.default.enumerator(atPath: root.appending(path: folder).path)?
      .compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") } ?? []
    return try files.sorted().flatMap { file in
      let text = try String(contentsOf: root.appending(path: folder).appending(path: file), encoding: .utf8)
      return imports(in: text, file: "\(folder)/\(file)")
    }
  }

  /// The import lines of a source, with their attributes, access levels and kinds.
  static func imports(in text: String, file: String) -> [ImportOrder.Import] {
    text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap { number, line in
      let words = line.split(whereSeparator: \.isWhitespace).filter { !$0.hasPrefix("@") }.map(String.init)
      guard let at = words.firstIndex(of: "import"), words.indices.contains(at + 1),
        words[..<at].allSatisfy(["public", "package", "internal", "fileprivate", "private"].contains)
      else { return nil }
      let kinds = ["typealias", "struct", "class", "enum", "protocol", "let", "var", "func"]
      let name = kinds.contains(words[at + 1]) && words.count > at + 2 ? words[at + 2] : words[at + 1]
      return ImportOrder.Import(
        module: String(name.prefix { $0 != "." && $0 != ";" }), place: "\(file):\(number + 1)")
    }
  }
}
