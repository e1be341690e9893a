import AIORing
import Analysis
import RunRecord
import Testing
import Topology

@testable import Campaigns

@Suite struct CampaignPlanTests {
  private func plan(seed: UInt64 = 7, rounds: Int = 3, breadth: CampaignPlan.Breadth = .matrix) throws
    -> CampaignPlan
  {
    let machine = try Machine(synthetic: "package:1 l3:1 core:2 pu:1")
    return CampaignPlan(
      strategies: Catalogue.entries.map(\.name), pairs: try machine.defaultPairs(oversubscribe: false),
      rounds: CampaignPlan.Rounds(all: rounds), breadth: breadth, seconds: 10, seed: seed)
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

  @Test func everyRankingHasANegativeControlOfTheSameCode() throws {
    for breadth in [CampaignPlan.Breadth.brief, .usual, .matrix] {
      let rows = Set(try plan(breadth: breadth).order.map(\.spec.row))
      let controls = rows.filter(\.isNegativeControl)
      #expect(Set(controls.map(\.workload)) == Set(Workload.allCases.filter(\.ranks)))
      for control in controls {
        var original = control
        original.isNegativeControl = false
        #expect(rows.contains(original))
      }
    }
  }

  @Test func sharedRingsAreMeasuredFreeRunningInThreeSizesAndALockIsSharedUnderItself() throws {
    var plan = try plan(rounds: 1)
    (plan.strategies, plan.layouts) = (
      ["none", "mutex"], [MeasuredRing(layout: .sequenced, indexUse: .fresh)]
    )
    plan.sharing = RowSharing(.fetchAdd, furtherProducerCpus: [1, 0])
    let rows = plan.order.map(\.spec.row)
    #expect(rows.count == 6)
    #expect(rows.allSatisfy { $0.workload == .throughput && $0.producers == 3 && $0.checking })
    #expect(Set(rows.map(\.slots)) == [1024, 2, 8])
    #expect(rows.allSatisfy { $0.sharing?.kind == ($0.strategy == "mutex" ? .mutex : .fetchAdd) })
  }

  @Test func aHandOffsTurnFitsIntoItsRing() throws {
    for slots in [2, 3, 8, 1024] {
      let turn = CampaignPlan.usualTurnEvents(slots: slots)
      #expect((1..<slots).contains(turn))
    }
  }

  private static let layouts = CampaignPlan.defaultLayouts.map(\.layout)

  @Test func everyStrategyHasAHandOffInEveryDefaultLayoutUnlessTheCampaignIsBrief() throws {
    for (breadth, layouts) in [
      (CampaignPlan.Breadth.usual, Self.layouts), (.matrix, Self.layouts), (.brief, [.padded]),
    ] {
      let handOffs = try plan(breadth: breadth).order.map(\.spec.row).filter { $0.workload == .handOff }
      for entry in Catalogue.entries {
        let own = handOffs.filter { $0.strategy == entry.name }
        #expect(Set(own.compactMap(\.ring?.layout)) == Set(layouts))
        #expect(own.allSatisfy { $0.turnEvents == 256 })
      }
    }
  }

  @Test func otherRingsAreMeasuredWithOneStrategyAndCheckedWithThePositiveControl() throws {
    var usual = try plan(breadth: .usual)
    let without = Set(usual.order.map(\.spec.row))
    usual.otherRings = CampaignPlan.defaultOtherRings
    let added = Set(usual.order.map(\.spec.row)).subtracting(without)
    let rings = Set(
      added.compactMap(\.ring).map {
        MeasuredRing(layout: $0.layout, indexUse: $0.indexUse)
      })
    #expect(rings == Set(CampaignPlan.defaultOtherRings))
    for ring in rings {
      let own = added.filter { $0.ring?.layout == ring.layout && $0.ring?.indexUse == ring.indexUse }
      let costs = own.filter { $0.strategy == CampaignPlan.ringStrategy && $0.slots == 1024 && $0.checking }
      #expect(Set(costs.map(\.workload)).isSuperset(of: [.handOff, .roundTrip, .throughput]))
      #expect(Set(own.filter { $0.slots == 2 }.map(\.strategy)) == [CampaignPlan.ringStrategy, "tail-first"])
    }
    #expect(!added.contains { $0.ring?.layout == .tagged && $0.ring?.payloadStores == .streaming })
    usual.breadth = .brief
    #expect(!usual.order.contains { $0.spec.row.ring?.layout == .tagged && $0.spec.row.workload.ranks })
    usual.strategies = ["none"]
    #expect(!usual.order.contains { $0.spec.row.ring?.layout == .tagged })
  }

  @Test func rowsThatRankAreMeasuredOftenEnoughForAFirstLook() {
    #expect(CampaignPlan.Rounds.usual.of(.handOff) >= Ranking.firstLook)
    #expect(CampaignPlan.Rounds.usual.of(.roundTrip) >= Ranking.firstLook)
    #expect(CampaignPlan.Rounds.brief.of(.handOff) >= Ranking.firstLook)
    #expect(CampaignPlan.Rounds(all: 2).of(.handOff) == 2)
  }

  @Test func everyStrategyIsMeasuredInAllRegimesAndCheckedOnTheSmallestRings() throws {
    let rows = Set(try plan().order.map(\.spec.row))
    for entry in Catalogue.entries {
      for layout in Self.layouts {
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
    for done in 1...50 { pace.note(asked: [first / 1000], elapsed: Double(done) * 0.15) }
    #expect(pace.milliseconds < first / 2)
    for done in 51...99 { pace.note(asked: [0.004], elapsed: 7.5 + Double(done) * 0.15) }
    #expect(pace.milliseconds == 4)
  }
}
