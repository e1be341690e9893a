import ArgumentParser
import WeakMemory

/// `ringbench litmus`: litmus tests in herd7's language, in and out.
struct Litmus: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check litmus tests, or print the ring as one.",
    subcommands: [LitmusCheck.self, LitmusExportCommand.self])
}
