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

  /// Runs trials in one child, one after another, and waits for their end. A trial that ends the child, or hangs, costs no
  /// other its result: those after it are run in another child. The one during which a child hung is run once more alone, so
  /// that it has the whole of its own time.
  ///
  /// - Returns: An ending for each of `specs`.
  /// - Throws: `CancellationError` when the surrounding task is cancelled; the child is killed first.
  public func run(
    _ specs: [TrialSpec], ticksPerSecond: Double, timeLimit: Double? = nil
  ) async throws -> [Ending] {
    var endings: [Ending] = []
    var isAlone = specs.count == 1
    while endings.count < specs.count {
      let left = specs.dropFirst(endings.count)
      let asked = Array(isAlone ? left.prefix(1) : Self.sharingAChild(left))
      let limit = timeLimit ?? TrialRequest.timeLimit(of: asked)
      let (ended, hung) = try await child(asked, ticksPerSecond: ticksPerSecond, timeLimit: limit)
      endings += ended
      if hung, asked.count == 1 {
        endings.append(
          Ending(
            outcome: .hung, message: "no result after \(Int(limit.rounded())) s", result: nil, seconds: limit)
        )
      }
      isAlone = hung && asked.count > 1
    }
    return endings
  }

  /// Runs in one child the trials whose bursts may alternate, and the others after them, one after another. If that child
  /// gives fewer answers than it was asked for, nobody knows in which trial it hung or crashed: its trials are then run one
  /// after another too.
  ///
  /// - Parameter apart: Rows that do not alternate with others.
  /// - Returns: An ending for each of `specs`.
  /// - Throws: `CancellationError` when the surrounding task is cancelled; the child is killed first.
  public func run(
    alternating specs: [TrialSpec], apart: Set<RowKey> = [], ticksPerSecond: Double, timeLimit: Double? = nil
  ) async throws -> [Ending] {
    let places = specs.indices.filter { specs[$0].mayAlternate && !apart.contains(specs[$0].row) }
    let together = places.map { specs[$0] }
    var endings: [Int: Ending] = [:]
    if TrialSpec.mayAlternate(together) {
      let (ended, _) = try await child(
        together, ticksPerSecond: ticksPerSecond,
        timeLimit: timeLimit ?? TrialRequest.timeLimit(of: together),
        alternates: true)
      if ended.count == together.count, !ended.contains(where: { $0.outcome == .crashed }) {
        endings = Dictionary(uniqueKeysWithValues: zip(places, ended))
      }
    }
    let left = specs.indices.filter { endings[$0] == nil }
    let others = try await run(
      left.map { specs[$0] }, ticksPerSecond: ticksPerSecond, timeLimit: timeLimit)
    endings.merge(zip(left, others)) { first, _ in first }
    return specs.indices.compactMap { endings[$0] }
  }

  /// The first of these trials that may run in one process. A peer runs in one of its own: what it does to the memory must
  /// not become another row's crash.
  private static func sharingAChild(_ specs: ArraySlice<TrialSpec>) -> ArraySlice<TrialSpec> {
    specs.first?.row.isPeer == true ? specs.prefix(1) : specs.prefix { !$0.row.isPeer }
  }

  /// The endings of the first of `specs`, as far as one child came; at least one unless it hung.
  private func child(
    _ specs: [TrialSpec], ticksPerSecond: Double, timeLimit: Double, alternates: Bool = false
  ) async throws -> (endings: [Ending], hung: Bool) {
    let request = TrialRequest(specs: specs, ticksPerSecond: ticksPerSecond, alternates: alternates)
    let argument = String(decoding: try RecordCoding.line(request), as: UTF8.self)
    let begin = ContinuousClock.now
    let output = ChildOutput()
    let end = try await within(.seconds(timeLimit)) { try await child(argument, output) }
    try Task.checkCancellation()
    var endings = output.answers.prefix(specs.count).map(Self.ending)
    if endings.count < specs.count, let end, let failure = Self.failure(end, hasAnswered: !endings.isEmpty) {
      endings.append(failure)
    }
    // Of a child that hung, the time until its last answer.
    let duration = (end == nil ? output.lastPart ?? begin : .now) - begin
    for index in endings.indices { endings[index].seconds = duration / .seconds(1) / Double(endings.count) }
    return (endings, hung: end == nil && endings.count < specs.count)
  }

  /// How a child's process ended.
  private struct ChildEnd: Sendable {
    var status: TerminationStatus
    /// The first line of its standard error.
    var complaint: String?
  }

  private func child(_ argument: String, _ output: ChildOutput) async throws -> ChildEnd {
    let injection = injectedPercent > 0 ? ["--inject-delay", "\(injectedPercent)"] : []
    let outcome = try await Subprocess.run(
      .path(FilePath(executable)), arguments: Arguments(["trial", argument] + injection),
      // The signal tells the reason of a crash; a backtrace would take seconds.
      environment: .inherit.updating(["SWIFT_BACKTRACE": "enable=no"]),
      platformOptions: .child, input: .none, output: .sequence, error: .string(limit: 1 << 16)
    ) { execution in
      for try await part in execution.standardOutput { try part.withUnsafeBytes { try output.add($0) } }
    }
    return ChildEnd(
      status: outcome.terminationStatus,
      complaint: outcome.standardError.split(separator: "\n").first.map(String.init))
  }

  /// How the trial ended at which a child stopped that answered fewer than it was asked; nil if it is to be asked again.
  private static func failure(_ end: ChildEnd, hasAnswered: Bool) -> Ending? {
    switch end.status {
    case .exited(0): hasAnswered ? nil : failed("the child's result cannot be read")
    case .exited(let code): failed(end.complaint ?? "the child ended with status \(code)")
    case .signaled(let signal):
      Ending(
        outcome: .crashed, message: "the child was ended by signal \(signal)", result: nil, seconds: 0)
    }
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
