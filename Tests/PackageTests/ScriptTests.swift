import Foundation
import Testing

@Suite("The scripts") struct ScriptTests {
  /// A script that ran.
  private struct Ended {
    var output: String
    var complaint: String
    var status: Int32
  }

  private static let scripts = PackageDescription.root.appending(path: "scripts")
  private static let hasPython = search("python3") != nil
  /// Scripts that build, by the language they need.
  private static let building =
    [
      "ringbench", "test", "audit", "install", "instructions", "update-golden", "cxx-twin", "documentation",
      "update-articles", "make-reference",
    ]
    + (hasPython ? ["calibrate-gate"] : [])
  /// Scripts that complain of a path which is their argument, and what they need besides.
  private static let complaining: [(script: String, more: [String])] =
    [("instructions", []), ("fleet", []), ("install", []), ("documentation", []), ("peers", [])]
    + (hasPython ? [("same-behaviour", ["x"]), ("calibrate-gate", [])] : [])

  private static var path: [String] {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
  }

  private static func search(_ tool: String) -> String? {
    path.map { "\($0)/\(tool)" }.first(where: FileManager.default.isExecutableFile(atPath:))
  }

  /// The built program: where the test runner stands.
  private static let program =
    Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL.deletingLastPathComponent()
    .appending(path: "ringbench")
    ?? URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "ringbench")

  private static func folder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: "ringbench-scripts-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  private static func run(
    _ script: String, _ arguments: [String] = [], path: String? = nil, in folder: URL
  ) throws -> Ended {
    let process = Process()
    process.executableURL = scripts.appending(path: script)
    process.arguments = arguments
    var environment = ProcessInfo.processInfo.environment
    if let path { environment["PATH"] = path }
    process.environment = environment
    process.currentDirectoryURL = folder
    let files = ["output", "complaint"].map { folder.appending(path: "\($0)-\(UUID())") }
    for file in files { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    try process.run()
    process.waitUntilExit()
    let texts = try files.map { try String(contentsOf: $0, encoding: .utf8) }
    return Ended(output: texts[0], complaint: texts[1], status: process.terminationStatus)
  }

  /// A folder with every program of the PATH but Swift's.
  private static func toolsWithoutSwift(in folder: URL) throws -> String {
    let tools = folder.appending(path: "tools")
    try FileManager.default.createDirectory(at: tools, withIntermediateDirectories: true)
    for place in path {
      for name in (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
      where !name.hasPrefix("swift") {
        // The first of a name is the one that is found.
        try? FileManager.default.createSymbolicLink(
          atPath: tools.appending(path: name).path, withDestinationPath: "\(place)/\(name)")
      }
    }
    return tools.path
  }

  @Test(
    "that build say in one line how to get Swift where there is none",
    arguments: building)
  func withoutSwift(script: String) throws {
    let folder = try Self.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let ended = try Self.run(script, path: Self.toolsWithoutSwift(in: folder), in: folder)
    #expect(ended.status == 69, "\(ended.complaint)")
    #expect(ended.complaint.split(separator: "\n").count == 1, "\(ended.complaint)")
    #expect(ended.complaint.contains("swiftly") && ended.complaint.contains("swift:6.2"))
    #expect(ended.output.isEmpty)
  }

  @Test(
    "refuse arguments that they do not know with their usage",
    arguments: [
      ("install", ["--nonsense"]), ("install", ["a", "b"]), ("instructions", ["--nonsense"]),
      ("update-golden", ["--nonsense"]), ("cxx-twin", ["many"]), ("fleet", []),
      ("make-reference", ["--nonsense"]), ("check-page", []), ("peers", ["--all"]),
      ("shifted-builds", ["--all"]), ("shifted-builds", ["--builds", "nonsense"]),
      ("peers", ["--event-bytes", "12"]), ("peers", ["none.cpp"]),
      ("documentation", ["--nonsense"]), ("update-articles", ["--nonsense"]),
    ])
  func wrongUsage(script: String, arguments: [String]) throws {
    let folder = try Self.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let ended = try Self.run(script, arguments, in: folder)
    #expect(ended.status == 64, "\(ended.complaint)")
    #expect(!ended.complaint.isEmpty && ended.output.isEmpty)
  }

  @Test(
    "show control characters of their arguments, and do not print them", arguments: complaining)
  func controlCharacters(script: String, more: [String]) throws {
    let folder = try Self.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let ended = try Self.run(script, ["/proc/\u{1b}[31m"] + more, in: folder)
    #expect(ended.status != 0)
    #expect(!ended.complaint.isEmpty && !(ended.output + ended.complaint).contains("\u{1b}"))
  }

  @Test("install writes the program, its manual pages and completions for three shells") func install() throws
  {
    let folder = try Self.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    // A Swift that has built already: where the program is, and what the manual's plugin says.
    let tools = folder.appending(path: "tools")
    let pages = folder.appending(path: "manual pages/ringbench")
    for place in [tools, pages] {
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    }
    for page in ["ringbench.1", "ringbench.run.1"] {
      try Data("a page\n\nits end\n".utf8).write(to: pages.appending(path: page))
    }
    let swift = tools.appending(path: "swift")
    try Data(
      """
      #!/bin/sh
      case "$*" in
        *generate-manual*)
          echo "Generated manual in '\(folder.absoluteString)manual%20pages/own-ring/'"
          echo "Generated manual in '\(pages.absoluteString)'" ;;
        *--show-bin-path*) echo '\(Self.program.deletingLastPathComponent().path)' ;;
      esac

      """.utf8
    ).write(to: swift)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: swift.path)

    let prefix = folder.appending(path: "prefix")
    let ended = try Self.run(
      "install", [prefix.path], path: ([tools.path] + Self.path).joined(separator: ":"), in: folder)
    #expect(ended.status == 0, "\(ended.complaint)")
    #expect(ended.output.hasPrefix("installed: \(prefix.path)/bin/ringbench, its manual pages"))
    #expect(FileManager.default.isExecutableFile(atPath: prefix.appending(path: "bin/ringbench").path))
    for page in ["ringbench.1", "ringbench.run.1"] {
      let text = try String(
        contentsOf: prefix.appending(path: "share/man/man1/\(page)"), encoding: .utf8)
      #expect(text == "a page\n.Pp\nits end\n")
    }
    for (script, mark) in [
      ("bash-completion/completions/ringbench", "complete -o filenames -F _ringbench ringbench"),
      ("zsh/site-functions/_ringbench", "#compdef ringbench"),
      ("fish/vendor_completions.d/ringbench.fish", "complete -c 'ringbench'"),
    ] {
      let text = try String(contentsOf: prefix.appending(path: "share/\(script)"), encoding: .utf8)
      #expect(text.contains(mark), "\(script)")
    }
  }

  @Test(
    "same-behaviour finds two builds the same, and says what another prints differently",
    .enabled(if: hasPython, "needs python3"))
  func sameBehaviour() throws {
    let folder = try Self.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let base = Self.program.path
    let other = folder.appending(path: "other")
    try Data(
      """
      #!/bin/sh
      if [ "$*" = list ]; then "\(base)" list | sed s/kernel-2003/kernel-2004/; exit; fi
      exec "\(base)" "$@"

      """.utf8
    ).write(to: other)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: other.path)

    let same = try Self.run("same-behaviour", [base, base, "--only", "list,options"], in: folder)
    #expect(same.status == 0, "\(same.output)\(same.complaint)")
    #expect(same.output.hasSuffix("3 checks: 3 the same, 0 differ, 0 prove nothing\n"))

    let differs = try Self.run("same-behaviour", [base, other.path, "--only", "list"], in: folder)
    #expect(differs.status == 2, "\(differs.output)\(differs.complaint)")
    #expect(differs.output.contains("list: list: DIFFERS"))
    #expect(differs.output.contains("+kernel-2004"))
    #expect(differs.output.contains("list: list --json: same"))

    let missing = try Self.run("same-behaviour", [base, "/bin/true", "--only", "list"], in: folder)
    #expect(missing.status == 69)
    #expect(missing.complaint.split(separator: "\n").count == 1)
  }

  @Test(
    "calibrate-gate has exact bounds: those of SciPy's binomtest", .enabled(if: hasPython, "needs python3"))
  func exactBounds() throws {
    let folder = try Self.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let program = folder.appending(path: "bounds")
    try Data(
      """
      #!/usr/bin/env -S python3 -B
      from importlib.machinery import SourceFileLoader
      gate = SourceFileLoader("gate", "\(Self.scripts.path)/calibrate-gate").load_module()
      for hits, runs in (0, 100), (1, 20), (95, 100), (10, 10), (1000, 2000):
          print("%.4f %.4f" % gate.bounds(hits, runs))
      for name, path, old, new in gate.CHANGES:
          text = open("\(PackageDescription.root.path)/" + path).read()
          assert text.count(old) == 1 and old != new, name

      """.utf8
    ).write(to: program)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program.path)
    let process = Process()
    let output = Pipe()
    (process.executableURL, process.standardOutput) = (program, output)
    try process.run()
    let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(
      text.split(separator: "\n") == [
        "0.0000 0.0362", "0.0013 0.2487", "0.8872 0.9836", "0.6915 1.0000", "0.4779 0.5221",
      ])
  }

  @Test(
    "calibrate-gate adds to its record, over sessions and after one that was killed, and counts what was run alike",
    .enabled(if: hasPython, "needs python3"))
  func calibration() throws {
    let folder = try Self.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    // It finds what is injected in every second comparison, and is inconclusive of it in the others.
    let fake = folder.appending(path: "ringbench")
    try Data(
      """
      #!/bin/sh
      case "$*" in
        --version) echo "ringbench 1" ;;
        *--inject-delay\\ 0.0*) exit 0 ;;
        *) echo x >> '\(folder.path)/calls'
          if [ $(($(wc -l < '\(folder.path)/calls') % 2)) = 0 ]; then exit 5; else exit 2; fi ;;
      esac

      """.utf8
    ).write(to: fake)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: fake.path)
    let record = folder.appending(path: "record.jsonl")
    func session(_ arguments: String...) throws -> Ended {
      try Self.run(
        "calibrate-gate", arguments + ["--executable", fake.path, "--record", record.path], in: folder)
    }
    func lines() throws -> [Substring] {
      try String(contentsOf: record, encoding: .utf8).split(separator: "\n")
    }

    #expect(try session("3").status == 0)
    #expect(try lines().count == 6)
    // As if killed while it wrote.
    try FileHandle(forWritingTo: record).seekToEndAndWrite(Data("{\"kind\": \"ident".utf8))
    let second = try session("2")
    #expect(second.status == 0, "\(second.complaint)")
    #expect(try lines().count == 10)
    #expect(second.output.contains("10 comparisons in"))
    #expect(second.output.contains("identical builds           5     0    0 %      0.0 to  52.2 %"))
    #expect(second.output.contains("2 % injected               5     3   60 %     14.7 to  94.7 %"))
    let seeds = try lines().map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])["seed"] as? Int
    }
    #expect(seeds == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4])

    // Other settings are counted apart.
    let other = try session("1", "--max-time", "30")
    #expect(other.output.contains("2 comparisons in") && other.output.contains("--max-time 30"))
    #expect(try session("0").output.contains("10 comparisons in"))

    // Nothing is begun that might not end in time: here nothing at all once the session has started.
    let short = try session("--minutes", "0.5", "--max-time", "30")
    #expect(short.status == 0)
    #expect(try lines().count == 12)
    #expect(try session("--minutes", "1").status == 64)

    try Data("hello\n".utf8).write(to: record)
    let foreign = try session("1")
    #expect(foreign.status == 65)
    #expect(foreign.complaint.split(separator: "\n").count == 1)
  }
}

extension FileHandle {
  fileprivate func seekToEndAndWrite(_ data: Data) throws {
    try seekToEnd()
    try write(contentsOf: data)
    try close()
  }
}
