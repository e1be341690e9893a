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

  @Argument(help: "Litmus files, or directories of them.")
  var files: [String]

  @Option(
    help: """
      The memory model: \(Model.allCases.map(\.rawValue).joined(separator: ", ")). Without it, that of the test's \
      language: lkmm for C, else the machine's.
      """)
  var model: Model?

  @Flag(help: "Compare with the Result: comment of each file.")
  var expect = false

  @Flag(help: "Print a JSON array, one object a file.")
  var json = false

  @Option(help: "Seconds a file may take; then the verdict is Unknown.")
  var timeout: Double?

  @Option(help: "Partial executions a file may take; then the verdict is Unknown.")
  var bound: Int?

  func validate() throws {
    if let timeout, !SearchBounds.timeouts.contains(timeout) {
      throw ValidationError("--timeout takes \(SearchBounds.timeoutsInWords), not \(timeout)")
    }
    if let bound, bound <= 0 { throw ValidationError("--bound takes a number above 0") }
  }

  func run() throws {
    let batch = LitmusBatch(
      checker: LitmusChecker(
        model: model,
        bounds: SearchBounds(steps: bound ?? .max, timeout: timeout.map { .seconds($0) })),
      comparesWithStatedResult: expect)
    let files = files.flatMap(LitmusFiles.expand)
    guard !files.isEmpty else {
      let folders = self.files.map(\.printable).joined(separator: ", ")
      StandardError.write("ringbench: no *.litmus files under \(folders)\n")
      throw ExitCode(65)
    }
    var outcomes: [LitmusBatch.Outcome] = []
    batch.run(files) { outcome in
      outcomes.append(outcome)
      if !json { print(outcome.report, terminator: outcome.report.isEmpty ? "" : "\n") }
      if let problem = outcome.problem {
        StandardError.write("ringbench: \(outcome.file.printable): \(problem)\n")
      }
    }
    let summary = LitmusBatch.Summary(outcomes)
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      print(String(decoding: try encoder.encode(outcomes.map(\.row)), as: UTF8.self))
    } else if expect || outcomes.count > 1 {
      print(summary.text(expecting: expect))
    }
    if summary.exitCode != 0 { throw ExitCode(summary.exitCode) }
  }
}

extension Model: ExpressibleByArgument {
  public init?(argument: String) { self.init(named: argument) }
}
