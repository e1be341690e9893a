import ArgumentParser
import RunRecord

@main
struct Ringbench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ringbench",
    abstract:
      "Memory-barrier strategies on the Linux AIO completion ring: cost, and correctness here and elsewhere.",
    version: "ringbench 1.0, results of schema \(SchemaVersion.current)",
    subcommands: [
      RunCommand.self, ListCommand.self, ReportCommand.self, CompareCommand.self, TopologyCommand.self,
      ProbeCommand.self, KernelCommand.self, Verify.self, Litmus.self, AuditCommand.self, TrialCommand.self,
    ],
    defaultSubcommand: RunCommand.self)

  static func main() async {
    StandardStreams.openThoseClosed()
    StandardStreams.reportWhatCannotBePrinted()
    await main(nil)
  }
}
