import AIORing
import Foundation
import Subprocess
import SystemPackage

/// Why there is no machine code to look at; one line each.
public enum AuditError: Error, CustomStringConvertible {
  case toolMissing(String)
  /// The folder that is no checkout.
  case sourcesMissing(String)
  case toolFailed(String, firstLine: String)
  /// A function of the object cannot be judged.
  case unreadable(strategy: String, target: String, function: EntryPoint, UnreadablePath)

  public var description: String {
    switch self {
    case .toolMissing(let tool):
      "\(tool) is not on the PATH: install a Swift toolchain (swift.org/install) to compile the ring"
    case .sourcesMissing(let path): "\(path): the ring's sources are not there"
    case .toolFailed(let tool, let line): "\(tool) failed: \(line)"
    case .unreadable(let strategy, let target, let function, .instruction(let instruction)):
      """
      \(strategy) on \(target): \(function.rawValue) has an instruction that cannot be followed, '\(instruction)': \
      add it to the reader of \(target) in Sources/Audit
      """
    case .unreadable(let strategy, let target, let function, .incomplete):
      "\(strategy) on \(target): \(function.rawValue) has no way that makes its accesses"
    }
  }
}

/// Compiles the ring's sources for a target and disassembles them.
struct CrossCompiler {
  /// The package's root.
  let root: URL
  /// The toolchain's programs.
  let toolchain: String
  let linker: String
  private let compiler: String
  private let disassembler: String

  /// - Throws: ``AuditError/sourcesMissing(_:)`` and ``AuditError/toolMissing(_:)``.
  init(root: URL) throws(AuditError) {
    self.root = root
    guard FileManager.default.fileExists(atPath: root.appending(path: "Sources/AIORing/Producer.swift").path)
    else { throw .sourcesMissing(root.path) }
    compiler = try Self.find("swiftc")
    // The linker and the disassembler of the same toolchain come first.
    toolchain = URL(filePath: compiler).resolvingSymlinksInPath().deletingLastPathComponent().path
    linker = try Self.find("ld.lld", first: toolchain)
    disassembler = try Self.find("llvm-objdump", first: toolchain)
  }

  /// The disassembly of all entry points, as llvm-objdump prints it, and, if asked for and possible, what came of
  /// running them.
  func compile(
    _ source: EntrySource, for target: AuditTarget, running: Bool
  ) async throws -> (disassembly: String, smokeRun: SmokeRun?) {
    let folder = FileManager.default.temporaryDirectory.appending(path: "ringbench-audit-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let entries = folder.appending(path: "Entries.swift")
    try Data(source.text.utf8).write(to: entries)
    let header = root.appending(path: "Sources/CBarriers/include/CBarriers.h").path
    let map = folder.appending(path: "module.modulemap")
    try Data("module CBarriers { header \"\(header)\" export * }".utf8).write(to: map)
    let (object, linked) = (folder.appending(path: "ring.o").path, folder.appending(path: "ring.elf").path)
    _ = try await run(
      compiler,
      [
        "-target", target.triple, "-enable-experimental-feature", "Embedded", "-wmo", "-O",
        "-parse-as-library", "-package-name", "ringbench", "-module-name", "AIORing", "-Xcc",
        "-ffreestanding",
        "-Xcc",
        "-fmodule-map-file=\(map.path)", "-Xfrontend", "-disable-stack-protector", "-Xfrontend",
        "-function-sections",
        // Functions alike but for a constant stay apart: each is what a call of its own would run.
        "-Xllvm", "-swiftmergefunc-threshold=0",
      ] + target.options + ["-c"] + swiftFiles() + [entries.path, "-o", object])
    // Linked so that branches have their targets; local labels would cut functions in two.
    let symbols = source.symbols.flatMap { ["-u", $0] }
    _ = try await run(
      linker,
      ["--unresolved-symbols=ignore-all", "--no-relax", "--gc-sections", "--discard-all", "-e", "0"]
        + symbols + [object, "-o", linked])
    let disassembly = try await run(
      disassembler, ["-d"] + (target.features.map { ["--mattr=\($0)"] } ?? []) + [linked])
    let smokeRun =
      running ? try await smokeRun(of: source, object: object, in: folder.path, for: target) : nil
    return (disassembly, smokeRun)
  }

  private func swiftFiles() throws -> [String] {
    try ["Sources/AIORing", "Sources/AIORing/Locks"].flatMap { folder in
      try FileManager.default.contentsOfDirectory(
        at: root.appending(path: folder), includingPropertiesForKeys: nil
      )
      .filter { $0.pathExtension == "swift" }.map(\.path).sorted()
    }
  }

  /// The program of this name on the PATH, or in the folder `first`.
  static func find(_ tool: String, first: String? = nil) throws(AuditError) -> String {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let folders = (first.map { [$0] } ?? []) + path.split(separator: ":").map(String.init)
    guard
      let found = folders.map({ "\($0)/\(tool)" }).first(where: FileManager.default.isExecutableFile(atPath:))
    else { throw .toolMissing(tool) }
    return found
  }

  /// Runs a tool and waits for its end.
  ///
  /// - Parameter timeLimit: After this many seconds the tool is killed.
  /// - Returns: What it printed on standard output.
  /// - Throws: ``AuditError/toolFailed(_:firstLine:)``; `CancellationError` when the surrounding task is cancelled.
  func run(_ tool: String, _ arguments: [String], timeLimit: Double = 600) async throws -> String {
    let name = URL(filePath: tool).lastPathComponent
    let output = try await withThrowingTaskGroup(of: String?.self) { group in
      group.addTask { try await Self.output(of: tool, arguments, name: name) }
      group.addTask {
        try await Task.sleep(for: .seconds(timeLimit))
        return nil
      }
      defer { group.cancelAll() }
      return try await group.next() ?? nil
    }
    try Task.checkCancellation()
    guard let output else { throw AuditError.toolFailed(name, firstLine: "no end after \(Int(timeLimit)) s") }
    return output
  }

  private static func output(of tool: String, _ arguments: [String], name: String) async throws -> String {
    var options = PlatformOptions()
    // A compiler driver's own children end with it; Ctrl-C on a terminal is for this program, which ends its children.
    options.processGroupID = 0
    options.teardownSequence = [.send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .zero)]
    let ended = try await Subprocess.run(
      .path(FilePath(tool)), arguments: Arguments(arguments), platformOptions: options,
      output: .string(limit: 1 << 28), error: .string(limit: 1 << 24))
    if case .exited(0) = ended.terminationStatus { return ended.standardOutput }
    try Task.checkCancellation()
    let lines = ended.standardError.split(separator: "\n")
    let line = lines.first { $0.contains("error") } ?? lines.first ?? "no message"
    throw AuditError.toolFailed(name, firstLine: String(line))
  }
}
