import Foundation
import Testing

@testable import Trials

struct CompilerVersionTests {
  /// Apart from a number, so that no text of this file is taken for the compiler's version.
  private static let marker = "\0Swift version "

  private static func version(in text: String) -> String? {
    Array(text.utf8).withUnsafeBytes { CompilerVersion.swift(in: $0) }
  }

  @Test func theVersionIsFoundAmongTheStringsOfAProgram() {
    let text = "\(Self.marker)\0a\(Self.marker)6.3.1 (x)\(Self.marker)5\0"
    #expect(Self.version(in: text) == "6.3.1 (x)")
    #expect(Self.version(in: Self.marker + "6.3") == "6.3")
  }

  @Test func whatIsNoVersionIsNotTakenForOne() {
    let noVersions = ["", "one\0", "6\u{1}\0", "6" + String(repeating: "a", count: 200)]
    for text in ["", "\0", "a" + Self.marker.dropFirst() + "6\0"] + noVersions.map({ Self.marker + $0 }) {
      #expect(Self.version(in: text) == nil)
    }
  }

  @Test func theProgramThatTestsNamesTheCompilerThatIsHere() throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["swift", "--version"]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let version = try #require(CompilerVersion.swift(of: URL(filePath: "/proc/self/exe")))
    #expect(said.contains("Swift version \(version)\n"), "\(version), \(said)")
  }
}
