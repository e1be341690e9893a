import Analysis
import SampleRecords
import Testing

@testable import Reporting

@Suite("What is printed on a terminal") struct ScreenTests {
  private struct Row { var name: String, first: String, second: String }

  private let rows = [
    Row(name: "acquire-release", first: "24.3 ±0.6", second: "violated"),
    Row(name: "mb", first: "38", second: "clean"),
  ]

  private func table(use: Int? = nil) -> TextTable<Row> {
    TextTable(columns: [
      .word("strategy", \.name), .number("hand-off ns", use: use, \.first),
      .word("here", tone: Tone.ofVerdict, \.second),
    ])
  }

  private func on(_ screen: Screen, _ text: () -> String) -> [String] {
    Screen.$current.withValue(screen) { screen.fitted(text()) }.split(
      separator: "\n", omittingEmptySubsequences: false
    ).map(String.init)
  }

  private func width(_ width: Int) -> Screen { Screen(width: width, hasColour: false) }

  @Test("A table that fits is printed whole, and so is every table in a file")
  func whole() {
    let whole = on(.unlimited) { table(use: 0).text(rows) }
    #expect(whole == on(width(80)) { table(use: 0).text(rows) })
    #expect(whole[0] == "strategy         hand-off ns  here")
    #expect(whole[2] == "mb                        38  clean")
  }

  @Test("The column of least use is left out first, and the line below says which")
  func leftOut() {
    let lines = on(width(26)) { table(use: 0).text(rows) }
    #expect(lines[0] == "strategy         here")
    #expect(lines[3].hasPrefix("Left out for want of"))
    #expect(lines[3...].joined(separator: " ").contains("hand-off ns"))
  }

  @Test("A line between two rows is as wide as the part of the table that it stands in")
  func ruled() {
    var table = table()
    table.isRuled = { $0.second == "violated" && $1.second == "clean" }
    let whole = on(.unlimited) { table.text(rows) }
    #expect(whole.count == 4 && whole[2] == String(repeating: "─", count: 38))
    let parts = on(width(30)) { table.text(rows) }
    #expect(parts[2] == String(repeating: "─", count: 28) && parts[7] == String(repeating: "─", count: 25))
  }

  @Test("Places name those that cannot be told apart, and blocks of single rows need no line")
  func places() {
    func place(_ number: Int, _ alike: ClosedRange<Int>, _ block: ClosedRange<Int>) -> Place {
      Place(number: number, alike: alike, block: block)
    }
    let (first, second) = (place(1, 1...2, 1...2), place(2, 1...2, 1...2))
    let (third, fourth) = (place(3, 3...3, 3...3), place(4, 4...4, 4...4))
    #expect([first, second, third].map(\.text) == ["1 (1–2)", "2 (1–2)", "3"])
    #expect([first, second, third].map { Place.tone($0.text) } == [.tie, .tie, nil])
    #expect(Place.tone("12 (10–15)") == nil && Place.tone("1") == .tie)
    #expect(!Place.isLine(between: first, and: second) && Place.isLine(between: second, and: third))
    #expect(!Place.isLine(between: third, and: fourth) && !Place.isLine(between: third, and: nil))
  }

  @Test("Columns that are never left out go on in a second part, with the first column again")
  func parts() {
    let lines = on(width(30)) { table().text(rows) }
    #expect(
      lines[0] == "strategy         hand-off ns" && lines[3].isEmpty && lines[4] == "strategy         here")
  }

  @Test("No line is wider than the screen, and none of its words is lost")
  func lines() {
    let text = "  " + (1...60).map { "word\($0)" }.joined(separator: " ")
    for columns in [20, 33, 80] {
      let lines = on(width(columns)) { text }
      #expect(lines.allSatisfy { $0.count <= columns })
      #expect(lines.flatMap { $0.split(separator: " ") } == text.split(separator: " "))
      #expect(lines.dropFirst().allSatisfy { $0.hasPrefix("    word") })
    }
  }

  @Test("Colours change no width, and the words alone say the same")
  func colours() {
    let plain = on(width(80)) { table().text(rows) }
    let coloured = on(Screen(width: 80, hasColour: true)) { table().text(rows) }
    #expect(coloured[1].hasSuffix("\u{1b}[31mviolated\u{1b}[0m"))
    #expect(coloured.map { $0.replacing(/\u{1b}\[[0-9]+m/, with: "") } == plain)
    #expect(coloured.map { Tone.visibleCount($0) } == plain.map(\.count))
  }

  @Test("A whole report fits 80, 100, 120 and 200 columns")
  func report() {
    var campaign = MadeCampaign()
    for (number, name) in ["none", "kernel-2003", "acquire-release", "full-fence-mfence"].enumerated() {
      for round in 0..<9 {
        campaign.add(name, .handOff, round: round, ns: 20 + 5 * Double(number))
        campaign.add(name, .roundTrip, round: round, ns: 500)
        campaign.add(name, .throughput, round: round, ns: 9)
        campaign.add(name, .barrierCost, round: round, ns: 4)
      }
    }
    for columns in [80, 100, 120, 200] {
      for line in on(width(columns), { RunReport(campaign.summary).text }) {
        #expect(Tone.visibleCount(line) <= columns, "\(line)")
      }
    }
  }
}
