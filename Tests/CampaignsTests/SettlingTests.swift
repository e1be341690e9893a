import Analysis
import Campaigns
import Foundation
import RunRecord
import Statistics
import Testing

@Suite("A campaign that settles rows") struct SettlingTests {
  private let folder = FileManager.default.temporaryDirectory.appending(
    path: "ringbench-\(UUID().uuidString)")

  init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

  private struct Enough: Error {}

  /// Runs a campaign of two strategies whose children answer in turn with each of `ns`, and ends it after `limit` trials.
  private func records(_ ns: [Double], limit: Int = .max) async throws -> [TrialRecord] {
    let seconds = 600.0
    let answers = try ns.map { ns in
      String(
        decoding: try RecordCoding.line(
          TrialResult(
            nsPerOperation: Spread(of: [ns]), operations: 1, bursts: BurstCounts(all: 4, undisturbed: 4),
            stayedOnCpus: true, involuntarySwitches: [0, 0])), as: UTF8.self)
    }
    let file = folder.appending(path: "child")
    let cases = answers.enumerated().map { "\($0)) echo '\($1)' ;;" }.joined(separator: "\n")
    try Data(
      """
      #!/bin/sh
      n=$(cat '\(folder.path)/count' 2>/dev/null || echo 0)
      echo $((n + 1)) > '\(folder.path)/count'
      case $((n % \(ns.count))) in
      \(cases)
      esac

      """.utf8
    ).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
    let order = (0..<Ranking.firstLook).flatMap { round in
      ["none", "seq-cst"].map {
        PlannedTrial(round: round, spec: TrialSpec(RowKey(RingSpec($0), workload: .handOff)))
      }
    }
    let campaign = Campaign(
      record: CampaignRecord(
        startedAt: "", seed: 1, rounds: Ranking.firstLook, arguments: [],
        environment: RunEnvironment(
          hostName: "", architecture: "", cpuModel: "", microcode: nil, kernel: "", governor: nil, smt: nil,
          hypervisor: nil, allowedCpus: [0], stealPercent: nil, compiler: "", build: .release, swiftFlags: "",
          cyclesPerSecond: 1e9), order: order, reference: false, seconds: seconds, precision: .usual),
      process: TrialProcess(executable: file.path), seconds: seconds)
    var records: [TrialRecord] = []
    do {
      #expect(
        try await campaign.run {
          records += $0.ended
          if records.count >= limit { throw Enough() }
        })
    } catch is Enough {}
    return records
  }

  @Test("runs nothing beyond the plan where every row is settled")
  func settled() async throws {
    let records = try await records([5])
    #expect(records.count == 2 * Ranking.firstLook)
  }

  @Test("gives the time that is left to rows that are not, in rounds and places of their own")
  func unsettled() async throws {
    let records = try await records([5, 5, 9, 9, 14, 14, 5], limit: 2 * Ranking.firstLook + 4)
    #expect(records.count == 2 * Ranking.firstLook + 4)
    #expect(records.map(\.index) == Array(records.indices))
    let later = records.dropFirst(2 * Ranking.firstLook)
    #expect(later.allSatisfy { $0.round >= Ranking.firstLook })
    #expect(Set(later.map(\.round)).count == 2)
    // Not as long as all that is left of the planned time, which may be much.
    let planned = Set(records.prefix(2 * Ranking.firstLook).map(\.spec.durationMilliseconds))
    #expect(later.allSatisfy { planned.contains($0.spec.durationMilliseconds) })
  }
}
