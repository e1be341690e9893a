import AIORing
import Analysis
import Foundation
import RunRecord
import Testing
import Topology

@testable import Campaigns

/// Others' rings in a campaign.
@Suite struct PeerCampaignTests {
  private func plan(
    _ workloads: [Workload] = CampaignPlan.workloadsBesidePeers, batch: Int = 1,
    breadth: CampaignPlan.Breadth = .usual
  ) throws -> CampaignPlan {
    let machine = try Machine(synthetic: "package:1 l3:1 core:2 pu:1")
    var plan = CampaignPlan(
      strategies: ["acquire-release"], workloads: workloads,
      pairs: try machine.defaultPairs(oversubscribe: false), batch: batch,
      rounds: CampaignPlan.Rounds(all: 2), breadth: breadth, seconds: 10, seed: 7)
    plan.peers = [("with", true), ("without", false)].map {
      PeerRecord(name: $0, about: "", library: "/lib/\($0).so", compiler: "", batches: $1)
    }
    return plan
  }

  @Test(arguments: [CampaignPlan.Breadth.brief, .usual, .matrix])
  func aPeerIsMeasuredInTheWorkloadsOfTwoThreadsAndCheckedInASmallRing(
    breadth: CampaignPlan.Breadth
  ) throws {
    let order = try plan(breadth: breadth).order
    for name in ["with", "without"] {
      let own = order.filter { $0.round == 0 && $0.spec.row.strategy == name }.map(\.spec)
      let large = own.filter { $0.row.slots == 1024 }.map(\.row.workload)
      #expect(Set(large) == [.handOff, .throughput, .roundTrip, .offeredLoad] && large.count == 4)
      #expect(own.filter { $0.row.slots == 8 }.map(\.row.workload) == [.throughput])
      #expect(own.allSatisfy { $0.row.isPeer && $0.row.checking && $0.peerLibrary == "/lib/\(name).so" })
      #expect(own.first { $0.row.workload == .handOff }?.row.turnEvents == 256)
      #expect(own.first { $0.row.workload == .offeredLoad }?.rates == CampaignPlan.usualRates)
    }
    #expect(order.filter { !$0.spec.row.isPeer }.allSatisfy { $0.spec.peerLibrary == nil })
  }

  @Test func peersThatProducersShareAreMeasuredFreeRunningInTwoSizes() throws {
    var plan = try plan()
    plan.layouts = [MeasuredRing(layout: .sequenced, indexUse: .fresh)]
    plan.sharing = RowSharing(.fetchAdd, furtherProducerCpus: [1])
    let rows = plan.order.filter { $0.round == 0 }.map(\.spec.row)
    let peers = rows.filter(\.isPeer)
    #expect(peers.count == 4 && peers.allSatisfy { $0.workload == .throughput && $0.checking })
    #expect(peers.allSatisfy { $0.producers == 2 && $0.sharing?.kind == nil })
    #expect(Set(peers.map(\.slots)) == [1024, 8])
    #expect(rows.contains { $0.ring?.layout == .sequenced && $0.sharing?.kind == .fetchAdd })
  }

  @Test func aPeerHasNoRowOfASleepingConsumer() throws {
    let peers = try plan(Workload.allCases).order.map(\.spec.row).filter(\.isPeer)
    #expect(peers.allSatisfy { !$0.workload.hasSleeper } && peers.contains { $0.workload == .barrierCost })
    #expect(peers.filter { $0.workload == .barrierCost }.allSatisfy { !$0.checking })
  }

  @Test func peersStandAmongTheRingsTheyAreComparedWith() throws {
    let order = try plan().order.filter { $0.round == 0 && $0.spec.row.workload == .handOff }
    let all = try plan().order.filter { $0.round == 0 }
    let first = try #require(all.firstIndex { $0.spec.row.workload == .handOff })
    #expect(all[first..<first + order.count].allSatisfy { $0.spec.row.workload == .handOff })
    // Two layouts, each with its negative control, and two peers.
    #expect(order.count == 6)
  }

  @Test func whereBatchesAreAskedForAPeerWithoutThemRunsOneEventAtATime() throws {
    let plan = try plan(batch: 32)
    let rows = plan.order.map(\.spec.row).filter { $0.strategy == "without" }
    #expect(Set(rows.map(\.workload)) == [.handOff, .roundTrip, .offeredLoad, .throughput])
    #expect(rows.allSatisfy { ($0.batch == 1) == [.handOff, .throughput].contains($0.workload) })
    let others = plan.order.map(\.spec.row).filter { $0.strategy == "with" && $0.slots == 1024 }
    #expect(others.allSatisfy { $0.batch == 32 })
  }

  @Test func peersRowsHaveTheSizeOfEventsThatIsAskedFor() throws {
    var plan = try plan()
    plan.eventSize = try #require(EventSize(bytes: 8))
    let rows = plan.order.map(\.spec.row)
    #expect(rows.filter(\.isPeer).allSatisfy { $0.eventSize.bytes == 8 } && rows.contains(where: \.isPeer))
    let handOffs = rows.filter { $0.workload == .handOff }
    let compared = ComparedRows(handOffs)
    #expect(Set(handOffs.map(compared.common)).count == 1)
  }

  // A child answers as many trials as it was asked for, and notes how many they were.
  @Test func aPeerRunsInAChildOfItsOwn() async throws {
    let answer = """
      {"ns_per_operation":{"median":1,"low":1,"high":1,"count":1},"operations":1,\
      "bursts":{"all":1,"undisturbed":1},"stayed_on_cpus":true,"involuntary_switches":[0,0]}
      """
    let executable = try fakeExecutable(
      """
      asked=$(printf '%s' "$2" | grep -o '"strategy":"[^"]*"' | cut -d'"' -f4)
      echo $asked >> "$0.log"
      for name in $asked; do echo '\(answer)'; done
      """)
    let specs = ["none", "fio", "peer", "other", "qemu", "spdk"].map { name in
      TrialSpec(
        RowKey(
          of: ["peer", "other"].contains(name) ? .peer(name) : .ring(RingSpec(name)), workload: .throughput))
    }
    let endings = try await TrialProcess(executable: executable).run(specs, ticksPerSecond: 1e9)
    #expect(endings.count == 6 && endings.allSatisfy { $0.outcome == .completed })
    let asked = try String(contentsOfFile: executable + ".log", encoding: .utf8)
    #expect(asked == "none fio\npeer\nother\nqemu spdk\n")
  }

  @Test func aPeersRowThatHungIsNotRunAgainAndOthersAre() {
    let hung = RowKey(of: .peer("peer"), workload: .handOff)
    let other = RowKey(of: .peer("peer"), workload: .throughput)
    let ring = RowKey(RingSpec("none"), workload: .handOff)
    var peers = TroubledRows([])
    #expect(peers.ending(of: hung) == nil)
    for (outcome, row) in [(.hung, hung), (.crashed, other), (.hung, ring)]
      as [(TrialRecord.Outcome, RowKey)]
    {
      peers.note(outcome, of: row)
    }
    #expect(peers.ending(of: hung)?.outcome == .failed)
    #expect(peers.ending(of: other) == nil && peers.ending(of: ring) == nil)
    let record = TrialRecord(index: 0, round: 0, spec: TrialSpec(hung), outcome: .hung, seconds: 10)
    #expect(TroubledRows([record]).ending(of: hung) != nil)
  }

  @Test func aLibraryThatCrashesOrSaysNothingWhenItIsLoadedIsRefusedInOneLine() async throws {
    func refusal(_ body: String) async throws -> PeerDescription.Refusal? {
      let executable = try fakeExecutable(body)
      do {
        _ = try await PeerDescription.of("/lib/p.so", executable: executable)
        return nil
      } catch let refusal as PeerDescription.Refusal {
        return refusal
      }
    }
    #expect(try await refusal("kill -SEGV $$") == .crashed(library: "/lib/p.so", signal: 11))
    #expect(
      try await refusal("echo 'ringbench: no such peer' >&2; echo more >&2; exit 65")
        == .refused(reason: "no such peer", status: 65))
    let silent = try #require(try await refusal("exit 0"))
    #expect(!silent.description.contains("\n") && silent.description.contains("/lib/p.so"))
    let record = PeerRecord(name: "p", about: "a", library: "/lib/p.so", compiler: "c", batches: true)
    let line = String(decoding: try RecordCoding.line(record), as: UTF8.self)
    let talkative = try fakeExecutable("echo 'a library may print'; echo '\(line)'")
    #expect(try await PeerDescription.of("/lib/p.so", executable: talkative) == record)
  }
}
