import AIORing
import RunRecord
import Testing
import Topology

@testable import Campaigns

@Suite struct CampaignPlanTests {
  private func plan(seed: UInt64 = 7, rounds: Int = 3) throws -> CampaignPlan {
    let machine = try Machine(synthetic: "package:1 l3:1 core:2 pu:1")
    return CampaignPlan(
      strategies: Catalogue.entries.map(\.name), pairs: try machine.defaultPairs(oversubscribe: false),
      rounds: rounds, seconds: 10, seed: seed)
  }

  @Test func theSameSeedGivesTheSameOrderAndAnotherSeedAnotherOne() throws {
    let order = try plan().order.map(\.spec)
    #expect(try plan().order.map(\.spec) == order)
    #expect(try plan(seed: 8).order.map(\.spec) != order)
    #expect(Set(try plan(seed: 8).order.map(\.spec.row)) == Set(order.map(\.row)))
  }

  @Test func eachRoundHasEachRowOnceAndRoundsAreShuffledByThemselves() throws {
    let rounds = Dictionary(grouping: try plan().order, by: \.round).mapValues { $0.map(\.spec.row) }
    #expect(rounds.count == 3)
    for rows in rounds.values { #expect(Set(rows).count == rows.count) }
    #expect(Set(rounds.values.map(Set.init)).count == 1)
    #expect(rounds[0] != rounds[1])
  }

  @Test func oneWayTrialsComeAfterTheThroughputTheyTakeTheirRateFrom() throws {
    for (_, trials) in Dictionary(grouping: try plan().order, by: \.round) {
      let lastThroughput = trials.lastIndex { $0.spec.row.workload == .throughput } ?? -1
      let firstOneWay = trials.firstIndex { $0.spec.row.workload == .oneWay } ?? trials.count
      #expect(lastThroughput < firstOneWay)
    }
  }

  @Test func everyStrategyIsMeasuredInAllRegimesAndCheckedOnTheSmallestRings() throws {
    let rows = Set(try plan().order.map(\.spec.row))
    for entry in Catalogue.entries {
      for layout in LayoutKind.allCases {
        let own = rows.filter { $0.strategy == entry.name && $0.ring?.layout == layout }
        let large = own.filter { $0.slots == 1024 && $0.workload == .throughput && $0.checking }
        #expect(Set(large.map(\.pacing)) == Set(Pacing.allCases))
        #expect(own.contains { $0.slots == 1024 && !$0.checking && $0.workload == .throughput })
        let small = own.filter { $0.slots == 2 && $0.checking }
        #expect(Set(small.map(\.pacing)) == [.freeRunning, .producerBound, .consumerBound])
        if PayloadStoreKind.streaming.isAvailable {
          #expect(own.contains { $0.ring?.payloadStores == .streaming && $0.slots == 8 })
        }
      }
    }
  }

  @Test func aBadOptionIsAMistakeInOneLine() throws {
    let machine = try Machine(synthetic: "package:1 l3:1 core:2 pu:1")
    func complaint(_ change: (inout RunRequest) -> Void) -> String {
      var request = RunRequest()
      change(&request)
      do {
        _ = try request.plan(on: machine)
        return ""
      } catch { return "\(error)" }
    }
    #expect(complaint { $0.strategies = ["kernel-2013"] }.contains("did you mean 'kernel-2003'?"))
    #expect(complaint { $0.slots = 0 } == "--capacity takes 2 to 1048576 slots, not 0")
    #expect(complaint { $0.slots = 1 } == "--capacity takes 2 to 1048576 slots, not 1")
    #expect(complaint { $0.layout = "paded" }.contains("did you mean 'padded'?"))
    #expect(complaint { $0.seconds = 0 }.contains("--duration"))
    #expect(complaint { $0.pairs = "0:9" }.contains("CPU 9 is not allowed"))
    #expect(complaint { $0.slots = 2 } == "")
  }

  @Test func theTimeThatIsLeftIsSharedByTheTrialsThatAreLeft() {
    var pace = TrialPace(seconds: 10, trials: 100)
    let first = pace.milliseconds
    #expect(first > 50 && first < 100)
    // Trials that take longer than they should make the next ones shorter.
    for done in 1...50 { pace.note(asked: first / 1000, elapsed: Double(done) * 0.15) }
    #expect(pace.milliseconds < first / 2)
    for done in 51...99 { pace.note(asked: 0.004, elapsed: 7.5 + Double(done) * 0.15) }
    #expect(pace.milliseconds == 4)
  }
}
