import Foundation
import RingBursts
import RunRecord
import Subprocess
import SystemPackage

/// Runs a trial in a child process of its own: one that hangs or crashes takes nothing else with it.
public struct TrialProcess: Sendable {
  /// The program that is run: this one, unless two builds are compared.
  public let executable: String

  /// Work added to each operation on purpose, per cent; 0 in every real trial.
  public let injectedPercent: Double

  /// The child's environment and arguments are this program's own: `trial` and the specification.
  public init(executable: String, injectedPercent: Double = 0) {
    (self.executable, self.injectedPercent) = (executable, injectedPercent)
  }

  /// The running program's own path.
  public static var thisExecutable: String {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
      ?? CommandLine.arguments.first ?? "ringbench"
  }

  /// How long a child may take before it counts as hung, s: far beyond what a loaded machine makes of a trial.
  public static func timeLimit(of spec: TrialSpec) -> Double {
    let factor = spec.oversubscribed ? 40.0 : 10.0
    return 10 + factor * spec.durationMilliseconds / 1000
  }

  /// What a child came to; `result` is there only where it completed.
  public struct Ending: Sendable {
    public var outcome: TrialRecord.Outcome
    public var message: String?
    public var result: TrialResult?
    /// Wall-clock time of the child, s.
    public var seconds: Double
  }

  /// Runs one trial and waits for its end.
  ///
  /// - Throws: `CancellationError` when the surrounding task is cancelled; the child is killed first.
  public func run(_ spec: TrialSpec, ticksPerSecond: Double, timeLimit: Double? = nil) async throws -> Ending
  {
    let request = TrialRequest(spec: spec, ticksPerSecond: ticksPerSecond)
    let argument = String(decoding: try RecordCoding.line(request), as: UTF8.self)
    let limit = timeLimit ?? Self.timeLimit(of: spec)
    let begin = ContinuousClock.now
    let raced = try await withThrowingTaskGroup(of: Ending?.self) { group in
      group.addTask { try await child(argument) }
      group.addTask {
        try await Task.sleep(for: .seconds(limit))
        return nil
      }
      defer { group.cancelAll() }
      return try await group.next() ?? nil
    }
    try Task.checkCancellation()
    let seconds = (ContinuousClock.now - begin) / .seconds(1)
    guard var ending = raced else {
      let message = "no result after \(Int(limit.rounded())) s"
      return Ending(outcome: .hung, message: message, result: nil, seconds: seconds)
    }
    ending.seconds = seconds
    return ending
  }

  private func child(_ argument: String) async throws -> Ending {
    var options = PlatformOptions()
    // A process group of its own: Ctrl-C on a terminal is for the parent, which ends its children itself.
    options.processGroupID = 0
    // A script's own children hold its output open: they end with it.
    options.teardownSequence = [.send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .zero)]
    let injection = injectedPercent > 0 ? ["--inject-delay", "\(injectedPercent)"] : []
    let outcome = try await Subprocess.run(
      .path(FilePath(executable)), arguments: Arguments(["trial", argument] + injection),
      // The reason of a crash is in the signal; a backtrace would take seconds.
      environment: .inherit.updating(["SWIFT_BACKTRACE": "enable=no"]),
      platformOptions: options, output: .string(limit: 1 << 20), error: .string(limit: 1 << 16))
    let complaint = outcome.standardError.split(separator: "\n").first.map(String.init)
    switch outcome.terminationStatus {
    case .exited(0):
      let output = Data(outcome.standardOutput.utf8)
      guard let result = try? RecordCoding.decoder.decode(TrialResult.self, from: output) else {
        return Ending(outcome: .failed, message: "the child's result cannot be read", result: nil, seconds: 0)
      }
      return Ending(outcome: .completed, message: nil, result: result, seconds: 0)
    case .exited(let code):
      return Ending(
        outcome: .failed, message: complaint ?? "the child ended with status \(code)", result: nil, seconds: 0
      )
    case .signaled(let signal):
      return Ending(
        outcome: .crashed, message: "the child was ended by signal \(signal)", result: nil, seconds: 0)
    }
  }
}

/// What a child is told, as the argument of `ringbench trial`.
public struct TrialRequest: Codable, Sendable {
  public var schema: Int
  public var spec: TrialSpec
  /// The parent's calibration of the cycle counter, Hz, so that no child spends time on it.
  public var ticksPerSecond: Double

  public init(spec: TrialSpec, ticksPerSecond: Double) {
    schema = SchemaVersion.current
    (self.spec, self.ticksPerSecond) = (spec, ticksPerSecond)
  }

  /// Whether it can be run: who wrote it may not have been this program.
  public var isPlausible: Bool {
    spec.isPlausible && spec.slots <= 1 << 24 && spec.batch <= 1 << 24
      && spec.durationMilliseconds <= 86_400_000
      && (1e3...1e12).contains(ticksPerSecond)
  }

  /// Runs the trial in this process.
  ///
  /// - Parameter injectedPercent: Work to add to each operation, per cent of what one takes without it, which is
  ///   measured first. How the gate is tested; a floor has no edge to add it at.
  /// - Throws: ``TrialError``; the child's main program prints it.
  public func run(injectedPercent: Double = 0) throws(TrialError) -> TrialResult {
    // A parent that was killed cannot kill its child: the child does it.
    alarm(UInt32(TrialProcess.timeLimit(of: spec)) + 5)
    let clock = CycleClock(ticksPerSecond: ticksPerSecond)
    var spec = spec
    if injectedPercent > 0, !spec.workload.isFloor {
      let plain = try Trial.run(spec, clock: clock).nsPerOperation.median
      spec.injectedDelayNanoseconds = plain * injectedPercent / 100
    }
    var result = try Trial.run(spec, clock: clock)
    result.build = ThisMachine.build
    return result
  }
}
