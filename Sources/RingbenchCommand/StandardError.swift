import Foundation

/// Messages for people, separate from the results.
enum StandardError {
  /// Whether a line can be overwritten there.
  static let canWriteOver =
    isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"

  /// Ignores failures: a terminal that is gone, or a full disk, must not lose what is being measured.
  /// What was printed before stands before it, where both streams go to one file.
  static func write(_ text: String) {
    fflush(nil)
    try? FileHandle.standardError.write(contentsOf: Data(ProgramName.inserted(into: text).utf8))
  }

  /// Overwrites the cursor's line, cut to the terminal's width: a line that wraps could not be overwritten.
  static func writeOver(_ line: String = "") {
    write("\r\(line.prefix(max(0, columns - 1)))\u{1b}[K")
  }

  private static var columns: Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }
}
