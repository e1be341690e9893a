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
