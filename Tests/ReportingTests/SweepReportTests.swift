import AIORing
import Analysis
import RunRecord
import SampleRecords
import Testing

@testable import Reporting

@Suite("A sweep's report") struct SweepReportTests {
  private func summary(
    _ axes: [SweepAxis], _ workload: Workload = .handOff, strategies: [String] = ["acquire-release"],
    slots: [Int], batches: [Int] = [1]
  ) -> SummaryRecord {
    var campaign = MadeCampaign()
    for round in 0..<9 {
      for (strategy, name) in strategies.enumerated() {
        for size in slots {
          for batch in batches where batch <= size {
            let ns = 100 / Double(batch) + Double(size) + 1000 * Double(strategy) + Double(round % 3)
            campaign.add(name, workload, round: round, ns: ns) {
              ($0.row.slots, $0.row.batch, $0.row.turnEvents) = (size, batch, max(1, size / 4))
            }
          }
        }
      }
    }
    var record = campaign.record
    record.sweepAxes = axes
    return SummaryRecord(of: record, trials: campaign.trials)
  }

  private func lines(_ summary: SummaryRecord) -> [String] {
    (SweepReport(summary)?.text ?? "").split(separator: "\n", omittingEmptySubsequences: false)
      .map(String.init)
  }

  @Test("has a line for each value of the axis, with its interval and no digit that this does not carry")
  func oneAxis() {
    let lines = lines(summary([.slots], .throughput, slots: [2, 16, 128]))
    #expect(
      Array(lines.prefix(7)) == [
        "Sweep: throughput along slots, ns an event",
        "Other settings: event bytes 32, pages usual, batch 1, layout padded, index use cached, payload stores ordinary, polling pause, CPUs 0:1",
        "",
        "slots  acquire-release  regime       with its interval",
        "    2           103 ±1  alternating  █████████████▒",
        "   16           117 ±1  alternating  ███████████████",
        "  128           229 ±1  alternating  ██████████████████████████████",
      ], "\(lines.joined(separator: "\n"))")
  }

  @Test("has a column for each of several strategies, in the catalogue's order and not by cost")
  func strategies() {
    let lines = lines(summary([.slots], strategies: ["seq-cst", "acquire-release"], slots: [2, 16]))
    let head = lines.first { $0.hasPrefix("slots") }
    let names = Catalogue.entries.map(\.name).filter { ["seq-cst", "acquire-release"].contains($0) }
    #expect(head?.split(separator: " ").map(String.init) == ["slots"] + names)
  }

  @Test("is a grid for two axes, the longer one down, with a mark where a combination is impossible")
  func twoAxes() {
    let lines = lines(summary([.batch, .slots], slots: [2, 4, 8], batches: [1, 4]))
    #expect(lines.contains { $0.contains("turn events 1 to 2, layout padded") })
    let start = lines.firstIndex(of: "acquire-release:") ?? 0
    #expect(
      Array(lines[start...].dropFirst().prefix(4)) == [
        "slots  batch 1  batch 4", "    2   103 ±1        ·", "    4   105 ±1    30 ±1",
        "    8   109 ±1    34 ±1",
      ], "\(lines.joined(separator: "\n"))")
  }

  @Test("stands in place of the tables that rank strategies")
  func noRanking() {
    let text = RunReport(summary([.slots], slots: [2, 16])).text
    #expect(text.contains("Sweep: hand-off along slots") && text.contains("no ranking"))
    #expect(!text.contains("place") && !text.contains("×none") && !text.contains("Cost:"))
    #expect(RunReport(MadeCampaign().summary).text.contains("Sweep") == false)
  }

  @Test("fits 80, 100 and 200 columns", arguments: [80, 100, 200])
  func fits(width: Int) {
    let summary = summary(
      [.slots, .batch], strategies: Catalogue.entries.prefix(9).map(\.name), slots: [2, 1024, 1 << 20],
      batches: (0...8).map { 1 << $0 })
    let screen = Screen(width: width, hasColour: false)
    for summary in [
      summary, self.summary([.slots], strategies: Catalogue.entries.map(\.name), slots: [2, 4]),
    ] {
      let text = Screen.$current.withValue(screen) { screen.fitted(RunReport(summary).text) }
      for line in text.split(separator: "\n") { #expect(line.count <= width, "\(line)") }
    }
  }
}
