import Foundation

/// Makes the three standard streams safe to use, whatever state the caller left them in.
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
