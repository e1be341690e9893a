import Foundation
import RunRecord
import WeakMemory

/// A ring of the program's own and the models that it is to be looked at under, in a child process: its code may trap or hang.
public struct RingCheck: Codable, Sendable {
  public var ring: String
  public var models: [Model]
  /// How many events the ring must hold at least.
  public var capacity: Int
  /// What the two threads do; nil: as often as the ring's own test does.
  public var pushes: Int?
  public var pops: Int?
  /// Partial executions that a search may look at; nil: any number.
  public var steps: Int?
  /// How long one search may take, s.
  public var seconds: Double

  /// How long a search may take where nothing else is said, s.
  public static let usualSeconds = 10.0

  public init(
    ring: String, models: [Model], capacity: Int, pushes: Int?, pops: Int?, steps: Int?, seconds: Double
  ) {
    (self.ring, self.models, self.capacity) = (ring, models, capacity)
    (self.pushes, self.pops) = (pushes, pops)
    (self.steps, self.seconds) = (steps, seconds)
  }

  /// Why there are no verdicts. Each has one line for a person.
  public enum Refusal: Error, Equatable, CustomStringConvertible {
    /// The child's own line, and its exit code.
    case refused(reason: String, status: Int32)
    case crashed(ring: String, signal: Int32)
    case hung(ring: String, seconds: Int)

    public var description: String {
      switch self {
      case .refused(let reason, _): reason
      case .crashed(let ring, let signal):
        "\(ring) crashes in the checker: the child was ended by signal \(signal). Its code must not trap, whatever its loads return"
      case .hung(let ring, let seconds):
        "\(ring) hangs in the checker: no answer after \(seconds) s. Call spin() in a loop that waits or tries again"
      }
    }
  }

  /// - Parameter executable: The program that has the ring; it is called as `EXECUTABLE check-ring CHECK`.
  /// - Returns: A verdict for each model.
  /// - Throws: ``Refusal``, or `CancellationError`.
  public func verdicts(
    executable: String = TrialProcess.thisExecutable
  ) async throws -> [RingVerdictRecord] {
    let check = String(decoding: try RecordCoding.line(self), as: UTF8.self)
    // A search stops by itself at its limit, and there are two for each model: one thread alone is looked at first.
    let limit = 15 + 2 * Double(models.count) * (seconds + 6)
    switch try await AnsweringChild.ask(executable, ["check-ring", check], within: .seconds(limit)) {
    case .hung: throw Refusal.hung(ring: ring, seconds: Int(limit))
    case .crashed(let signal): throw Refusal.crashed(ring: ring, signal: signal)
    case .refused(let status, let complaint):
      throw Refusal.refused(reason: complaint ?? "\(ring) cannot be checked", status: status)
    case .answered(let line):
      guard let records = try? RecordCoding.decoder.decode([RingVerdictRecord].self, from: line) else {
        throw Refusal.refused(reason: "\(ring) ended its process before it was checked", status: 65)
      }
      return records
    }
  }
}
