import Foundation
import RunRecord

/// Tells whether a file is a ringbench that runs trials, by having it run the shortest one.
public enum ExecutableProbe {
  /// Why it is not. Each has one line for a person.
  public enum Refusal: Error, Equatable, CustomStringConvertible {
    case notRingbench(path: String, reason: String)
    case hangs(path: String, seconds: Double)

    public var description: String {
      switch self {
      case .notRingbench(let path, let reason): "\(path) is not a ringbench executable: \(reason)"
      case .hangs(let path, let seconds):
        "\(path) is not a ringbench executable: its first trial did not end in \(Int(seconds)) s"
      }
    }
  }

  /// The trial takes milliseconds; on a loaded machine with a cold disk, seconds.
  private static let secondsAllowed = 15.0

  /// - Returns: How it was built; nil for a version that does not report it.
  /// - Throws: ``Refusal``, or `CancellationError`.
  public static func build(of process: TrialProcess, cpu: Int, ticksPerSecond: Double) async throws
    -> BuildKind?
  {
    let spec = TrialSpec(
      RowKey(nil, workload: .clock, producerCpu: cpu, consumerCpu: cpu), durationMilliseconds: 1,
      burstMilliseconds: 0.1)
    let path = process.executable
    let ending: TrialProcess.Ending
    do {
      ending = try await process.run(spec, ticksPerSecond: ticksPerSecond, timeLimit: secondsAllowed)
    } catch let error as CancellationError {
      throw error
    } catch {
      throw Refusal.notRingbench(path: path, reason: "it cannot be run, or floods its output")
    }
    switch ending.outcome {
    case .completed: return ending.result?.build
    case .hung: throw Refusal.hangs(path: path, seconds: secondsAllowed)
    case .crashed, .failed:
      throw Refusal.notRingbench(
        path: path, reason: "asked for a trial, it gave none (\(ending.message ?? "no result"))")
    }
  }
}
