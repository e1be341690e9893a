import ArgumentParser
import Foundation

/// The documented exit codes.
enum ExitStatus: Int32, CaseIterable {
  case regression = 2
  case violation = 3
  case inconclusive = 5
  case usage = 64
  case badData = 65
  case unavailable = 69
  case internalError = 70
  case inputOutput = 74
  case interrupted = 130

  /// Says what went wrong in one line on standard error and gives what to throw for it.
  func failure(_ line: String) -> ExitCode {
    StandardError.write("ringbench: \(line)\n")
    return code
  }

  /// What to throw without a word: the report has said it.
  var code: ExitCode { ExitCode(rawValue) }
}
