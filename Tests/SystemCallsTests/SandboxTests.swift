import CSeccomp
import Foundation
import SystemCalls
import Testing

/// The program in a sandbox that refuses one call: by an error, or by ending whoever makes it (error 0).
@Suite(.serialized) struct SandboxTests {
  private static let quickKernel = ["ringbench", "kernel", "--quick", "--events", "64", "kernel-2014"]

  /// What the program wrote, where it has to end with `status`.
  private static func output(
    of arguments: [String], forbidding call: String, _ error: Int32, status: Int32
  ) async throws -> (output: String, complaint: String) {
    let result = await #expect(
      processExitsWith: .exitCode(status), observing: [\.standardErrorContent, \.standardOutputContent]
    ) { [arguments, call, error] in
      _ = forbid_call(call, error)
      become(arguments)
    }
    let streams = try #require(result)
    return (
      String(decoding: streams.standardOutputContent, as: UTF8.self),
      String(decoding: streams.standardErrorContent, as: UTF8.self)
    )
  }

  /// Not eventfd: Dispatch, which watches for signals, ends the process itself where that is refused.
  private static let callsOfRings = SystemCall.allCases.filter { ![.membarrier, .eventfd].contains($0) }

  @Test(arguments: callsOfRings, [EPERM, 0])
  func kernelLeavesOutTheRingThatNeedsAForbiddenCall(_ call: SystemCall, _ error: Int32) async throws {
    let needsURing = [.ioUringSetup, .ioUringEnter].contains(call)
    let other = needsURing ? SystemCall.ioSetup : .ioUringSetup
    // With neither ring here, nothing is left to measure.
    let status: Int32 = other.refusal == nil ? 0 : 69
    let (output, complaint) = try await Self.output(
      of: Self.quickKernel, forbidding: call.rawValue, error, status: status)
    let reason = "\(call.rawValue) is not available: "
    #expect(output.contains("Not available: \(reason)") && complaint.contains(reason))
    #expect(output.contains(error == 0 ? "SIGSYS" : "EPERM"))
    if status == 0 { #expect(output.contains(needsURing ? "aio: " : "io-uring: ")) }
  }

  @Test(arguments: [("aio", "io_setup"), ("io-uring", "io_uring_setup")], [EPERM, 0])
  func aRingAskedForByNameThatIsForbiddenIs69(_ ring: (name: String, call: String), _ error: Int32)
    async throws
  {
    let (output, complaint) = try await Self.output(
      of: Self.quickKernel + ["--ring", ring.name], forbidding: ring.call, error, status: 69)
    #expect(output.contains("Not available: \(ring.call)"))
    #expect(complaint.contains("\(ring.call) is not available: "))
  }

  @Test(arguments: [EPERM, ENOSYS, 0])
  func runLeavesOutTheSleepingConsumerThatNeedsMembarrier(_ error: Int32) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "ringbench-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let arguments = [
      "ringbench", "run", "membarrier", "full-fence", "--rounds", "1", "--duration", "0.5", "--oversubscribe",
      "--workloads", "wake-rounds,barrier-cost", "--output", folder,
    ]
    let (output, complaint) = try await Self.output(of: arguments, forbidding: "membarrier", error, status: 0)
    #expect(complaint.contains("left out: membarrier is not available: "))
    #expect(output.contains("Not available: membarrier is not available: "))
    #expect(!output.contains("UNEXPECTED"))
    let summary = try String(contentsOfFile: folder + "/summary.json", encoding: .utf8)
    #expect(summary.contains("not_available"))
  }

  @Test(arguments: [EPERM, 0])
  func aCampaignIsNotGoneOnWithWhereACallThatItNeedsIsForbidden(_ error: Int32) async throws {
    try #require(SystemCall.membarrier.refusal == nil)
    let folder = FileManager.default.temporaryDirectory.appending(path: "ringbench-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let process = Process()
    process.executableURL = program
    process.arguments = [
      "run", "membarrier", "--rounds", "1", "--duration", "0.5", "--oversubscribe", "--workloads",
      "barrier-cost,wake-rounds", "--output", folder,
    ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    // As if it had been ended before its first trial's end.
    let trials = URL(filePath: folder + "/trials.jsonl")
    try Data().write(to: trials)
    let resume = ["ringbench", "run", "--resume", folder]
    let (_, complaint) = try await Self.output(of: resume, forbidding: "membarrier", error, status: 69)
    #expect(complaint.contains("membarrier is not available: ") && complaint.contains("where it is allowed"))
    #expect(try Data(contentsOf: trials).isEmpty)
  }

  @Test func runWithNothingLeftIs69() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "ringbench-\(UUID())").path
    let arguments = [
      "ringbench", "run", "membarrier", "--duration", "0.2", "--oversubscribe", "--workloads", "wake-rounds",
      "--output", folder,
    ]
    let (_, complaint) = try await Self.output(of: arguments, forbidding: "membarrier", EPERM, status: 69)
    #expect(complaint.contains("membarrier is not available: it is forbidden (EPERM)"))
    #expect(!FileManager.default.fileExists(atPath: folder))
  }
}

/// The program as it was built beside the tests.
private var program: URL {
  Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL.deletingLastPathComponent()
    .appending(path: "ringbench")
    ?? URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "ringbench")
}

/// Replaces this process by the program.
private func become(_ arguments: [String]) {
  var words = arguments.map { strdup($0) } + [nil]
  execv(program.path, &words)
  exit(1)
}
