import AIORing
import Foundation
import Testing
import WeakMemory

@testable import Reporting

@Suite struct VerificationReportTests {
  private func strategy(_ name: String) throws -> Subject {
    Subject(try #require(Catalogue.entry(named: name)))
  }

  @Test func `A JSON row names the race beside the verdict, and only where there is one`() throws {
    let table = VerdictTable(
      [try strategy("kernel-2014")], models: [.rc11, .armv8], shapes: [.claimRetire], workers: 1)
    let rows = try VerificationReport(table).rows(withExecutions: false).map {
      try #require(JSONSerialization.jsonObject(with: JSONEncoder().encode($0)) as? [String: Any])
    }
    #expect(rows.map { $0["verdict"] as? String } == ["forbidden", "forbidden"])
    #expect((rows[0]["race"] as? String)?.hasPrefix("data race: ") == true)
    #expect(rows[1]["race"] == nil)
  }

  @Test func `A JSON row names the edges that lack an order in full, and what is claimed`() throws {
    let table = VerdictTable(
      [try strategy("kernel-2003")], models: [.power], shapes: [.publishObserve, .wakeSleep], workers: 1)
    let rows = try VerificationReport(table).rows(withExecutions: false).map {
      try #require(JSONSerialization.jsonObject(with: JSONEncoder().encode($0)) as? [String: Any])
    }
    #expect(rows.map { $0["missing_edges"] as? [String] } == [["observe"], ["wake"]])
    #expect(rows.map { $0["claimed"] as? Bool } == [true, false])
  }

  @Test func `An event of several words can be torn, and the witness says so`() throws {
    var settings = VerificationSettings()
    settings.sizes = RingSizes(words: 2)
    let result = Verification(
      Subject(edges: AssignedBarriers(publish: .wmb, retire: .mb)), under: .power, shape: .publishObserve,
      settings: settings)
    #expect(result.verdict == .allowed)
    let text = WitnessReport(try #require(result.witness), missing: [.observe]).text
    #expect(text.contains("the consumer read slot 0 before it loaded the tail that published it"))
  }

  @Test func `A cell names the edges that lack an order, or says that none would help`() throws {
    let table = VerdictTable(
      [try strategy("kernel-2003"), try strategy("tail-first")], models: [.x86TSO, .power],
      shapes: [.publishObserve], workers: 1)
    let lines = VerificationReport(table).verdicts.split(separator: "\n")
    #expect(
      lines.prefix(3) == [
        "strategy     x86-tso  power", "kernel-2003  -        O", "tail-first   (!)      (!)",
      ])
    #expect(lines.contains("!  violated, and no barrier at an edge would help"))
  }
}
