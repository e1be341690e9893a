import CellRings
import Foundation
import Glibc
import RingBursts
import RunRecord

/// What a child is told, as the argument of `ringbench trial`: trials to run one after another. A process takes several times
/// as long to start as a trial takes, and rows that are compared within one process share its memory and its placement.
public struct TrialRequest: Codable, Sendable {
  public var schema: Int
  public var specs: [TrialSpec]
  /// The parent's calibration of the cycle counter, Hz, so that no child spends time on it.
  public var ticksPerSecond: Double
  /// Whether the bursts of the trials alternate on one pair of threads; absent: the trials run one after another.
  public var alternates: Bool?

  /// How long a child may take before it counts as hung, s: far longer than its trials take even on a loaded machine.
  public static func timeLimit(of specs: [TrialSpec]) -> Double {
    specs.reduce(10) { limit, spec in
      limit + (spec.row.oversubscribed ? 40.0 : 10.0) * spec.durationMilliseconds / 1000
    }
  }

  /// - Parameter alternates: Only for trials that may (``TrialSpec/mayAlternate(_:)``).
  public init(specs: [TrialSpec], ticksPerSecond: Double, alternates: Bool = false) {
    schema = SchemaVersion.current
    (self.specs, self.ticksPerSecond) = (specs, ticksPerSecond)
    self.alternates = alternates ? true : nil
  }

  /// Whether it can be run: it may have been written by another program.
  public var isPlausible: Bool {
    !specs.isEmpty && specs.count <= 1 << 10 && (1e3...1e12).contains(ticksPerSecond)
      && specs.allSatisfy { spec in
        spec.isPlausible && spec.row.slots <= 1 << 24 && spec.row.batch <= 1 << 24
          && spec.durationMilliseconds <= 86_400_000
      }
      && (alternates != true || TrialSpec.mayAlternate(specs))
  }

  /// Runs the trials in this process and passes on each answer as its trial ends; those that alternate end together.
  ///
  /// - Parameters:
  ///   - injectedPercent: Work to add to each operation, per cent of what one takes without it, which is measured first. How
  ///     the gate is tested; a lower bound has no edge to add it at.
  ///   - rings: The rings of the program's own.
  public func run(injectedPercent: Double = 0, rings: [Peer] = [], each: (TrialAnswer) -> Void) {
    // A parent that was killed cannot end a child that hangs: the child's own alarm does.
    alarm(UInt32(clamping: Int(Self.timeLimit(of: specs)) + 5))
    let clock = CycleClock(ticksPerSecond: ticksPerSecond)
    for group in alternates == true ? [specs] : specs.map({ [$0] }) {
      for result in Self.results(of: group, clock: clock, injectedPercent: injectedPercent, rings) {
        switch result {
        case .success(let result): each(.result(result))
        case .failure(let error): each(.failure("\(error)"))
        }
      }
    }
  }

  /// Of one trial, or of several whose bursts alternate.
  private static func results(
    of specs: [TrialSpec], clock: CycleClock, injectedPercent: Double, _ rings: [Peer]
  ) -> [Result<TrialResult, TrialError>] {
    var specs = specs
    if injectedPercent > 0, !specs.contains(where: \.row.workload.isLowerBound) {
      for (index, plain) in plainResults(of: specs, clock: clock, rings).enumerated() {
        guard let plain = try? plain.get() else { continue }
        specs[index].injectedDelayNanoseconds = plain.nsPerOperation.median * injectedPercent / 100
      }
    }
    return plainResults(of: specs, clock: clock, rings).map { result in
      result.map { result in
        var result = result
        result.build = ThisMachine.build
        return result
      }
    }
  }

  private static func plainResults(
    of specs: [TrialSpec], clock: CycleClock, _ rings: [Peer]
  ) -> [Result<TrialResult, TrialError>] {
    guard specs.count == 1 else { return Trial.run(alternating: specs, clock: clock) }
    return specs.map { spec in
      Result { () throws(TrialError) in try Trial.run(spec, clock: clock, rings: rings) }
    }
  }
}

/// What a child answers to one trial: a line of JSON.
public enum TrialAnswer: Sendable {
  case result(TrialResult)
  /// Why it could not be run.
  case failure(String)

  private struct Failure: Codable { var failure: String }

  /// Nil if the line is no answer.
  public init?(line: some StringProtocol) {
    let data = Data(line.utf8)
    if let result = try? RecordCoding.decoder.decode(TrialResult.self, from: data) {
      self = .result(result)
    } else if let failure = try? RecordCoding.decoder.decode(Failure.self, from: data) {
      self = .failure(failure.failure)
    } else {
      return nil
    }
  }

  /// The line, without its end.
  ///
  /// - Throws: `EncodingError`.
  public func line() throws -> String {
    switch self {
    case .result(let result): String(decoding: try RecordCoding.line(result), as: UTF8.self)
    case .failure(let reason):
      String(decoding: try RecordCoding.line(Failure(failure: reason)), as: UTF8.self)
    }
  }
}
