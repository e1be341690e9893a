import AIORing
import Foundation
import Testing

@Suite("The articles") struct ArticleTests {
  /// The checkout that these tests were built from.
  private static let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The files below a folder of the checkout that have this ending.
  private static func files(below folder: String, ending: String) -> [URL] {
    let place = root.appending(path: folder).resolvingSymlinksInPath()
    let names = FileManager.default.enumerator(atPath: place.path)?.compactMap { $0 as? String } ?? []
    return names.filter { $0.hasSuffix(ending) && !$0.contains(".build") }.sorted().map {
      place.appending(path: $0)
    }
  }

  private static let articles = files(below: "Sources", ending: ".md")

  /// The lines without the indentation that all have, and without empty ones.
  private static func lines(_ text: String) -> [Substring] {
    let lines = text.split(separator: "\n").filter { !$0.allSatisfy(\.isWhitespace) }
    let indentation = lines.map { $0.prefix { $0 == " " }.count }.min() ?? 0
    return lines.map { $0.dropFirst(indentation) }
  }

  /// Whether these lines stand together somewhere in `source`, at whatever indentation.
  private static func contains(_ source: [Substring], _ code: [Substring]) -> Bool {
    guard let first = code.first, source.count >= code.count else { return false }
    return source.indices.dropLast(code.count - 1).contains { start in
      source[start].drop { $0 == " " } == first.drop { $0 == " " }
        && lines(source[start..<start + code.count].joined(separator: "\n")) == code
    }
  }

  @Test("show no Swift that is not compiled somewhere in this package") func code() throws {
    let sources = try ["Sources", "Tests", "Examples"].flatMap { folder in
      try Self.files(below: folder, ending: ".swift").map {
        try String(contentsOf: $0, encoding: .utf8).split(separator: "\n")
          .filter { !$0.allSatisfy(\.isWhitespace) }
      }
    }
    var blocks = 0
    for article in Self.articles {
      let text = try String(contentsOf: article, encoding: .utf8)
      for match in text.matches(of: /```swift\n((?s).*?)```/) {
        blocks += 1
        let code = Self.lines(String(match.output.1))
        #expect(
          sources.contains { Self.contains($0, code) },
          "\(article.lastPathComponent): \(code.joined(separator: "\n"))")
      }
    }
    #expect(blocks > 10)
  }

  @Test("are found, and every edge has a lesson") func lessons() throws {
    let lessons = Self.articles.map(\.lastPathComponent).filter { $0.contains(/^\d\d-/) }
    #expect(lessons == lessons.sorted() && lessons.count == 11)
    for edge in ["Publish", "Observe", "Claim", "Retire", "Wake", "Sleep"] {
      #expect(lessons.contains { $0.hasSuffix("-\(edge).md") })
    }
  }

  @Test("list every strategy as the catalogue has it") func strategies() throws {
    let article = try #require(Self.articles.first { $0.lastPathComponent == "TheStrategies.md" })
    let lines = Set(try String(contentsOf: article, encoding: .utf8).split(separator: "\n").map(String.init))
    for entry in Catalogue.entries {
      let barriers = entry.barriers
      let edges = Edge.allCases.map { barriers[$0].rawValue }
      let ordered =
        barriers.lock == nil
        ? edges.joined(separator: ", ") : "lock; " + edges.suffix(2).joined(separator: ", ")
      let row = "| `\(entry.name)` | \(entry.summary) | \(entry.source) | \(ordered) |"
      #expect(lines.contains(row), "\(row)")
    }
  }

  @Test("name files of this package that exist") func paths() throws {
    for article in Self.articles {
      let text = try String(contentsOf: article, encoding: .utf8)
      let named = text.matches(
        of: /`((?:Sources|Tests|scripts|Benchmarks|Examples|\.ci|\.github)\/[A-Za-z0-9_.\/+-]*)[^`]*`/)
      for path in named.map({ String($0.output.1) }) {
        let exists = FileManager.default.fileExists(atPath: Self.root.appending(path: path).path)
        #expect(exists, "\(article.lastPathComponent): \(path)")
      }
    }
  }
}
