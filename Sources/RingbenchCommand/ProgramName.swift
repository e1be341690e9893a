import Foundation

/// What the program is called in its messages and its help. A program with rings of its own has its own name.
enum ProgramName {
  static let usual = "ringbench"

  static var current: String {
    guard !OwnRings.all.isEmpty, let path = CommandLine.arguments.first else { return usual }
    return URL(filePath: path).lastPathComponent
  }

  /// A text in which command lines of `ringbench` stand, as this program's.
  static func inserted(into text: String) -> String {
    let name = current
    if name == usual { return text }
    // Not in a path, and not in front of a version.
    return text.replacing(/(^|[\s`(])ringbench(?=: | [^0-9])/) { "\($0.1)\(name)" }
  }
}
