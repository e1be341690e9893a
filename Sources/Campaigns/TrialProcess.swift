import Foundation
import RunRecord
import Subprocess
import SystemPackage
import Trials

/// Runs each trial in a child process of its own, so that a trial that hangs or crashes affects nothing else.
public struct TrialProcess: Sendable {
  /// The program to run: this one, unless two builds are compared.
  public let executable: String

  /// Work added to each operation on purpose, per cent; 0 in every real trial.
  public let injectedPercent: Double

  /// - Parameter executable: A ringbench; it is called as `EXECUTABLE trial REQUEST`.
  public init(executable: String, injectedPercent: Double = 0) {
    (self.executable, self.injectedPercent) = (executable, injectedPercent)
  }

  /// The running program's own path.
  public static var thisExecutable: String {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
      ?? CommandLine.arguments.first ?? "ringbench"
  }

  /// How a child ended; `result` is there only if it completed.
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
    let limit = timeLimit ?? TrialRequest.timeLimit(of: spec)
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
    // A process group of its own: Ctrl-C on a terminal is meant for the parent, which ends its children itself.
    options.processGroupID = 0
    // A script's own children would keep its output open: they are ended with it.
    options.teardownSequence = [.send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .zero)]
    let injection = injectedPercent > 0 ? ["--inject-delay", "\(injectedPercent)"] : []
    let outcome = try await Subprocess.run(
      .path(FilePath(executable)), arguments: Arguments(["trial", argument] + injection),
      // The signal tells the reason of a crash; a backtrace would take seconds.
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
