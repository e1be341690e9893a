import Foundation
import RunRecord
import Testing

@testable import Campaigns

/// An executable that answers a trial as `body` says, in a folder of its own.
func fakeExecutable(_ body: String) throws -> String {
  let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  let file = folder.appending(path: "ringbench")
  try Data("#!/bin/sh\n\(body)\n".utf8).write(to: file)
  try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
  return file.path
}

private func remove(_ executable: String) {
  try? FileManager.default.removeItem(at: URL(filePath: executable).deletingLastPathComponent())
}

@Suite struct TrialProcessTests {
  private let spec = TrialSpec(RowKey(RingSpec("none"), workload: .throughput))

  private func ending(of body: String, limit: Double = 20) async throws -> TrialProcess.Ending {
    let executable = try fakeExecutable(body)
    defer { remove(executable) }
    return try await TrialProcess(executable: executable)
      .run(spec, ticksPerSecond: 1e9, timeLimit: limit)
  }

  // A child that is not killed would be waited for, for a day.
  @Test func aChildThatHangsIsKilledAndReportedHung() async throws {
    let ending = try await ending(of: "exec sleep 86400", limit: 0.5)
    #expect(ending.outcome == .hung)
    #expect(ending.result == nil)
  }

  // The third trial hangs, having begun its answer.
  @Test func aChildThatHangsKeepsTheTrialsThatHadEndedAndOnlyTheOthersAreRunAgain() async throws {
    let executable = try fakeExecutable(
      """
      asked=$(printf '%s' "$2" | grep -o '"strategy":"[^"]*"' | cut -d'"' -f4)
      echo $asked >> "$0.log"
      for name in $asked; do
        if [ $name = fio ]; then printf '{"ns_per'; exec sleep 86400; fi
        echo '\(answer)'
      done
      """)
    defer { remove(executable) }
    let specs = ["none", "libev", "fio", "spdk", "qemu"].map {
      TrialSpec(RowKey(RingSpec($0), workload: .barrierCost))
    }
    let endings = try await TrialProcess(executable: executable)
      .run(specs, ticksPerSecond: 1e9, timeLimit: 2)
    #expect(endings.map(\.outcome) == [.completed, .completed, .hung, .completed, .completed])
    #expect(endings.allSatisfy { $0.seconds >= 0 })
    let asked = try String(contentsOfFile: executable + ".log", encoding: .utf8)
    #expect(asked == "none libev fio spdk qemu\nfio\nspdk qemu\n")
  }

  // The child of alternating trials crashes, and so does, by itself, `fio`; or that child hangs, and no other.
  @Test(arguments: [
    ("kill -SEGV $$", "fio", 20, TrialRecord.Outcome.crashed, "none fio qemu\nnone fio qemu\nqemu\n"),
    ("exec sleep 86400", "-", 2, .completed, "none fio qemu\nnone fio qemu\n"),
  ])
  func alternatingTrialsThatGiveNoAnswerAreRunOneAfterAnother(
    end: String, troubled: String, limit: Double, outcome: TrialRecord.Outcome, expected: String
  ) async throws {
    let executable = try fakeExecutable(
      """
      asked=$(printf '%s' "$2" | grep -o '"strategy":"[^"]*"' | cut -d'"' -f4)
      echo $asked >> "$0.log"
      case "$2" in *'"alternates":true'*) \(end) ;; esac
      for name in $asked; do
        if [ $name = \(troubled) ]; then \(end); fi
        echo '\(answer)'
      done
      """)
    defer { remove(executable) }
    let specs = ["none", "fio", "qemu"].map { TrialSpec(RowKey(RingSpec($0), workload: .handOff)) }
    let endings = try await TrialProcess(executable: executable)
      .run(alternating: specs, ticksPerSecond: 1e9, timeLimit: limit)
    #expect(endings.map(\.outcome) == [.completed, outcome, .completed])
    #expect(try String(contentsOfFile: executable + ".log", encoding: .utf8) == expected)
  }

  // Which of the rows alternate is in the request; those that do not follow, in a child of their own.
  @Test func aRowThatHungOrCrashedNoLongerAlternates() async throws {
    let executable = try fakeExecutable(
      """
      asked=$(printf '%s' "$2" | grep -o '"strategy":"[^"]*"' | cut -d'"' -f4)
      case "$2" in *'"alternates":true'*) echo alternating $asked ;; *) echo $asked ;; esac >> "$0.log"
      for name in $asked; do
        if [ $name = fio ]; then kill -SEGV $$; fi
        echo '\(answer)'
      done
      """)
    defer { remove(executable) }
    let strategies = ["none", "fio", "qemu"]
    var campaign = CampaignRecord(
      startedAt: "", seed: 1, rounds: 2, arguments: [], environment: .made(),
      order: (0..<2).flatMap { round in
        strategies.map {
          PlannedTrial(round: round, spec: TrialSpec(RowKey(RingSpec($0), workload: .handOff)))
        }
      }, reference: false)
    campaign.alternates = true
    var outcomes: [TrialRecord.Outcome] = []
    let complete = try await Campaign(
      record: campaign, process: TrialProcess(executable: executable), seconds: 0.1
    ).run { outcomes += $0.ended.map(\.outcome) }
    #expect(complete)
    #expect(outcomes == [.completed, .crashed, .completed, .completed, .crashed, .completed])
    let asked = try String(contentsOfFile: executable + ".log", encoding: .utf8)
    #expect(asked == "alternating none fio qemu\nnone fio qemu\nqemu\nalternating none qemu\nfio\n")
  }

  private let answer = """
    {"ns_per_operation":{"median":1,"low":1,"high":1,"count":1},"operations":1,\
    "bursts":{"all":1,"undisturbed":1},"stayed_on_cpus":true,"involuntary_switches":[0,0]}
    """

  @Test func aChildThatASignalEndsIsReportedCrashed() async throws {
    let ending = try await ending(of: "kill -SEGV $$")
    #expect(ending.outcome == .crashed)
    #expect(ending.message == "the child was ended by signal 11")
  }

  @Test func aChildThatEndsWithAnErrorIsReportedWithItsFirstLine() async throws {
    let ending = try await ending(of: "echo 'no such thing' >&2; echo more >&2; exit 69")
    #expect(ending.outcome == .failed)
    #expect(ending.message == "no such thing")
  }

  @Test(arguments: ["", "{", "{\"ns_per_operation\":1}", "hello"])
  func aChildThatPrintsNoResultIsReportedFailed(output: String) async throws {
    let ending = try await ending(of: "echo '\(output)'")
    #expect(ending.outcome == .failed)
    #expect(ending.message == "the child's result cannot be read")
  }

  @Test func theRestOfACampaignGoesOnAfterHungAndCrashedTrials() async throws {
    // Every second child crashes: which one, a file remembers.
    let executable = try fakeExecutable(
      """
      if [ -e "$0.mark" ]; then rm "$0.mark"; kill -ABRT $$; fi
      touch "$0.mark"
      echo '\(answer)'
      """)
    defer { remove(executable) }
    let campaign = CampaignRecord(
      startedAt: "", seed: 1, rounds: 1, arguments: [], environment: .made(),
      order: Array(repeating: PlannedTrial(round: 0, spec: spec), count: 6), reference: false)
    var outcomes: [TrialRecord.Outcome] = []
    let complete = try await Campaign(
      record: campaign, process: TrialProcess(executable: executable), seconds: 0.1
    ).run { outcomes += $0.ended.map(\.outcome) }
    #expect(complete)
    #expect(outcomes == [.completed, .crashed, .completed, .crashed, .completed, .crashed])
  }
}

extension RunEnvironment {
  static func made() -> RunEnvironment {
    RunEnvironment(
      hostName: "host", architecture: "x86_64", cpuModel: "model", microcode: nil, kernel: "6", governor: nil,
      smt: nil, hypervisor: nil, allowedCpus: [0, 1], stealPercent: nil, compiler: "clang", build: .release,
      swiftFlags: "-O", cyclesPerSecond: 1e9)
  }
}
