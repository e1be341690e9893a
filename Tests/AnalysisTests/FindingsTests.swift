import AIORing
import RunRecord
import SampleRecords
import Testing

@testable import Analysis

@Suite("Findings that give a command its exit code") struct FindingsTests {
  private func kernel(_ wakeUps: PollerWakeUps) -> KernelRecord {
    var record = KernelRecord(startedAt: "", environment: MadeCampaign().record.environment)
    record.pollerWakeUps = [wakeUps]
    return record
  }

  @Test("A wake-up that is lost behind a full barrier is one, and one that is lost without a barrier is not")
  func pollerWakeUps() {
    func wakeUps(lost: Int, hasFullBarrier: Bool) -> PollerWakeUps {
      PollerWakeUps(strategy: "x", rounds: 10, woken: 5, lost: lost, hasFullBarrier: hasFullBarrier)
    }
    #expect(kernel(wakeUps(lost: 1, hasFullBarrier: true)).violatesClaim)
    #expect(!kernel(wakeUps(lost: 1, hasFullBarrier: false)).violatesClaim)
    #expect(!kernel(wakeUps(lost: 0, hasFullBarrier: true)).violatesClaim)
  }

  @Test("A weak outcome that the model forbids is one; one that it allows, or does not judge, is not")
  func weakOutcomes() {
    func contradicts(_ isAllowed: Bool?, weak: UInt64) -> Bool {
      ProbeRecord(
        cpuModel: nil, model: nil, cpus: [0, 1], distance: "", canTell: true,
        shapes: [
          ShapeCount(
            name: "SB", threads: [], weakOutcome: "", reorderings: [], isAllowed: isAllowed,
            isAvailable: true,
            instances: 10, weak: weak)
        ]
      ).contradictsModel
    }
    #expect(contradicts(false, weak: 1))
    #expect(!contradicts(false, weak: 0) && !contradicts(true, weak: 1) && !contradicts(nil, weak: 1))
  }

  @Test("The edges to blame are the unordered ones that such bad events show, or all of them where none does")
  func blamedEdges() throws {
    func blamed(_ kind: String) throws -> [Edge] {
      var campaign = MadeCampaign()
      campaign.add("none", .throughput, ns: 10, bad: 1)
      campaign.trials[0].result?.check?.kinds = [kind: 1]
      return try #require(campaign.summary.verdicts.first).edges
    }
    #expect(try Set(blamed("stale-lap")) == [.publish, .observe])
    #expect(try Set(blamed("lost")) == [.claim, .retire])
    #expect(try Set(blamed("torn")) == [.claim, .publish, .observe, .retire])
  }
}
