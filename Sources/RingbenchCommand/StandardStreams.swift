import Foundation

/// Makes the three standard streams safe to use, whatever state the caller left them and the other files in.
enum StandardStreams {
  /// Opens /dev/null in place of a stream that the caller closed. Otherwise the next file that is opened, perhaps the
  /// results, would get its number and receive what is printed.
  static func openThoseClosed() {
    while true {
      let file = open("/dev/null", O_RDWR)
      if file <= STDERR_FILENO, file >= 0 { continue }
      if file >= 0 { close(file) }
      return
    }
  }

  /// A child process, its pipes and the libraries' own descriptors are fewer than this. With fewer free ones some of the
  /// libraries end the process by a trap, and some wait for ever.
  private static let descriptorsNeeded = 64

  /// Whether as many files can be opened as a command may need.
  static var canOpenFiles: Bool {
    var opened: [Int32] = []
    defer { for file in opened { close(file) } }
    for _ in 0..<descriptorsNeeded {
      let file = open("/dev/null", O_RDONLY)
      guard file >= 0 else { return false }
      opened.append(file)
    }
    return true
  }

  /// What is said where it cannot.
  static let tooFewFiles =
    "fewer than \(descriptorsNeeded) files can be opened: raise the limit with ulimit -n \(2 * descriptorsNeeded)"

  /// At exit, reports output that could not be written, and makes it the exit code.
  static func reportWhatCannotBePrinted() {
    atexit {
      guard fflush(nil) != 0 else { return }
      let code = errno
      // A reader may close the pipe when it has seen enough.
      if code == EPIPE { return }
      StandardError.write("ringbench: cannot write to standard output: \(String(cString: strerror(code)))\n")
      _exit(ExitStatus.inputOutput.rawValue)
    }
  }
}
