import Foundation

/// What a program may rely on of the three files that it is started with, and what its caller may.
enum StandardStreams {
  /// A stream that the caller closed goes nowhere: else the next file that is opened, perhaps the results, takes its
  /// number and gets what is printed.
  static func openThoseClosed() {
    while true {
      let file = open("/dev/null", O_RDWR)
      if file <= STDERR_FILENO, file >= 0 { continue }
      if file >= 0 { close(file) }
      return
    }
  }

  /// A report that could not be printed is an error, also where all else went well.
  static func reportWhatCannotBePrinted() {
    atexit {
      guard fflush(nil) != 0 else { return }
      let code = errno
      // A reader that has seen enough closes the pipe: that is its right.
      if code == EPIPE { return }
      StandardError.write("ringbench: cannot write to standard output: \(String(cString: strerror(code)))\n")
      _exit(ExitStatus.inputOutput.rawValue)
    }
  }
}
