import Foundation
import RunRecord

/// What a peer's library says of itself, asked in a child process: its initialisers may crash or hang.
public enum PeerDescription {
  /// Why there is none. Each has one line for a person.
  public enum Refusal: Error, Equatable, CustomStringConvertible {
    /// The child's own line, and its exit code.
    case refused(reason: String, status: Int32)
    case crashed(library: String, signal: Int32)
    case hung(library: String, seconds: Int)

    public var description: String {
      switch self {
      case .refused(let reason, _): reason
      case .crashed(let library, let signal):
        "the library \(library) crashes when it is loaded: the child was ended by signal \(signal)"
      case .hung(let library, let seconds):
        "the library \(library) hangs when it is loaded: no answer after \(seconds) s"
      }
    }
  }

  /// Loading takes milliseconds; on a loaded machine with a cold disk, seconds.
  private static let secondsAllowed = 15

  /// - Parameters:
  ///   - library: The library's path; the record has it as an absolute one.
  ///   - executable: A ringbench, which is called as `EXECUTABLE describe-peer LIBRARY`.
  /// - Throws: ``Refusal``, or `CancellationError`.
  public static func of(
    _ library: String, executable: String = TrialProcess.thisExecutable
  ) async throws -> PeerRecord {
    let path = URL(filePath: library).path
    let ending = try await AnsweringChild.ask(
      executable, ["describe-peer", path], within: .seconds(secondsAllowed))
    switch ending {
    case .hung: throw Refusal.hung(library: library, seconds: secondsAllowed)
    case .crashed(let signal): throw Refusal.crashed(library: library, signal: signal)
    case .answered(let line):
      guard let record = try? RecordCoding.decoder.decode(PeerRecord.self, from: line) else {
        throw Refusal.refused(
          reason: "the library \(library) ended its process before it said what it is", status: 0)
      }
      return record
    case .refused(let status, let complaint):
      throw Refusal.refused(reason: complaint ?? "the library \(library) cannot be loaded", status: status)
    }
  }
}
