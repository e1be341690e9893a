import Analysis
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

    /// The record of a campaign's trial that ended so.
    func record(index: Int, round: Int, of spec: TrialSpec) -> TrialRecord {
      TrialRecord(
        index: index, round: round, spec: spec, outcome: outcome, message: message, result: result,
        seconds: seconds, marks: result.map(NoiseMark.all) ?? [])
    }
  }

  /// Runs one trial and waits for its end.
  ///
  /// - Throws: `CancellationError` when the surrounding task is cancelled; the child is killed first.
  public func run(_ spec: TrialSpec, ticksPerSecond: Double, timeLimit: Double? = nil) async throws -> Ending
  {
    let endings = try await run([spec], ticksPerSecond: ticksPerSecond, timeLimit: timeLimit)
    return endings.first ?? Ending(outcome: .failed, message: "no result", result: nil, seconds: 0)
  }

  /// Runs trials in one child, one after another, and waits for their end. A trial that ends the child costs no other its
  /// result: those after it are run in another child, and if the child hangs, each is run in one of its own.
  ///
  /// - Returns: An ending for each of `specs`.
  /// - Throws: `CancellationError` when the surrounding task is cancelled; the child is killed first.
  public func run(
    _ specs: [TrialSpec], ticksPerSecond: Double, timeLimit: Double? = nil
  ) async throws -> [Ending] {
    var endings: [Ending] = []
    while endings.count < specs.count {
      let left = Array(specs.dropFirst(endings.count))
      let more = try await child(left, ticksPerSecond: ticksPerSecond, timeLimit: timeLimit)
      if let more {
        endings += more
        continue
      }
      if left.count == 1 {
        let limit = timeLimit ?? TrialRequest.timeLimit(of: left)
        endings.append(
          Ending(
            outcome: .hung, message: "no result after \(Int(limit.rounded())) s", result: nil, seconds: limit)
        )
        continue
      }
      for spec in left {
        endings += try await run([spec], ticksPerSecond: ticksPerSecond, timeLimit: timeLimit)
      }
    }
    return endings
  }

  /// The endings of the first of `specs`, as far as one child came; at least one. Nil if it hung.
  private func child(
    _ specs: [TrialSpec], ticksPerSecond: Double, timeLimit: Double?
  ) async throws -> [Ending]? {
    let request = TrialRequest(specs: specs, ticksPerSecond: ticksPerSecond)
    let argument = String(decoding: try RecordCoding.line(request), as: UTF8.self)
    let limit = timeLimit ?? TrialRequest.timeLimit(of: specs)
    let begin = ContinuousClock.now
    let ended = try await within(.seconds(limit)) { try await child(argument, count: specs.count) }
    try Task.checkCancellation()
    guard let endings = ended else { return nil }
    let seconds = (ContinuousClock.now - begin) / .seconds(1) / Double(endings.count)
    return endings.map { ending in
      var ending = ending
      ending.seconds = seconds
      return ending
    }
  }

  private func child(_ argument: String, count: Int) async throws -> [Ending] {
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
      platformOptions: options, output: .string(limit: 1 << 22), error: .string(limit: 1 << 16))
    var endings = outcome.standardOutput.split(separator: "\n").compactMap(TrialAnswer.init(line:))
      .prefix(count).map(Self.ending)
    if endings.count == count { return endings }
    let complaint = outcome.standardError.split(separator: "\n").first.map(String.init)
    switch outcome.terminationStatus {
    case .exited(0):
      // A child that answers fewer than it was asked goes on in the next one.
      guard endings.isEmpty else { return endings }
      endings.append(Self.failed("the child's result cannot be read"))
    case .exited(let code): endings.append(Self.failed(complaint ?? "the child ended with status \(code)"))
    case .signaled(let signal):
      endings.append(
        Ending(
          outcome: .crashed, message: "the child was ended by signal \(signal)", result: nil, seconds: 0))
    }
    return endings
  }

  private static func ending(_ answer: TrialAnswer) -> Ending {
    switch answer {
    case .result(let result): Ending(outcome: .completed, message: nil, result: result, seconds: 0)
    case .failure(let reason): failed(reason)
    }
  }

  private static func failed(_ reason: String) -> Ending {
    Ending(outcome: .failed, message: reason, result: nil, seconds: 0)
  }
}
