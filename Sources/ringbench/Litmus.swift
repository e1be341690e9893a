import ArgumentParser
import WeakMemory

/// `ringbench litmus`: the checker's way in and out, in herd7's language.
struct Litmus: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check litmus tests, or print the ring as one.",
    subcommands: [LitmusCheck.self, LitmusExportCommand.self])
}
