import ArgumentParser
import Foundation
import WeakMemory

/// `ringbench litmus check`: judges litmus tests, in the kernel's C or in assembly, under a memory model.
struct LitmusCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Judge litmus tests of herd7, in the Linux kernel's C or in assembly.",
    discussion: """
      Reads files, and every *.litmus file under a directory, and prints for each what herd7 prints: the final \
      states that the model allows and how often the condition holds: Always, Sometimes or Never.
      What the model warns of is printed as flags: data races, mixed accesses, sections without an end.
      Assembly is that of AArch64, ARM, PPC, RISCV, X86 and X86_64, as herd7 reads it; a test is judged under its own \
      machine's model unless --model says otherwise.
      What the checker has no meaning for (loops, structures, other instructions) is named on standard error and not \
      judged.

      Exit code: 0 all judged; 3 with --expect, a verdict differs from the file's Result: comment; 65 a file was \
      not judged; 74 a file could not be read; 5 a search was cut short.
      """)

  @Argument(help: "Litmus files, or directories of them.", completion: .file())
  var files: [String]

  @Option(
    help: """
      The memory model: \(Model.allCases.map(\.rawValue).joined(separator: ", ")). Without it, that of the test's \
      language: lkmm for C, else the machine's.
      """)
  var model: Model?

  @Flag(
    help: """
      Compare with what is said of each test: its Result: comment, or herd7's report beside it (MP.litmus.expected, \
      MP.expected, MP.litmus.out).
      """)
  var expect = false

  @Option(
    help: """
      Compare with a list: herd7's report or kinds (MP Allowed), or one with commas (MP,1; MP,Never). Implies --expect.
      """)
  var expected: String?

  @Flag(
    help:
      "Show an execution with the outcome asked about, and the cycle and the rules that forbid it if they do."
  )
  var verbose = false

  @Option(help: "Note each file's result there, and leave out the files whose results stand there already.")
  var log: String?

  @Flag(help: "Print a JSON array, one object a file.")
  var json = false

  @Option(
    help: """
      Seconds a file may take. Half of them go into all states, the rest into the question alone; then the verdict is \
      Unknown.
      """)
  var timeout: Double?

  @Option(
    help: """
      Partial executions to look at for all states (\(LitmusChecker.usualSteps) without a timeout), and as many again for \
      the question alone; then the verdict is Unknown.
      """)
  var bound: Int?

  func validate() throws {
    if let timeout, !SearchBounds.timeouts.contains(timeout) {
      throw ValidationError("--timeout takes \(SearchBounds.timeoutsInWords), not \(timeout)")
    }
    if let bound, bound <= 0 { throw ValidationError("--bound takes a number above 0") }
  }

  func run() throws {
    let expects = expect || expected != nil
    var batch = LitmusBatch(
      checker: LitmusChecker(
        model: model,
        bounds: SearchBounds(steps: bound ?? .max, timeout: timeout.map { .seconds($0) })),
      comparesWithStatedResult: expects)
    batch.explains = verbose
    if let expected { batch.expected = try list(expected) }
    let files = files.flatMap(LitmusFiles.expand)
    guard !files.isEmpty else {
      let folders = self.files.map(\.printable).joined(separator: ", ")
      StandardError.write("ringbench: no *.litmus files under \(folders)\n")
      throw ExitCode(65)
    }
    var rows: [LitmusRow] = []
    var fileRows: [String: LitmusRow] = [:]
    if let log {
      let log = try open(log)
      fileRows = log.judged
      try judge(files.filter { fileRows[$0] == nil }, batch) { row in
        do {
          try log.append(row)
        } catch {
          StandardError.write("ringbench: cannot write the log: \(error.localizedDescription)\n")
          throw ExitCode(74)
        }
        fileRows[row.file] = row
      }
      rows = files.compactMap { fileRows[$0] }
    } else {
      try judge(files, batch) { rows.append($0) }
    }
    let summary = LitmusBatch.Summary(rows)
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      print(String(decoding: try encoder.encode(rows), as: UTF8.self))
    } else if expects || rows.count > 1 {
      print(summary.text(expecting: expects))
    }
    if summary.exitCode != 0 { throw ExitCode(summary.exitCode) }
  }

  /// Judges files and prints what becomes of them.
  private func judge(
    _ files: [String], _ batch: LitmusBatch, _ note: (LitmusRow) throws -> Void
  ) throws {
    // Reports on the same terminal are progress enough.
    let showsProgress = StandardError.canWriteOver && (json || isatty(1) == 0) && files.count > 1
    var failure: (any Error)?
    var done = 0
    batch.run(files) { outcome in
      if failure != nil { return }
      if !json { print(outcome.report, terminator: outcome.report.isEmpty ? "" : "\n") }
      if let problem = outcome.problem {
        StandardError.write("ringbench: \(outcome.file.printable): \(problem)\n")
      }
      done += 1
      if showsProgress { StandardError.writeOver("\(done)/\(files.count) tests") }
      do { try note(outcome.row) } catch { failure = error }
    }
    if showsProgress { StandardError.writeOver("") }
    if let failure { throw failure }
  }

  /// The results that a list states.
  private func list(_ path: String) throws -> ExpectedResults {
    do {
      return try ExpectedResults(String(contentsOfFile: path, encoding: .utf8))
    } catch let error as LitmusError {
      StandardError.write("ringbench: \(path.printable): \(error)\n")
      throw ExitCode(65)
    } catch {
      StandardError.write("ringbench: \(path.printable): cannot read it: \(error.localizedDescription)\n")
      throw ExitCode(74)
    }
  }

  private func open(_ path: String) throws -> LitmusLog {
    do throws(LitmusLog.Refusal) {
      return try LitmusLog(path, model: model)
    } catch {
      StandardError.write("ringbench: \(path.printable): \(error.reason)\n")
      throw ExitCode(error.isData ? 65 : 74)
    }
  }
}

extension Model: ExpressibleByArgument {
  public init?(argument: String) { self.init(named: argument) }
}
