import AIORing
import Analysis
import Foundation
import RunRecord
import Statistics
import Testing
import Topology

@testable import Campaigns

@Suite("A sweep's plan") struct SweepPlanTests {
  private func plan(_ workload: Workload = .handOff, seconds: Double = 120) throws -> SweepPlan {
    let machine = try Machine(synthetic: "package:1 l3:1 core:2 pu:1")
    return SweepPlan(
      strategies: ["acquire-release"], workload: workload,
      pairs: try machine.defaultPairs(oversubscribe: false), seconds: seconds, seed: 7)
  }

  @Test("has each combination of the values once, for each strategy")
  func combinations() throws {
    var plan = try plan(.throughput)
    plan.strategies = ["none", "acquire-release"]
    (plan.slots, plan.pollings) = ([8, 64, 1024], [.spin, .pause])
    let rows = plan.rows
    #expect(rows.count == 2 * 3 * 2 && Set(rows).count == rows.count)
    #expect(Set(rows.map(\.slots)) == [8, 64, 1024] && Set(rows.map(\.polling)) == [.spin, .pause])
    #expect(Set(rows.compactMap(\.strategy)) == ["none", "acquire-release"])
    #expect(rows.allSatisfy { $0.checking && $0.turnEvents == 0 && $0.batch == 1 && !$0.isNegativeControl })
    #expect(plan.axes == [.slots, .polling] && plan.leftOut.isEmpty)
  }

  @Test("makes an axis of a setting with several values, and of no other")
  func axes() throws {
    var plan = try plan()
    #expect(plan.axes.isEmpty)
    (plan.turnEvents, plan.indexUses) = ([1, 2], [.lazy])
    #expect(plan.axes == [.turnEvents])
    (plan.layouts, plan.turnEvents) = ([.aio, .tagged], nil)
    #expect(plan.axes == [.layout])
    #expect(try #require(plan.rows.first).ring?.indexUse == .lazy)
    plan.indexUses = nil
    #expect(plan.rows.compactMap(\.ring?.indexUse) == [.fresh, .cached])
  }

  @Test("reads barriers at run time at all points, where loops are compiled for strategies at some only")
  func barriersAtRunTime() throws {
    var plan = try plan()
    (plan.slots, plan.turnEvents) = ([64, 1024], [1, 2])
    #expect(plan.rows.allSatisfy { !$0.barriersAtRunTime })
    plan.turnEvents = nil
    plan.eventSizes = [8, 32].compactMap(EventSize.init(bytes:))
    #expect(plan.axes == [.slots, .eventBytes] && plan.rows.count == 4)
    #expect(plan.rows.allSatisfy { $0.barriersAtRunTime })
    plan.slots = [1024]
    plan.layouts = [.padded, .tagged]
    #expect(plan.rows.count == 3 && plan.leftOut == ["tagged rings of events without room for a tag"])
    plan.layouts = [.padded]
    plan.payloadStores = [.streaming]
    #expect(plan.leftOut == ["streaming stores of events of another size than 32 bytes"])
  }

  @Test("gives a turn a quarter of the ring, and in a large ring no more than in the usual one")
  func turns() throws {
    var plan = try plan()
    plan.slots = [2, 8, 1024, 1 << 20]
    #expect(plan.rows.map(\.turnEvents) == [1, 2, 256, 256])
    plan.turnEvents = [4]
    #expect(plan.rows.map(\.turnEvents) == [4, 4, 4])
    #expect(plan.rows.allSatisfy { $0.turnEvents <= $0.capacity })
  }

  @Test("leaves out what is impossible, and says which combinations those are")
  func leftOut() throws {
    var handOff = try plan()
    (handOff.slots, handOff.turnEvents, handOff.layouts) = ([8], [2, 8, 16], [.aio, .padded])
    #expect(
      handOff.leftOut == [
        "turns of 8 or more events in aio rings of 8 slots",
        "turns of 16 or more events in padded rings of 8 slots",
      ])
    #expect(handOff.rows.map(\.turnEvents) == [2, 2, 8])
    (handOff.turnEvents, handOff.layouts, handOff.batches) = ([4], [.padded], [1, 4, 8])
    #expect(handOff.leftOut == ["batches of 8 or more events in turns of 4"])
    var throughput = try plan(.throughput)
    (throughput.slots, throughput.batches) = ([2, 4], [1, 2, 4])
    #expect(throughput.leftOut == ["batches of 4 or more events in padded rings of 2 slots"])
    #expect(throughput.rows.count == 5)
    (throughput.batches, throughput.layouts) = ([1], [.tagged, .trailingTag])
    throughput.payloadStores = [.ordinary, .streaming]
    #expect(throughput.leftOut == ["streaming stores in tagged rings"])
    #expect(throughput.rows.count == 6)
    (throughput.layouts, throughput.payloadStores) = ([.padded, .sequenced], [.ordinary])
    throughput.indexUses = [.fresh, .cached]
    #expect(throughput.leftOut == ["the index use cached in sequenced rings, which have no index"])
    #expect(throughput.rows.count == 6)
  }

  @Test("has as many rounds as there is time for, at least one and at most 40, and each has each point once")
  func rounds() throws {
    var plan = try plan()
    plan.slots = (1...20).map { 1 << $0 }
    #expect(plan.rounds == 40)
    plan.seconds = 10
    #expect(plan.rounds == 10 && plan.leastSeconds < 1)
    let rounds = Dictionary(grouping: plan.order, by: \.round).mapValues { $0.map(\.spec.row) }
    #expect(rounds.count == 10)
    for rows in rounds.values { #expect(rows.count == 20 && Set(rows) == Set(plan.rows)) }
    #expect(rounds[0] != rounds[1])
    #expect(abs(plan.order.reduce(0) { $0 + $1.spec.durationMilliseconds } - 10_000) < 1)
    plan.seconds = 0.1
    #expect(plan.rounds == 1 && plan.leastSeconds > plan.seconds)
  }

  // A child answers as many trials as it was asked for: with the number of slots.
  @Test("is run as any campaign is, and every point gets the same number of rounds")
  func isRun() async throws {
    let executable = try fakeExecutable(
      """
      for slots in $(printf '%s' "$2" | grep -o '"slots":[0-9]*' | cut -d: -f2); do
        printf '{"ns_per_operation":{"median":%s,"low":1,"high":1,"count":1},"operations":1,' $slots
        echo '"bursts":{"all":1,"undisturbed":1},"stayed_on_cpus":true,"involuntary_switches":[0,0]}'
      done
      """)
    var plan = try plan(.throughput, seconds: 0.35)
    plan.slots = [2, 64, 1024]
    var record = CampaignRecord(
      startedAt: "", seed: plan.seed, rounds: plan.rounds, arguments: [],
      environment: RunEnvironment(
        hostName: "", architecture: "x86_64", cpuModel: "", microcode: nil, kernel: "", governor: nil,
        smt: nil,
        hypervisor: nil, allowedCpus: [0, 1], stealPercent: nil, compiler: "", build: .release,
        swiftFlags: "",
        cyclesPerSecond: 1e9), order: plan.order, reference: false, steps: [.trials])
    record.sweepAxes = plan.axes
    var trials: [TrialRecord] = []
    let campaign = Campaign(
      record: record, process: TrialProcess(executable: executable), seconds: plan.seconds)
    #expect(try await campaign.run { trials += $0.ended })
    #expect(plan.rounds == 2 && trials.count == 6 && trials.allSatisfy { $0.outcome == .completed })
    let summary = SummaryRecord(of: record, trials: trials)
    #expect(summary.rows.map(\.rounds) == [2, 2, 2])
    let swept = try #require(SweptRows(summary))
    #expect(swept.values[0].map { swept["acquire-release", $0]?.figure?.median } == [2, 64, 1024])
  }
}
