import Foundation
import Testing

@testable import WeakMemory

/// The classic tests, each with the verdict that the literature gives it under each model. An expected verdict is
/// derived from the published axioms and tables, never from this checker's output; where it is not obvious the test
/// says why.
@Suite struct CorpusTests {
  static let names: [String] = {
    let directory = Bundle.module.resourceURL?.appending(path: "Corpus").path ?? ""
    let files = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    return files.filter { $0.hasSuffix(".litmus") }.map { String($0.dropLast(".litmus".count)) }.sorted()
  }()

  private func text(_ file: String) throws -> String {
    let url = try #require(Bundle.module.resourceURL).appending(path: "Corpus/\(file)")
    return try String(contentsOf: url, encoding: .utf8)
  }

  /// The table beside a test: a model and its verdict on each line.
  private func expected(_ name: String) throws -> [String: String] {
    let rows = try text("\(name).expected").split(separator: "\n").map {
      $0.split(separator: " ").map(String.init)
    }
    return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
  }

  @Test func `The corpus holds every classic family`() {
    let families = [
      "MP", "SB", "LB", "S", "R", "2+2W", "WRC", "IRIW", "ISA2", "RWC", "W+RWC", "Z6.0", "Z6.1", "Z6.2",
      "Z6.3",
      "Z6.4", "Z6.5", "CoRR", "CoWW", "CoRW1", "CoRW2", "CoWR",
    ]
    #expect(Set(families).isSubset(of: Set(Self.names)))
    #expect(Self.names.count > 160)
  }

  @Test(arguments: names)
  func `A classic test has its known verdict under every model`(name: String) throws {
    let test = try LitmusParser.parse(text("\(name).litmus"))
    #expect(test.name == name)
    let expected = try expected(name)
    #expect(Set(expected.keys) == Set(Model.allCases.map(\.rawValue)))
    for model in Model.allCases {
      let judgement = try LitmusChecker(model: model).judge(test)
      #expect(judgement.observation.rawValue == expected[model.rawValue], "\(name) under \(model.rawValue)")
    }
  }

  @Test(arguments: names)
  func `A classic test states its result under the kernel's model`(name: String) throws {
    let judgement = try LitmusChecker().judge(LitmusParser.parse(text("\(name).litmus")))
    #expect(judgement.comparison == .agrees)
    #expect(try judgement.observation.rawValue == expected(name)["lkmm"])
  }
}
