import Foundation
import RunRecord
import Subprocess
import SystemPackage

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
    let outcome = try await within(.seconds(secondsAllowed)) {
      try await Subprocess.run(
        .path(FilePath(executable)), arguments: ["describe-peer", path],
        environment: .inherit.updating(["SWIFT_BACKTRACE": "enable=no"]), platformOptions: .child,
        input: .none, output: .string(limit: 1 << 16), error: .string(limit: 1 << 16))
    }
    try Task.checkCancellation()
    guard let outcome else { throw Refusal.hung(library: library, seconds: secondsAllowed) }
    let complaint = outcome.standardError.split(separator: "\n").first.map(String.init)
    switch outcome.terminationStatus {
    case .signaled(let signal): throw Refusal.crashed(library: library, signal: Int32(signal))
    case .exited(0):
      // A library's initialiser may print something before the description.
      let last = outcome.standardOutput.split(separator: "\n").last.map { Data($0.utf8) } ?? Data()
      guard let record = try? RecordCoding.decoder.decode(PeerRecord.self, from: last) else {
        throw Refusal.refused(
          reason: "the library \(library) ended its process before it said what it is", status: 0)
      }
      return record
    case .exited(let code):
      let own = "ringbench: "
      let reason = complaint.map { $0.hasPrefix(own) ? String($0.dropFirst(own.count)) : $0 }
      throw Refusal.refused(reason: reason ?? "the library \(library) cannot be loaded", status: Int32(code))
    }
  }
}
