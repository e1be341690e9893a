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

  /// Prints one line on standard error and returns what to throw.
  func failure(_ line: String) -> ExitCode {
    StandardError.write("ringbench: \(line.visible)\n")
    return code
  }

  /// What to throw if the report has already explained it.
  var code: ExitCode { ExitCode(rawValue) }
}
