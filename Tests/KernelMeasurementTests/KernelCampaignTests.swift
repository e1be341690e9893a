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
  private func record() throws -> KernelRecord {
    var plan = KernelPlan.quick
    try plan.set(events: 2_000, batches: [1, 8], wakeUps: 1)
    let machine = try Machine.current()
    var record = try KernelCampaign(plan, on: machine).run(
      startedAt: "now", environment: ThisMachine.environment(machine))
    record.readers = VerificationRecord.readers
    return record
  }

  @Test func everyStrategyThatIsNoLockTakesEveryCompletionOfBothRings() throws {
    let record = try record()
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

  @Test func progressRisesFromNothingAndEndsBelowAll() throws {
    var plan = KernelPlan.quick
    try plan.set(strategies: [try #require(Catalogue.entry(named: "kernel-2014"))], events: 64)
    let machine = try Machine.current()
    var seen: [Double] = []
    let record = try KernelCampaign(plan, on: machine).run(
      startedAt: "now", environment: ThisMachine.environment(machine), progress: { seen.append($0.done) })
    if record.rings.isEmpty { return }
    #expect(seen == seen.sorted() && seen.allSatisfy { (0...1).contains($0) })
    #expect(Set(seen).count > 5)
  }
}

@Suite struct KernelPlanTests {
  private static func error(_ set: (inout KernelPlan) throws -> Void) -> KernelPlanError? {
    var plan = KernelPlan()
    return #expect(throws: KernelPlanError.self) { try set(&plan) }
  }

  @Test func aPlanThatCannotBeIsRefused() throws {
    let lock = try #require(Catalogue.entry(named: "spinlock"))
    #expect(Self.error { try $0.set(strategies: [lock]) } == .noConsumerSide("spinlock"))
    #expect(Self.error { try $0.set(events: 0) } == .events(0))
    #expect(Self.error { try $0.set(batches: [1, 0]) } == .batch(0))
    #expect(Self.error { try $0.set(batches: [129]) } == .batch(129))
    #expect(Self.error { try $0.set(batches: []) } == .noBatch)
    #expect(Self.error { try $0.set(wakeUps: -1) } == .wakeUps(-1))
  }

  @Test func whatAPlanTakesGrowsWithItsEventsItsWakeUpsAndThePairs() throws {
    var plan = KernelPlan()
    let usual = plan.seconds(pairs: 1)
    #expect((10...600).contains(usual))
    #expect(plan.seconds(pairs: 2) > usual && plan.seconds(pairs: 0) < usual)
    try plan.set(events: 10_000_000)
    #expect(plan.seconds(pairs: 1) > 5 * usual)
    var sleepy = KernelPlan.quick
    let quick = sleepy.seconds(pairs: 1)
    #expect(quick < 30)
    try sleepy.set(wakeUps: 65_536)
    #expect(sleepy.seconds(pairs: 1) > 3600)
  }
}
