import AIORing
import Analysis
import Campaigns
import Foundation
import KernelRings
import Reporting
import RunRecord
import Testing
import Topology
import Trials

@testable import KernelMeasurement

@Suite(.serialized) struct KernelCampaignTests {
  private func record(_ change: (inout KernelPlan) -> Void) throws -> KernelRecord {
    var plan = KernelPlan.quick
    (plan.events, plan.batches, plan.wakeUps) = (2_000, [1, 8], 1)
    change(&plan)
    let machine = try Machine.current()
    var record = try KernelCampaign(plan, on: machine).run(
      startedAt: "now", environment: ThisMachine.environment(machine))
    record.readers = VerificationRecord.readers
    return record
  }

  @Test func everyStrategyThatIsNoLockTakesEveryCompletionOfBothRings() throws {
    let record = try record { _ in }
    let locks = ["mutex", "synchronization-mutex", "spinlock", "ticket-lock"]
    let due = Catalogue.entries.map(\.name).filter { !locks.contains($0) }
    for ring in KernelRingKind.allCases {
      guard record.rings.contains(where: { $0.ring == ring.rawValue }) else {
        #expect(record.notAvailable.contains { $0.contains("is not available: ") })
        continue
      }
      let runs = record.runs.filter { $0.ring == ring.rawValue }
      #expect(Set(runs.map(\.way)) == Set(due + [ring.systemCall]))
      for way in due {
        let events = runs.filter { $0.way == way }.reduce(0) { $0 + $1.events }
        #expect(events >= 2_000, "\(way)")
      }
      for run in runs where run.claimsCorrectHere { #expect(run.faults == CompletionFaults(), "\(run)") }
      #expect(record.emptyPolls.count { $0.ring == ring.rawValue } == due.count + 1)
    }
    #expect(!record.violatesClaim)
    #expect(record.readers.contains { $0.strategy == "fio-2020" && $0.missingEdges == [.observe] })
    let copy = try RecordCoding.decoder.decode(KernelRecord.self, from: RecordCoding.document(record))
    #expect(copy.runs.count == record.runs.count)
    #expect(KernelReport(record).text.contains("What the readers in the field risk"))
  }

  @Test func aCampaignThatIsCancelledSaysSoAndStops() throws {
    let machine = try Machine.current()
    let record = try KernelCampaign(KernelPlan(), on: machine).run(
      startedAt: "now", environment: ThisMachine.environment(machine), isCancelled: { true })
    #expect(record.runs.isEmpty)
    #expect(record.interrupted || record.rings.isEmpty)
  }

  @Test func aLedgerTellsLostDuplicateWrongAndForeignCompletions() {
    var ledger = CompletionLedger(first: 100, count: 6) { (Int64($0), 7) }
    func completion(_ data: UInt64, result: Int64? = nil, object: UInt64 = 7, extra: Int64 = 0) -> Completion
    {
      Completion(data: data, object: object, result: result ?? Int64(data), extra: extra)
    }
    ledger.record(completion(100))
    ledger.record(completion(100))
    ledger.record(completion(101, result: 0))
    ledger.record(completion(102, object: 8))
    ledger.record(completion(103, extra: 1))
    ledger.record(completion(0))
    ledger.record(completion(106))
    let faults = ledger.faults(submitted: 6)
    #expect(faults.duplicate == 1)
    #expect(faults.wrongResult == 3)
    #expect(faults.foreign == 2)
    #expect(faults.lost == 2)
    #expect(faults.total == 8)
  }

  @Test func aRingThatIsNotAvailableIsNamedInTheReportAndItsSection() throws {
    let machine = try Machine.current()
    var record = KernelRecord(startedAt: "now", environment: ThisMachine.environment(machine))
    record.notAvailable = [KernelRingError(call: "io_setup", result: -Int(ENOSYS)).sentence]
    for text in [KernelReport(record).text, KernelReport(record).section] {
      #expect(text.contains("Not available: io_setup is not available: this kernel does not have it"))
    }
  }

  @Test(
    arguments: [
      ("oi-uring", [], nil, nil, "did you mean 'io-uring'?"),
      ("all", ["fio2020"], nil, nil, "did you mean 'fio-2020'?"),
      ("all", ["spinlock"], nil, nil, "has no consumer side"),
      ("all", [], 0, nil, "--events takes"),
      ("all", [], nil, "1,0", "--batch takes"),
      ("all", [], nil, "", "--batch takes"),
      ("all", [], nil, "129", "--batch takes"),
    ] as [(String, [String], Int?, String?, String)])
  func aPlanThatCannotBeIsRefusedInOneLine(
    _ rings: String, _ strategies: [String], _ events: Int?, _ batches: String?, _ complaint: String
  ) throws {
    var plan = KernelPlan()
    let mistake = #expect(throws: KernelPlan.Mistake.self) {
      try plan.choose(
        rings: rings, strategies: strategies, events: events, batches: batches, wakeUps: nil,
        seed: nil)
    }
    #expect(try #require(mistake).description.contains(complaint))
  }
}
