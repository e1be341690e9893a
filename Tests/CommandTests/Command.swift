import Foundation

/// The built program, run as a person would.
struct Command {
  var output: String
  var complaint: String
  var status: Int32

  /// Where the test runner stands, the program does.
  static var executable: URL {
    Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL.deletingLastPathComponent()
      .appending(path: "ringbench")
      ?? URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "ringbench")
  }

  /// Runs `shell`, in which `ringbench` is the program.
  init(_ shell: String) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = ["-c", "ringbench() { \"\(Self.executable.path)\" \"$@\"; }; \(shell)"]
    process.currentDirectoryURL = FileManager.default.temporaryDirectory
    let files = (0..<2).map { _ in
      FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    }
    for file in files { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    try process.run()
    process.waitUntilExit()
    (output, complaint) = (
      try String(contentsOf: files[0], encoding: .utf8), try String(contentsOf: files[1], encoding: .utf8)
    )
    status = process.terminationStatus
    for file in files { try FileManager.default.removeItem(at: file) }
  }

  var complaintLines: Int { complaint.split(separator: "\n").count }
}

func folder() -> String {
  FileManager.default.temporaryDirectory.appending(path: "ringbench-" + UUID().uuidString).path
}

func allowedCPUs() -> Int {
  ProcessInfo.processInfo.activeProcessorCount
}
