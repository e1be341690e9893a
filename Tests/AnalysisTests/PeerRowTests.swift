import AIORing
import RunRecord
import SampleRecords
import Testing

@testable import Analysis

/// Others' rings beside ours.
@Suite struct PeerRowTests {
  /// Two of our rings in two layouts, the second of them twice as dear, and a peer between them: a dozen rounds of each.
  private func campaign(_ workload: Workload = .handOff, withPeer: Bool = true) -> MadeCampaign {
    var campaign = MadeCampaign()
    for round in 0..<24 {
      let noise = Double(round % 5) / 100
      for (strategy, ns) in [("none", 4.0), ("acquire-release", 6)] {
        for (layout, factor) in [(LayoutKind.padded, 1.0), (.aio, 2)] {
          campaign.add(strategy, workload, round: round, ns: ns * factor + noise) {
            $0.row.ring?.layout = layout
          }
        }
      }
      if withPeer {
        campaign.add("peer", workload, round: round, ns: 9 + noise) { $0.row.subject = .peer("theirs") }
      }
      campaign.add(nil, .lineBounce, round: round, ns: 50)
    }
    return campaign
  }

  @Test func peersStandInOneRankingWithOurRingsOfEveryLayout() throws {
    let summary = campaign().summary
    let ranking = try #require(summary.rankings?.first)
    #expect(summary.rankings?.count == 1 && ranking.rows == 5)
    #expect(ranking.key.subject == .peer("theirs"))
    // 4, 6, 8, 9 and 12 ns.
    let groups = summary.rows.filter { $0.key.workload == .handOff }.sorted {
      $0.nsPerOperation.median < $1.nsPerOperation.median
    }
    #expect(groups.map(\.groups) == [[0], [1], [2], [3], [4]])
    #expect(
      groups.map { $0.key.strategy } == ["none", "acquire-release", "none", "theirs", "acquire-release"])
  }

  @Test func aRingIsMeasuredOverNoBarriersInItsOwnLayoutAndAPeerOverNothing() throws {
    let rows = campaign().summary.rows
    func over(_ layout: LayoutKind) -> Double? {
      rows.first { $0.key.strategy == "acquire-release" && $0.key.ring?.layout == layout }?.overNone?.median
    }
    #expect(try #require(over(.padded)).rounded() == 1 && (over(.aio) ?? 0) < 1.55)
    let peer = try #require(rows.first { $0.key.isPeer })
    #expect(peer.overNone == nil && peer.lowerBound == nil && peer.orderedBy == nil)
    #expect(peer.figure != nil && peer.figuresByRound?.count == 24)
  }

  @Test func withoutPeersEachLayoutHasItsOwnRanking() {
    let summary = campaign(withPeer: false).summary
    #expect(summary.rankings?.count == 2 && summary.rankings?.allSatisfy { $0.rows == 2 } == true)
  }

  @Test func aRingWhoseBarriersAreReadAtRunTimeStandsBesideNoPeer() {
    let assigned = RowKey(RingSpec(RingSpec.assignedNone), workload: .handOff)
    let peer = RowKey(of: .peer("theirs"), workload: .handOff)
    let compared = ComparedRows([assigned, peer])
    #expect(compared.common(assigned) != compared.common(peer))
    #expect(
      compared.common(RowKey(RingSpec("none", layout: .aio), workload: .handOff)) == compared.common(peer))
    #expect(
      compared.common(RowKey(RingSpec("none"), workload: .handOff, slots: 8)) != compared.common(peer))
  }

  @Test func aPeerIsExpectedToBeCleanAndAViolationBreaksItsClaim() throws {
    var campaign = campaign()
    campaign.add("peer", .throughput, ns: 5, bad: 7) { $0.row.subject = .peer("theirs") }
    let summary = campaign.summary
    let verdict = try #require(summary.verdicts.first { $0.strategy == "theirs" })
    #expect(verdict.seen == .violated && verdict.expected == .clean && verdict.grade == .unexpected)
    #expect(verdict.bad == 7 && verdict.edges.isEmpty && verdict.claimsCorrectHere)
    #expect(summary.violatesClaim)
  }

  @Test(arguments: [TrialRecord.Outcome.hung, .crashed])
  func aPeerThatHangsOrCrashesIsCalledSo(outcome: TrialRecord.Outcome) throws {
    var campaign = campaign()
    campaign.add("peer", .throughput, ns: 5, outcome: outcome) { $0.row.subject = .peer("theirs") }
    let verdict = try #require(campaign.summary.verdicts.first { $0.strategy == "theirs" })
    #expect(verdict.seen.rawValue == outcome.rawValue && verdict.grade == .unexpected)
    #expect(campaign.summary.hasUnfinishedTrials)
  }

  @Test func peersComeLastInTheOrderOfTheirNames() {
    var campaign = campaign()
    for name in ["zeta", "alpha"] {
      campaign.add("peer", .handOff, ns: 5) { $0.row.subject = .peer(name) }
    }
    #expect(campaign.summary.rows.suffix(3).map { $0.key.strategy } == ["alpha", "theirs", "zeta"])
  }
}
