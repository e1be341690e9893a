import AIORing
import RunRecord
import SampleRecords
import Testing
import WeakMemory

@testable import Analysis

@Suite("The answer in short") struct AnswerTests {
  /// A campaign in which each strategy costs so many ns, and the models have said so much of each.
  private func summary(_ costs: [(String, ns: Double)], wrong: [String: [Model]], violated: String? = nil)
    -> SummaryRecord
  {
    var campaign = MadeCampaign()
    for round in 0..<40 {
      for (name, ns) in costs {
        campaign.add(name, .handOff, round: round, ns: ns + 0.001 * Double(round % 7))
      }
    }
    if let violated { campaign.add(violated, .throughput, ns: 9, bad: 3) }
    let architectures = costs.flatMap { name, _ in
      [Model.x86TSO, .armv8].map { model in
        VerificationRecord(
          strategy: name, model: model, shape: .ring,
          verdict: wrong[name]?.contains(model) == true ? .allowed : .forbidden)
      }
    }
    return SummaryRecord(of: campaign.record, trials: campaign.trials, architectures: architectures)
  }

  @Test("is the cheapest strategy that is correct everywhere, with those that are not told apart from it")
  func cheapest() throws {
    let answer = try #require(
      Answer(
        summary(
          [("none", 20), ("acquire-release", 24), ("kernel-2014", 24), ("seq-cst", 40)],
          wrong: ["none": [.x86TSO, .armv8]])))
    #expect(Set(answer.cheapest) == ["acquire-release", "kernel-2014"])
    #expect(answer.wrong.map(\.strategy) == ["none"])
    #expect(answer.wrong.first?.architectures == [.x86TSO, .armv8])
    #expect(answer.sleeping.isEmpty)
  }

  @Test("leaves out what was violated here, whatever the models say")
  func violated() throws {
    let answer = try #require(
      Answer(summary([("kernel-2014", 20), ("seq-cst", 40)], wrong: [:], violated: "kernel-2014")))
    #expect(answer.cheapest == ["seq-cst"])
    #expect(answer.wrong.first?.isViolatedHere == true)
    // Streaming stores are another question: no C11 order holds them.
    var streaming = MadeCampaign()
    for round in 0..<9 { streaming.add("seq-cst", .handOff, round: round, ns: 20) }
    streaming.add("seq-cst", .throughput, ns: 9, bad: 3) { $0.row.ring?.payloadStores = .streaming }
    let verdict = VerificationRecord(strategy: "seq-cst", model: .armv8, shape: .ring, verdict: .forbidden)
    #expect(
      Answer(SummaryRecord(of: streaming.record, trials: streaming.trials, architectures: [verdict])) != nil)
  }

  @Test("is not given where no strategy that was measured is correct everywhere, or no model was asked")
  func none() {
    #expect(Answer(summary([("none", 20)], wrong: ["none": [.armv8]])) == nil)
    var unasked = MadeCampaign()
    unasked.add("seq-cst", .handOff, ns: 20)
    #expect(Answer(unasked.summary) == nil)
  }
}
