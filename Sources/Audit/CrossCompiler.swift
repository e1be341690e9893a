import AIORing
import Dispatch
import Foundation

/// Why there is no machine code to look at; one line each.
public enum AuditError: Error, CustomStringConvertible {
  case toolMissing(String)
  case sourcesMissing(String)
  case toolFailed(String, firstLine: String)
  /// A function of the object cannot be judged.
  case unreadable(strategy: String, target: String, function: String, UnreadablePath)

  public var description: String {
    switch self {
    case .toolMissing(let tool):
      "\(tool) is not on the PATH: install a Swift toolchain (swift.org/install) to compile the ring"
    case .sourcesMissing(let path):
      "\(path): the ring's sources are not there: name the checkout with --sources"
    case .toolFailed(let tool, let line): "\(tool) failed: \(line)"
    case .unreadable(let strategy, let target, let function, .instruction(let instruction)):
      """
      \(strategy) on \(target): \(function) has an instruction that cannot be followed, '\(instruction)': add it to \
      the reader of \(target) in Sources/Audit; --show \(strategy) prints the rest
      """
    case .unreadable(let strategy, let target, let function, .incomplete):
      "\(strategy) on \(target): \(function) has no way that makes its accesses: see --show \(strategy)"
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
  private let tools: RunningTools
  private let compiler: String
  private let disassembler: String

  init(root: URL, tools: RunningTools) throws(AuditError) {
    (self.root, self.tools) = (root, tools)
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
  ) throws -> (disassembly: String, smokeRun: SmokeRun?) {
    let folder = FileManager.default.temporaryDirectory.appending(path: "ringbench-audit-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let entries = folder.appending(path: "Entries.swift")
    try Data(source.text.utf8).write(to: entries)
    let header = root.appending(path: "Sources/CBarriers/include/CBarriers.h").path
    let map = folder.appending(path: "module.modulemap")
    try Data("module CBarriers { header \"\(header)\" export * }".utf8).write(to: map)
    let (object, linked) = (folder.appending(path: "ring.o").path, folder.appending(path: "ring.elf").path)
    _ = try run(
      compiler,
      [
        "-target", target.triple, "-enable-experimental-feature", "Embedded", "-wmo", "-O",
        "-parse-as-library", "-module-name", "AIORing", "-Xcc", "-ffreestanding", "-Xcc",
        "-fmodule-map-file=\(map.path)", "-Xfrontend", "-disable-stack-protector", "-Xfrontend",
        "-function-sections",
        // Functions alike but for a constant stay apart: each is what a call of its own would run.
        "-Xllvm", "-swiftmergefunc-threshold=0",
      ] + target.options + ["-c"] + swiftFiles() + [entries.path, "-o", object])
    // Linked so that branches have their targets; local labels would cut functions in two.
    let symbols = source.symbols.flatMap { ["-u", $0] }
    _ = try run(
      linker,
      ["--unresolved-symbols=ignore-all", "--no-relax", "--gc-sections", "--discard-all", "-e", "0"]
        + symbols + [object, "-o", linked])
    let disassembly = try run(
      disassembler, ["-d"] + (target.features.map { ["--mattr=\($0)"] } ?? []) + [linked])
    let smokeRun =
      running ? try smokeRun(of: source, object: object, in: folder.path, for: target) : nil
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

  static func find(_ tool: String, first: String? = nil) throws(AuditError) -> String {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let folders = (first.map { [$0] } ?? []) + path.split(separator: ":").map(String.init)
    guard
      let found = folders.map({ "\($0)/\(tool)" }).first(where: FileManager.default.isExecutableFile(atPath:))
    else { throw .toolMissing(tool) }
    return found
  }

  /// What the tool prints; it is ended if it takes longer than `seconds`.
  func run(_ tool: String, _ arguments: [String], seconds: Int = 600) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: tool)
    process.arguments = arguments
    let output = Pipe()
    let log = FileManager.default.temporaryDirectory.appending(path: "ringbench-audit-\(UUID()).log")
    _ = FileManager.default.createFile(atPath: log.path, contents: nil)
    defer { try? FileManager.default.removeItem(at: log) }
    process.standardOutput = output
    process.standardError = try FileHandle(forWritingTo: log)
    try tools.start(process)
    let limit = DispatchWorkItem { process.terminate() }
    DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(seconds), execute: limit)
    defer { limit.cancel() }
    let data = output.fileHandleForReading.readDataToEndOfFile()
    try tools.wait(for: process)
    guard process.terminationStatus == 0 else {
      let lines = String(decoding: try Data(contentsOf: log), as: UTF8.self).split(separator: "\n")
      let line = lines.first { $0.contains("error") } ?? lines.first ?? "no message"
      throw AuditError.toolFailed(URL(filePath: tool).lastPathComponent, firstLine: String(line))
    }
    return String(decoding: data, as: UTF8.self)
  }
}
