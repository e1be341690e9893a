import ArgumentParser

@main
struct Ringbench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ringbench",
    subcommands: [TrialCommand.self, TopologyCommand.self, AuditCommand.self, Verify.self, Litmus.self])
}
