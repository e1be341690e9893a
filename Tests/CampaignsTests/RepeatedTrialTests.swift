import AIORing
import Analysis
import Campaigns
import Foundation
import RunRecord
import Statistics
import Testing

/// A campaign, and a comparison, whose children are a script that says what it is told to.
struct RepeatedTrialTests {
  private let folder = FileManager.default.temporaryDirectory.appending(
    path: "ringbench-\(UUID().uuidString)")

  init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

  /// A program that notes each call and answers with `result`.
  private func program(_ name: String, _ result: TrialResult) throws -> TrialProcess {
    let json = String(decoding: try RecordCoding.line(result), as: UTF8.self)
    return try script(name, "echo x >> '\(folder.path)/\(name).calls'\necho '\(json)'")
  }

  private func script(_ name: String, _ body: String) throws -> TrialProcess {
    let file = folder.appending(path: name)
    try Data("#!/bin/sh\n\(body)\n".utf8).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
    return TrialProcess(executable: file.path)
  }

  /// A program that notes the strategies of each call, and prints for each, `$name`, what a script says.
  private func program(_ name: String, answeringEach answer: String) throws -> TrialProcess {
    try script(
      name,
      """
      asked=$(printf '%s' "$2" | grep -o '"strategy":"[^"]*"' | cut -d'"' -f4)
      echo $asked >> '\(folder.path)/\(name).calls'
      for name in $asked; do
      \(answer)
      done
      """)
  }

  private func calls(_ name: String) throws -> Int {
    try String(contentsOf: folder.appending(path: "\(name).calls"), encoding: .utf8).split(separator: "\n")
      .count
  }

  private func result(ns: Double, stayed: Bool) -> TrialResult {
    TrialResult(
      nsPerOperation: Spread(of: [ns]), operations: 1, bursts: BurstCounts(all: 4, undisturbed: 4),
      stayedOnCpus: stayed,
      involuntarySwitches: [0, 0])
  }

  /// What a child prints whose core took so many ns for the gauge's additions.
  private func answer(calibration: Double) throws -> String {
    var result = result(ns: 5, stayed: true)
    result.noise = NoiseGauge(
      bounceBeforeNs: nil, bounceAfterNs: nil, calibrationBeforeNs: calibration,
      calibrationAfterNs: calibration, elapsedMilliseconds: 1, stalledMilliseconds: 0, stolenMilliseconds: 0)
    return String(decoding: try RecordCoding.line(result), as: UTF8.self)
  }

  private func campaign(_ process: TrialProcess, _ workload: Workload = .throughput) -> Campaign {
    let order = (0..<10).map {
      PlannedTrial(round: $0, spec: TrialSpec(RowKey(RingSpec("none"), workload: workload)))
    }
    return Campaign(
      record: CampaignRecord(
        startedAt: "", seed: 1, rounds: 10, arguments: [],
        environment: RunEnvironment(
          hostName: "", architecture: "", cpuModel: "", microcode: nil, kernel: "", governor: nil, smt: nil,
          hypervisor: nil, allowedCpus: [0], stealPercent: nil, compiler: "", build: .release, swiftFlags: "",
          cyclesPerSecond: 1e9), order: order, reference: false), process: process, seconds: 20)
  }

  @Test func aMarkedTrialIsRunAgainNowAndThenAndKeptWithItsMark() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    var records: [TrialRecord] = []
    _ = try await campaign(program("moved", result(ns: 5, stayed: false))).run { records += $0.ended }
    #expect(records.count == 10)
    #expect(records.allSatisfy { $0.marks == [.moved] })
    // One of ten may be run again.
    #expect(try calls("moved") == 11)
  }

  @Test func aThreadAloneOnACoreSlowerThanAtItsFastestIsRunAgainUpToThreeTimes() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    // Fast the first time, and slow ever after.
    let calls = "\(folder.path)/slow.calls"
    let process = try script(
      "slow",
      """
      echo x >> '\(calls)'
      if [ $(wc -l < '\(calls)') = 1 ]; then echo '\(try answer(calibration: 2243))'
      else echo '\(try answer(calibration: 3600))'; fi
      """)
    var records: [TrialRecord] = []
    _ = try await campaign(process, .barrierCost).run { records += $0.ended }
    #expect(records.count == 10)
    #expect(try self.calls("slow") == 1 + 9 * 4)
  }

  @Test func aRowWhoseCoreWasSlowInEveryRoundIsRunAgainAtTheEndUntilItIsNot() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    // How fast the core can be, another row shows; this one is slow in all ten rounds and for two times more.
    let calls = "\(folder.path)/busy.calls"
    let process = try script(
      "busy",
      """
      case "$*" in *seq-cst*) echo '\(try answer(calibration: 2243))'; exit;; esac
      echo x >> '\(calls)'
      if [ $(wc -l < '\(calls)') -le \(10 * 4 + 2) ]; then echo '\(try answer(calibration: 3600))'
      else echo '\(try answer(calibration: 2250))'; fi
      """)
    var record = campaign(process, .barrierCost).record
    record.order.insert(
      PlannedTrial(round: 0, spec: TrialSpec(RowKey(RingSpec("seq-cst"), workload: .barrierCost))), at: 0)
    var records: [TrialRecord] = []
    let complete = try await Campaign(record: record, process: process, seconds: 20).run {
      records += $0.ended
    }
    #expect(complete)
    #expect(records.map(\.index) == Array(0...11))
    #expect(records.last?.round == 10)
    #expect(records.last?.result?.noise?.calibrationBeforeNs == 2250)
    #expect(try self.calls("busy") == 10 * 4 + 3)
  }

  @Test func rowsWhoseCoreWasSlowInEveryRoundShareAChildAtTheEnd() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    // How fast the core can be, seq-cst shows; the others are slow in the planned trial and its three repeats. Then they are
    // run together, and one of them once more.
    let log = "\(folder.path)/shared.calls"
    let process = try program(
      "shared",
      answeringEach: """
        if [ $name = seq-cst ]; then echo '\(try answer(calibration: 2243))'
        elif [ $(wc -l < '\(log)') -lt $([ $name = fio ] && echo 5 || echo 6) ]; then
          echo '\(try answer(calibration: 3600))'
        else echo '\(try answer(calibration: 2250))'; fi
        """)
    var record = campaign(process, .barrierCost).record
    record.order = ["seq-cst", "none", "fio"].map {
      PlannedTrial(round: 0, spec: TrialSpec(RowKey(RingSpec($0), workload: .barrierCost)))
    }
    record.rounds = 1
    var records: [TrialRecord] = []
    #expect(
      try await Campaign(record: record, process: process, seconds: 20).run { records += $0.ended })
    #expect(records.map(\.index) == Array(0...4))
    #expect(records.suffix(2).map(\.spec.row.strategy) == ["fio", "none"])
    #expect(records.suffix(2).map(\.round) == [1, 1])
    let calls = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
    #expect(calls.suffix(2) == ["none fio", "none"])
    #expect(calls.count == 6)
  }

  @Test func rowsThatAreComparedShareAChildInEachRoundWhateverTheirRing() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let process = try program("block", answeringEach: "echo '\(try answer(calibration: 2243))'")
    func row(_ strategy: String, _ layout: LayoutKind, _ workload: Workload = .handOff) -> RowKey {
      RowKey(RingSpec(strategy, layout: layout), workload: workload)
    }
    // One strategy is measured in the tagged ring beside the others in the padded one, and is compared with them.
    let rows = [
      row("none", .padded), row("acquire-release", .tagged), row("seq-cst", .padded),
      row("acquire-release", .padded), row("none", .padded, .roundTrip),
    ]
    var record = campaign(process).record
    record.order = [0, 1].flatMap { round in
      rows.map { PlannedTrial(round: round, spec: TrialSpec($0)) }
    }
    #expect(try await Campaign(record: record, process: process, seconds: 20).run { _ in })
    let round = ["none acquire-release seq-cst acquire-release", "none"]
    let calls = try String(contentsOfFile: "\(folder.path)/block.calls", encoding: .utf8)
    #expect(calls.split(separator: "\n").map(String.init) == round + round)
  }

  @Test func aQuietTrialIsRunOnceAndNotMarked() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    var records: [TrialRecord] = []
    _ = try await campaign(program("quiet", result(ns: 5, stayed: true))).run { records += $0.ended }
    #expect(records.allSatisfy { $0.marks == nil })
    #expect(try calls("quiet") == 10)
  }

  private func interleaved(_ base: TrialProcess, _ candidate: TrialProcess) -> InterleavedCampaign {
    InterleavedCampaign(
      base: base, candidate: candidate,
      rows: [
        TrialSpec(RowKey(RingSpec("none"), workload: .barrierCost)),
        TrialSpec(RowKey(RingSpec("seq-cst"), workload: .barrierCost)),
      ],
      ticksPerSecond: 1e9, seed: 1, seconds: 600)
  }

  @Test func eachRoundHasEachRowTwiceOfEachSide() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let campaign = interleaved(
      try program("base", result(ns: 5, stayed: true)), try program("candidate", result(ns: 6, stayed: true)))
    let outcome = await campaign.run { $0.count < 3 ? Set($0.trials.map(\.trial.spec.row)) : [] }
    #expect(outcome.count == 3)
    for (_, trials) in Dictionary(grouping: outcome.trials, by: \.trial.spec.row) {
      #expect(trials.map(\.trial.round).sorted() == [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2])
      for (build, ns) in [(BuildTrial.Build.base, 5.0), (.candidate, 6)] {
        let figures = trials.filter { $0.build == build }.map(\.trial.result?.nsPerOperation.median)
        #expect(figures == Array(repeating: ns, count: 6))
      }
    }
    #expect(try calls("base") == 12)
    #expect(try calls("candidate") == 12)
  }

  @Test func burstsOfTwoBuildsAlternateOnlyIfThoseOfBothDo() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    func answering(_ name: String, gauged: [GaugedBurst]?) throws -> TrialProcess {
      var result = result(ns: 5, stayed: true)
      result.gaugedBursts = gauged
      return try program(
        name, answeringEach: "echo '\(String(decoding: try RecordCoding.line(result), as: UTF8.self))'")
    }
    let readings = CPUReadings(bounceNs: 70, calibrationNs: 2250, consumerCalibrationNs: 2250)
    let burst = GaugedBurst(nsPerOperation: 5, before: readings, after: readings)
    let (new, old) = (try answering("new", gauged: [burst]), try answering("old", gauged: nil))
    for (candidate, alternate) in [(new, true), (old, false)] {
      let campaign = InterleavedCampaign(
        base: new, candidate: candidate,
        rows: ["none", "seq-cst"].map { name in
          TrialSpec(
            RowKey(RingSpec(name), workload: .handOff, turnEvents: 256, producerCpu: 0, consumerCpu: 1))
        },
        ticksPerSecond: 1e9, seed: 1, seconds: 600)
      let outcome = await campaign.run { $0.count < 2 ? Set($0.trials.map(\.trial.spec.row)) : [] }
      #expect(outcome.alternates == alternate)
      #expect(
        outcome.trials.map(\.trial.round).sorted() == Array(repeating: 0, count: 8)
          + Array(repeating: 1, count: 8))
    }
  }

  @Test func aBuildThatCrashesEndsTheComparisonAndOneThatRefusesARowLosesTheRow() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let base = try program("base", result(ns: 5, stayed: true))
    let crashed = await interleaved(base, try script("crash", "kill -SEGV $$")).run { _ in [] }
    #expect(try #require(crashed.collapse).contains("crashed"))
    let refused = await interleaved(base, try script("refuse", "echo 'no such strategy' >&2; exit 64")).run {
      _ in []
    }
    #expect(refused.collapse == nil)
    #expect(refused.failures.count == 2)
    #expect(refused.failures.values.allSatisfy { $0.contains("no such strategy") })
  }

  @Test func aProgramThatIsNoRingbenchIsRefused() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    for body in ["echo hi", "exit 3", "kill -SEGV $$", "yes"] {
      let process = try script("foreign", body)
      await #expect(throws: ExecutableProbe.Refusal.self) {
        try await ExecutableProbe.build(of: process, cpu: 0, ticksPerSecond: 1e9)
      }
    }
  }

  @Test func aScriptThatHangsIsEndedWithItsChildren() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let process = try script("hang", "sleep 1000")
    let ending = try await process.run(
      TrialSpec(RowKey(RingSpec("none"), workload: .barrierCost)), ticksPerSecond: 1e9, timeLimit: 0.5)
    #expect(ending.outcome == .hung)
    #expect(ending.seconds < 500)
  }
}
