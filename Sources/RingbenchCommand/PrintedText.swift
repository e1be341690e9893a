import ArgumentParser
import Foundation
import Reporting

/// How a command prints its text.
struct PrintedText: ParsableArguments {
  @Flag(help: "Print whole tables and lines, however narrow the terminal is.")
  var wide = false

  /// Prints what `text` makes, fitted to the terminal where standard output is one.
  func show(terminator: String = "\n", _ text: () throws -> String) rethrows {
    let screen = Self.screen(wide: wide)
    let fitted = try Screen.$current.withValue(screen) { screen.fitted(try text()) }
    print(fitted, terminator: terminator)
  }

  private static func screen(wide: Bool) -> Screen {
    guard isatty(STDOUT_FILENO) == 1 else { return .unlimited }
    let environment = ProcessInfo.processInfo.environment
    // https://no-color.org: any value but an empty one.
    let isPlain = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
    var size = winsize()
    let known = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    return Screen(
      width: wide ? nil : known ? Int(size.ws_col) : 80,
      hasColour: !isPlain && environment["TERM"] != "dumb")
  }
}
