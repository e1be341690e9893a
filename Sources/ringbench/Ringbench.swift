import ArgumentParser

@main
struct Ringbench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ringbench", subcommands: [Verify.self, Litmus.self])
}
