import AIORing
import Analysis
import RunRecord
import SampleRecords
import Testing

@Suite("The rows of a sweep") struct SweptRowsTests {
  private func summary(_ axes: [SweepAxis]?, _ changes: [(inout RowKey) -> Void]) -> SummaryRecord {
    var campaign = MadeCampaign()
    for (number, change) in changes.enumerated() {
      for round in 0..<3 {
        campaign.add("none", .handOff, round: round, ns: Double(number + 1)) { change(&$0.row) }
      }
    }
    var record = campaign.record
    record.sweepAxes = axes
    return SummaryRecord(of: record, trials: campaign.trials)
  }

  @Test("stand in the order of numbers, not of digits, and of names in the order of their table")
  func order() throws {
    let slots = summary([.slots], [{ $0.slots = 1024 }, { $0.slots = 8 }, { $0.slots = 64 }])
    let bySlots = try #require(SweptRows(slots))
    #expect(bySlots.values[0].map(\.words) == ["8", "64", "1024"])
    #expect(bySlots.values[0].map { bySlots["none", $0]?.figure?.median } == [2, 3, 1])
    let layouts = summary([.layout], [{ $0.ring?.layout = .tagged }, { $0.ring?.layout = .aio }])
    #expect(try #require(SweptRows(layouts)).values[0].map(\.words) == ["aio", "tagged"])
    let pairs = summary([.pairs], [{ $0.consumerCpu = 10 }, { $0.consumerCpu = 9 }])
    #expect(try #require(SweptRows(pairs)).values[0].map(\.words) == ["0:9", "0:10"])
  }

  @Test("are found by both axes, and a combination that was not measured is not there")
  func twoAxes() throws {
    let grid = try #require(
      SweptRows(
        summary(
          [.slots, .batch],
          [{ $0.slots = 2 }, { $0.slots = 4 }, { ($0.slots, $0.batch) = (4, 4) }])))
    let found = grid.values[0].map { slots in
      grid.values[1].map { grid["none", slots, $0]?.figure?.median }
    }
    #expect(found == [[1, nil], [2, 3]])
  }

  @Test("make no overview and no answer: a strategy has many figures")
  func noOverview() {
    let changes: [(inout RowKey) -> Void] = [{ $0.slots = 2 }, { $0.slots = 4 }]
    #expect(summary(nil, changes).overview?.count == 1)
    let sweep = summary([.slots], changes)
    #expect(sweep.overview == nil && sweep.answer == nil && sweep.campaign.sweepAxes == [.slots])
    #expect(SweptRows(summary(nil, changes)) == nil && SweptRows(summary([], changes)) == nil)
  }
}
