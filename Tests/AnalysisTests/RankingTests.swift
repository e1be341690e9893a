import Foundation
import RunRecord
import SampleRecords
import Statistics
import Testing

@testable import Analysis

@Suite("Which rows are told apart") struct ToldApartTests {
  /// Figures of `rounds` rounds around each of `medians`; in each round all rows share the machine's speed.
  private func figures(
    _ medians: [Double], rounds: Int, noise: Double = 0.01, seed: UInt64
  ) -> [[FigureInState]] {
    var generator = SeededGenerator(seed: seed)
    let speeds = (0..<rounds).map { _ in Double.random(in: 1..<2, using: &generator) }
    return medians.map { median in
      (0..<rounds).map { round in
        FigureInState(
          round: round, state: round % 3,
          ns: median * speeds[round] * (1 + Double.random(in: -noise...noise, using: &generator)))
      }
    }
  }

  @Test("Rows with the same figures never are, however many there are and however often one looks")
  func sameRows() {
    for seed in 0..<20 {
      for rounds in [18, 27, 41] {
        let told = ToldApart(
          figures([Double](repeating: 5, count: 28), rounds: rounds, noise: 0.05, seed: UInt64(seed)))
        for second in 1..<28 {
          for first in 0..<second { #expect(told.difference(first, second) != .toldApart) }
        }
      }
    }
  }

  @Test("A difference within the margin is not one, and one of three times the margin is")
  func margin() {
    let near = figures(
      [5, 5 * (1 + ToldApart.margin / 2)] + (2..<28).map(Double.init), rounds: 60, noise: 0.001, seed: 1)
    guard case .alike(let within) = ToldApart(near).difference(0, 1) else {
      Issue.record("told apart")
      return
    }
    #expect(within < 2 * ToldApart.margin)
    let far = figures([5, 5 * (1 + 3 * ToldApart.margin)] + (2..<28).map(Double.init), rounds: 18, seed: 1)
    #expect(ToldApart(far).difference(0, 1) == .toldApart)
    #expect(ToldApart(far).difference(1, 0) == .toldApart)
  }

  @Test("With fewer rounds than the first look needs nothing is told apart, and nothing is alike")
  func tooFewRounds() {
    let told = ToldApart(figures((1...28).map { 10 * Double($0) }, rounds: 17, seed: 1))
    #expect(told.difference(0, 27) == .unknown)
  }

  @Test("Figures of different states of the two CPUs are not compared")
  func commonStates() {
    var rows = figures([5, 50], rounds: 40, seed: 1)
    #expect(ToldApart(rows).difference(0, 1) == .toldApart)
    for index in rows[1].indices { rows[1][index].state += 3 }
    #expect(ToldApart(rows).difference(0, 1) == .unknown)
  }
}

@Suite("Groups of rows that cannot be told apart") struct IndistinguishableGroupsTests {
  @Test("Two rows share a group if and only if they are not told apart, for any relation")
  func anyRelation() {
    var generator = SeededGenerator(seed: 5)
    for count in [0, 1, 2, 5, 9] {
      for _ in 0..<50 {
        let apart = Set(
          (0..<count * count).filter { _ in Bool.random(using: &generator) }.map { [$0 / count, $0 % count] })
        let groups = IndistinguishableGroups(count: count) { apart.contains([$0, $1]) }.ofRow
        #expect(groups.count == count)
        for second in 0..<count {
          #expect(!groups[second].isEmpty)
          for first in 0..<second {
            #expect(
              Set(groups[first]).isDisjoint(with: groups[second]) == apart.contains([first, second]))
          }
        }
      }
    }
  }

  @Test("A row between two that are told apart is in both groups")
  func between() {
    #expect(IndistinguishableGroups(count: 3) { [$0, $1] == [0, 2] }.ofRow == [[0], [0, 1], [1]])
  }
}

@Suite("A ranking") struct RankingTests {
  /// A campaign whose strategies take so many ns, with a negative control of `acquire-release`.
  private func campaign(
    _ strategies: [(String, Double)], control: Double = 5, noise: Double = 0.005, rounds: Int = 27
  ) -> MadeCampaign {
    var generator = SeededGenerator(seed: 9)
    var made = MadeCampaign()
    for round in 0..<rounds {
      for (strategy, ns) in strategies {
        made.add(
          strategy, .handOff, round: round,
          ns: ns * (1 + Double.random(in: -noise...noise, using: &generator)))
      }
      made.add(
        "acquire-release", .handOff, round: round,
        ns: control * (1 + Double.random(in: -noise...noise, using: &generator))
      ) { $0.row.isNegativeControl = true }
    }
    return made
  }

  private func groups(_ summary: SummaryRecord, _ strategy: String) -> [Int]? {
    summary.rows.first { $0.key.strategy == strategy && !$0.key.isNegativeControl }?.groups
  }

  @Test("groups strategies with the same figures and separates those with others, in their order")
  func groupsAndOrder() throws {
    let summary = campaign([
      ("none", 5), ("kernel-2002", 5), ("acquire-release", 5), ("seq-cst", 18), ("full-fence", 35),
    ]).summary
    #expect(groups(summary, "none") == [0])
    #expect(groups(summary, "kernel-2002") == [0])
    #expect(groups(summary, "acquire-release") == [0])
    #expect(groups(summary, "seq-cst") == [1])
    #expect(groups(summary, "full-fence") == [2])
    let ranking = try #require(summary.rankings?.first)
    #expect(!ranking.isUntrustworthy)
    let seqCst = try #require(summary.rows.first { $0.key.strategy == "seq-cst" }?.overNone)
    #expect(abs(seqCst.median - 3.6) < 0.05)
  }

  @Test("gives a row's ratio to `none` within the rounds, also where one of the two has no figure in some")
  func ratioWithinRounds() throws {
    var made = MadeCampaign()
    for round in 0..<27 {
      // The machine gets slower all the time.
      let ns = 5 * (1 + 0.1 * Double(round))
      if round > 2 { made.add("none", .handOff, round: round, ns: ns) }
      if round != 20 { made.add("seq-cst", .handOff, round: round, ns: 2 * ns) }
    }
    let ratio = try #require(made.summary.rows.first { $0.key.strategy == "seq-cst" }?.overNone)
    #expect(ratio.median == 2)
    let (low, high) = (try #require(ratio.low), try #require(ratio.high))
    #expect(low == 2 && high == 2)
  }

  @Test("whose negative control differs is not to be trusted")
  func negativeControl() throws {
    let summary = campaign([("none", 5), ("acquire-release", 5)], control: 5.5).summary
    #expect(try #require(summary.rankings?.first).isUntrustworthy)
  }

  @Test("is settled when intervals are narrow and neighbours decided, and open otherwise")
  func settling() {
    let strategies = [("none", 5.0), ("acquire-release", 5), ("seq-cst", 18)]
    #expect(Ranking.open(campaign(strategies).trials, precision: .usual).isEmpty)
    let noisy = Ranking.open(campaign(strategies, noise: 0.2).trials, precision: .usual)
    #expect(Set(noisy.compactMap(\.strategy)) == ["none", "acquire-release", "seq-cst"])
    // An interval needs eight rounds, a difference more.
    #expect(!Ranking.open(campaign(strategies, rounds: 7).trials, precision: .usual).isEmpty)
  }

  @Test("of a free-running workload does not exist")
  func freeRunning() {
    var made = MadeCampaign()
    for round in 0..<20 {
      for name in ["none", "seq-cst"] { made.add(name, .throughput, round: round, ns: 5) }
    }
    #expect(made.summary.rankings == nil)
    #expect(made.summary.rows.allSatisfy { $0.groups == nil })
  }

  @Test("says which instructions order a strategy's accesses on the machine that measured")
  func instructions() {
    func ordered(_ strategy: String, _ machine: String) -> String? {
      SummaryRow.orderingInstructions(
        of: RowKey(RingSpec(strategy), workload: .handOff), machine: machine)
    }
    #expect(ordered("acquire-release", "x86_64") == "none")
    #expect(ordered("seq-cst", "x86_64") == "publish xchg, retire xchg")
    #expect(ordered("acquire-release", "aarch64")?.contains("publish stlr") == true)
    #expect(ordered("ticket-lock", "x86_64") == "ticket-lock")
    #expect(ordered("nothing", "x86_64") == nil)
    #expect(ordered("none", "abacus") == nil)
  }
}

@Suite("Rows that are less precise than was wanted") struct PrecisionTests {
  @Test("are those whose interval is too wide, or that have none")
  func imprecise() {
    var made = MadeCampaign()
    for round in 0..<20 {
      made.add("none", .handOff, round: round, ns: 5)
      made.add("seq-cst", .handOff, round: round, ns: round.isMultiple(of: 2) ? 15 : 20)
      if round < 5 { made.add("ticket-lock", .handOff, round: round, ns: 30) }
      made.add("none", .throughput, round: round, ns: round.isMultiple(of: 2) ? 5 : 9)
    }
    var record = made.record
    record.precision = .usual
    let summary = SummaryRecord(of: record, trials: made.trials)
    #expect(summary.imprecise.compactMap(\.key.strategy) == ["seq-cst", "ticket-lock"])
    #expect(made.summary.imprecise.isEmpty)
  }
}
