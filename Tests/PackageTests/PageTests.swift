import Foundation
import Testing

@Suite("The page and the plots") struct PageTests {
  private static let script = PackageDescription.root.appending(path: "scripts/check-page")

  /// How a run of the script ended, and what it said last.
  private static func run(_ argument: String) throws -> (status: Int32, text: String) {
    let process = Process()
    process.executableURL = script
    process.arguments = [argument]
    let file = FileManager.default.temporaryDirectory.appending(path: "ringbench-page-\(UUID())")
    _ = FileManager.default.createFile(atPath: file.path, contents: nil)
    defer { try? FileManager.default.removeItem(at: file) }
    let handle = try FileHandle(forWritingTo: file)
    (process.standardOutput, process.standardError) = (handle, handle)
    try process.run()
    process.waitUntilExit()
    return (process.terminationStatus, try String(contentsOf: file, encoding: .utf8))
  }

  /// Whether there are Chromium and the packages; says why not.
  private static let isReady: Bool = {
    guard let ready = try? run("--ready") else { return false }
    if ready.status != 0 { print("The page's tests are skipped: \(ready.text)") }
    return ready.status == 0
  }()

  private static var ringbench: URL {
    let folder =
      Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL.deletingLastPathComponent()
      ?? URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    return folder.appending(path: "ringbench")
  }

  @Test(
    "are as a browser, a keyboard, a screen reader and hostile results need them",
    .enabled(if: isReady, "skipped: scripts/check-page --ready says what is missing"))
  func inChromium() throws {
    let checked = try Self.run(Self.ringbench.path)
    #expect(checked.status == 0, "\(checked.text)")
  }

  @Test("check-page refuses what is no program with one line")
  func noProgram() throws {
    for argument in ["/", "/nowhere"] {
      let refused = try Self.run(argument)
      #expect(refused.status == 64)
      #expect(refused.text.split(separator: "\n").count == 1, "\(refused.text)")
    }
  }
}
