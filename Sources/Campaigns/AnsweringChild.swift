import Foundation
import Subprocess
import SystemPackage

/// A child process that is asked one thing, and may crash or hang over it.
enum AnsweringChild {
  enum Ending {
    /// The last line that it printed; before it a library's initialiser may have printed others.
    case answered(Data)
    /// It ended with an exit code other than 0, and the line that it gave for it.
    case refused(status: Int32, complaint: String?)
    case crashed(signal: Int32)
    case hung
  }

  /// - Throws: `CancellationError`.
  static func ask(_ executable: String, _ arguments: [String], within limit: Duration) async throws -> Ending
  {
    let outcome = try await within(limit) {
      try await Subprocess.run(
        .path(FilePath(executable)), arguments: Arguments(arguments),
        // The signal tells the reason of a crash; a backtrace would take seconds.
        environment: .inherit.updating(["SWIFT_BACKTRACE": "enable=no"]), platformOptions: .child,
        input: .none, output: .string(limit: 1 << 24), error: .string(limit: 1 << 16))
    }
    try Task.checkCancellation()
    guard let outcome else { return .hung }
    switch outcome.terminationStatus {
    case .signaled(let signal): return .crashed(signal: Int32(signal))
    case .exited(0):
      return .answered(outcome.standardOutput.split(separator: "\n").last.map { Data($0.utf8) } ?? Data())
    case .exited(let code):
      let own = "ringbench: "
      let complaint = outcome.standardError.split(separator: "\n").first.map(String.init)
      return .refused(
        status: Int32(code),
        complaint: complaint.map { $0.hasPrefix(own) ? String($0.dropFirst(own.count)) : $0 })
    }
  }
}
