import Foundation

/// Lines for a person, apart from the results.
enum StandardError {
  /// Whether a line there can be written over.
  static let canWriteOver =
    isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"

  /// That nobody can read it (a terminal that is gone, a full disk) is no reason to lose what is being measured.
  /// What was printed before stands before it, where both streams go to one file.
  static func write(_ text: String) {
    fflush(nil)
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }

  /// Writes over the line on which the cursor is: no more than fits, since a line that wraps is two.
  static func writeOver(_ line: String = "") {
    write("\r\(line.prefix(max(0, columns - 1)))\u{1b}[K")
  }

  private static var columns: Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }
}
