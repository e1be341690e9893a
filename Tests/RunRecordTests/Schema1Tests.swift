import Foundation
import RunRecord
import Testing

@Suite("Results of schema 1") struct Schema1Tests {
  /// A campaign as a program of schema 1 left it, with the rows that the tests read.
  private let folder: URL

  init() throws {
    folder = try #require(Bundle.module.url(forResource: "Schema1", withExtension: nil))
  }

  @Test("are read with the pacing, the lower bound and the workloads that they had")
  func read() throws {
    let campaign = try ResultsReader.folder(folder)
    #expect(campaign.campaign.schema == 1)
    #expect(campaign.trials.count == campaign.campaign.order.count)
    #expect(campaign.trials.allSatisfy { $0.result != nil })
    let rows = campaign.trials.map(\.spec.row)
    #expect(Set(rows.map(\.workload)) == [.roundTrip, .oneWay, .lineBounce, .throughput])
    #expect(rows.allSatisfy { $0.pacing == .freeRunning && $0.turnEvents == 0 && !$0.isNegativeControl })
    let summary = try ResultsReader.summary(folder.appending(path: "summary.json"))
    let roundTrip = try #require(summary.rows.first { $0.key.workload == .roundTrip })
    #expect(roundTrip.lowerBound == "line-bounce")
    #expect(try #require(roundTrip.ratioToLowerBound).median > 1)
    #expect(roundTrip.figure == nil && roundTrip.groups == nil)
  }

  @Test("are written again in today's schema without a field of the old one")
  func written() throws {
    let summary = try ResultsReader.summary(folder.appending(path: "summary.json"))
    let text = String(decoding: try RecordCoding.document(summary.rows), as: UTF8.self)
    #expect(text.contains("\"pacing\"") && text.contains("\"lower_bound\""))
    #expect(!text.contains("regime\" : \"free") && !text.contains("floor"))
  }
}
