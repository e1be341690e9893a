import Campaigns
import Testing
import Topology

@Suite struct CampaignSizeTests {
  private func plan(on synthetic: String) throws -> CampaignPlan {
    CampaignPlan(
      strategies: ["none", "kernel-2014"], pairs: try Machine(synthetic: synthetic).pairs(selection: "all"),
      rounds: CampaignPlan.Rounds(all: 3), seconds: 1, seed: 1)
  }

  @Test func trialsAreCountedAsTheyAreListed() throws {
    let plan = try plan(on: "package:1 l3:1 core:3 pu:1")
    #expect(plan.pairs.count == 3 && plan.trialCount == plan.order.count)
  }

  /// To list them would take gigabytes.
  @Test func trialsOnAllPairsOfALargeMachineAreCountedWithoutListingThem() throws {
    let plan = try plan(on: "package:2 l3:8 core:16 pu:1")
    #expect(plan.pairs.count == 256 * 255 / 2)
    #expect(plan.trialCount > 3_000_000 && plan.leastSeconds > 10_000)
  }

  @Test func theClassOfThePairIsInTheRowsKeys() throws {
    let plan = try plan(on: "package:1 l3:1 core:2 pu:1")
    #expect(plan.order.allSatisfy { $0.spec.row.distance == "shared-l3" })
  }
}
