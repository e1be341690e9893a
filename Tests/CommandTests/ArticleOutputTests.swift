import Foundation
import Testing

/// A block of a document that shows a command and what it printed:
///
///     ```
///     $ ringbench verify kernel-2014
///     what it printed
///     ```
private struct ShownOutput {
  var document: URL
  var command: String
  var output: String

  /// The checkout that these tests were built from.
  static let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// Subcommands that print the same on every machine and in every run.
  private static let repeatable = ["verify", "list", "litmus", "topology --xml", "help"]
  /// Those whose output is a record of one run on one machine.
  private static let recorded = [
    "run", "probe", "kernel", "compare", "audit", "report", "topology --matrix", "--all",
    // `run` is the default: strategies.
    "kernel-2003 acquire-release",
  ]

  static let documents: [URL] = {
    let sources = root.appending(path: "Sources")
    let articles =
      FileManager.default.enumerator(atPath: sources.path)?.compactMap { $0 as? String }.filter {
        $0.hasSuffix(".md")
      } ?? []
    return [root.appending(path: "README.md")] + articles.sorted().map { sources.appending(path: $0) }
  }()

  /// All of a document, in its order.
  static func all(in document: URL) throws -> [ShownOutput] {
    let text = try String(contentsOf: document, encoding: .utf8)
    return text.matches(of: /(?m)^```\n\$ ((?:\.\/scripts\/)?ringbench [^\n]*)\n((?s).*?)^```$/).map {
      ShownOutput(
        document: document, command: String($0.output.1),
        output: String($0.output.2.trimmingSuffix { $0.isNewline }))
    }
  }

  /// Whether the output can be compared; nil if the subcommand is in neither list.
  var isRepeatable: Bool? {
    let arguments = command.components(separatedBy: "ringbench ").dropFirst().joined(separator: "ringbench ")
    if Self.repeatable.contains(where: arguments.hasPrefix) { return true }
    return Self.recorded.contains(where: arguments.hasPrefix) ? false : nil
  }

  /// The block of the document, with another output.
  func block(of output: String) -> String {
    "```\n$ \(command)\n" + (output.isEmpty ? "" : output + "\n") + "```"
  }

  /// What it prints now, at the top of the checkout.
  func printed() throws -> String {
    let now = try Command("cd '\(Self.root.path)' && \(command)")
    #expect(now.complaint.isEmpty, "\(command): \(now.complaint)")
    return String(now.output.trimmingSuffix { $0.isNewline })
  }
}

extension String {
  fileprivate func trimmingSuffix(while isTrimmed: (Character) -> Bool) -> Substring {
    var rest = self[...]
    while let last = rest.last, isTrimmed(last) { rest.removeLast() }
    return rest
  }
}

extension Substring {
  fileprivate func trimmingSuffix(while isTrimmed: (Character) -> Bool) -> Substring {
    String(self).trimmingSuffix(while: isTrimmed)
  }
}

@Suite("What the documents show") struct ArticleOutputTests {
  /// `scripts/update-articles` sets it: the documents are written anew instead of compared.
  private static let updates = ProcessInfo.processInfo.environment["RINGBENCH_UPDATE_ARTICLES"] != nil

  @Test("is what the program prints", arguments: ShownOutput.documents)
  func output(document: URL) throws {
    var text = try String(contentsOf: document, encoding: .utf8)
    for shown in try ShownOutput.all(in: document) {
      let isRepeatable = try #require(
        shown.isRepeatable as Bool?, "is the output of `\(shown.command)` repeatable?")
      guard isRepeatable else { continue }
      let now = try shown.printed()
      if Self.updates {
        text = text.replacing(shown.block(of: shown.output), with: shown.block(of: now))
      } else {
        #expect(now == shown.output, "\(shown.command): scripts/update-articles writes it anew")
      }
    }
    if Self.updates { try text.write(to: document, atomically: true, encoding: .utf8) }
  }

  @Test("is shown for every exhibit and every lesson about an edge") func coverage() throws {
    let shown = try ShownOutput.documents.filter { document in
      try ShownOutput.all(in: document).contains { $0.isRepeatable == true }
    }.map { $0.deletingPathExtension().lastPathComponent }
    for article in [
      "01-Publish", "02-Observe", "03-Claim", "04-Retire", "05-Wake", "06-Sleep", "Fio", "Libev", "SPDK",
      "Seastar", "QEMU", "Artemis", "KernelYears",
    ] {
      #expect(shown.contains(article), "\(article)")
    }
  }
}
