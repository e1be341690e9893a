import AIORing
import RunRecord
import SampleRecords
import Testing
import WeakMemory

@testable import Analysis

@Suite("The overview of a campaign") struct StrategyOverviewTests {
  /// Twenty rounds of hand-offs, and verdicts under x86, POWER and a model of source code.
  private static func summary(
    _ ns: [String: Double], broken: [String: [Model]] = [:], sleepless: [String] = []
  ) -> SummaryRecord {
    var made = MadeCampaign()
    for round in 0..<20 {
      for (name, figure) in ns.sorted(by: { $0.key < $1.key }) {
        made.add(name, .handOff, round: round, ns: figure + Double(round % 3) * 0.01)
      }
    }
    let verdicts = ns.keys.sorted().flatMap { name in
      [Model.x86TSO, .power, .lkmm].flatMap { model in
        [
          VerificationRecord(
            strategy: name, model: model, shape: .publishObserve,
            verdict: broken[name]?.contains(model) == true ? .allowed : .forbidden),
          VerificationRecord(
            strategy: name, model: model, shape: .wakeSleep,
            verdict: sleepless.contains(name) ? .allowed : .forbidden),
        ]
      }
    }
    return SummaryRecord(of: made.record, trials: made.trials, architectures: verdicts)
  }

  private func overview(_ summary: SummaryRecord, _ name: String) throws -> StrategyOverview {
    try #require(summary.overview?.first { $0.strategy == name })
  }

  @Test("counts the architectures on which no event goes wrong, and leaves models of source code out")
  func architectures() throws {
    let summary = Self.summary(
      ["none": 5, "seq-cst": 15], broken: ["none": [.power, .lkmm]], sleepless: ["seq-cst"])
    let (none, all) = (try overview(summary, "none"), try overview(summary, "seq-cst"))
    #expect(none.architectures == [.x86TSO, .power])
    #expect(none.correctOn == [.x86TSO] && none.wakesOn == [.x86TSO])
    #expect(all.correctOn == [.x86TSO, .power] && all.wakesOn == [])
    #expect(none.family == .control && all.family == .barriers)
  }

  @Test("lists the cheapest first, and says where each strategy's row stands")
  func order() throws {
    let summary = Self.summary(["none": 5, "seq-cst": 15, "mutex": 40])
    #expect(summary.overview?.map(\.strategy) == ["none", "seq-cst", "mutex"])
    for overview in try #require(summary.overview) {
      let row = summary.rows[try #require(overview.row)]
      #expect(row.key.strategy == overview.strategy && row.figure == overview.handOff)
    }
  }

  @Test("has the figures of the ring that most strategies were measured in, whatever else was measured")
  func ring() throws {
    var made = MadeCampaign()
    func add(_ name: String, _ layout: LayoutKind, _ indexUse: IndexUseKind, _ ns: Double) {
      for round in 0..<3 {
        made.add(name, .handOff, round: round, ns: ns) {
          $0.row.ring?.layout = layout
          $0.row.ring?.indexUse = indexUse
        }
      }
    }
    for (name, ns) in [("none", 5.0), ("acquire-release", 6)] {
      add(name, .aio, .fresh, ns + 10)
      add(name, .padded, .cached, ns)
    }
    add("acquire-release", .padded, .lazy, 3)
    add("acquire-release", .trailingTag, .cached, 2)
    let summary = made.summary
    #expect(summary.ringOfTable(.handOff) == MeasuredRing(layout: .padded, indexUse: .cached))
    #expect(try overview(summary, "none").handOff?.median == 5)
    #expect(try overview(summary, "acquire-release").handOff?.median == 6)
    #expect(summary.ringOfTable(.roundTrip) == nil)
    // One strategy in several rings: still the usual one.
    var alone = summary
    alone.rows = summary.rows.filter { $0.key.strategy == "acquire-release" }
    #expect(alone.ringOfTable(.handOff) == MeasuredRing(layout: .padded, indexUse: .cached))
    alone.rows = alone.rows.filter { $0.key.ring?.layout == .aio }
    #expect(alone.ringOfTable(.handOff) == MeasuredRing(layout: .aio, indexUse: .fresh))
  }

  @Test("has at its front what is cheaper or correct on more architectures than every other")
  func front() throws {
    let summary = Self.summary(
      ["none": 5, "seq-cst": 15, "mutex": 40, "kernel-2003": 20],
      broken: ["none": [.power], "kernel-2003": [.power]])
    #expect(try overview(summary, "none").isAtFront == true)
    #expect(try overview(summary, "seq-cst").isAtFront == true)
    #expect(try overview(summary, "mutex").isAtFront == false)
    #expect(try overview(summary, "kernel-2003").isAtFront == false)
  }

  @Test("has those at its front that cannot be told apart, and not what is as cheap and correct on fewer")
  func ties() throws {
    let summary = Self.summary(
      ["none": 5, "seq-cst": 5, "acquire-release": 5], broken: ["none": [.power]])
    #expect(try overview(summary, "none").isAtFront == false)
    #expect(try overview(summary, "seq-cst").isAtFront == true)
    #expect(try overview(summary, "acquire-release").isAtFront == true)
  }

  @Test("never counts a model under which a search was cut short")
  func unknown() throws {
    var summary = Self.summary(["none": 5, "seq-cst": 15])
    for index in summary.architectures.indices where summary.architectures[index].model == .power {
      summary.architectures[index].verdict = .unknown
    }
    #expect(summary.strategyOverviews().allSatisfy { $0.correctOn == [.x86TSO] })
  }

  @Test("keeps each round's figure of rows that rank, to four digits")
  func rounds() throws {
    let row = try #require(
      Self.summary(["none": 5.12345, "seq-cst": 15]).rows.first { $0.key.strategy == "none" })
    #expect(row.figuresByRound?.count == row.figure?.rounds)
    #expect(row.figuresByRound?.first == 5.123)
  }
}

@Suite("A bad event in words") struct BadEventWordsTests {
  private func words(_ kind: BadEventKind, _ words: [String] = ["0x9", "0x1", "0x2", "0x3"]) -> String {
    BadEventRecord(kind: kind.rawValue, expectedSequence: 17, expectedLap: 2, words: words).inWords
  }

  @Test("says what was due and what was read instead")
  func sentences() {
    #expect(
      words(.staleLap)
        == "event 17 (lap 2 of the ring) was due, and the slot still held event 9 of an earlier lap: it had not been written yet"
    )
    #expect(words(.staleLap, ["0x0", "0x0", "0x0", "0x0"]).contains("still held zeroes"))
    #expect(Set(BadEventKind.allCases.map { words($0) }).count == BadEventKind.allCases.count)
  }

  @Test("does not fail over words that are none")
  func foreign() {
    let record = BadEventRecord(kind: "odd", expectedSequence: 1, expectedLap: 0, words: [])
    #expect(record.inWords.hasSuffix("something else was read (odd)"))
    #expect(words(.torn, ["zz"]).contains("an event"))
  }
}
