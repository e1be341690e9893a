import ArgumentParser
import RunRecord

/// `ringbench` itself: its subcommands, and what an error ends it with.
struct RootCommand: AsyncParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: ProgramName.current,
      abstract:
        "Memory-barrier strategies on the Linux AIO completion ring: cost, and correctness here and elsewhere.",
      version: "ringbench 1.0, results of schema \(SchemaVersion.current)",
      subcommands: [
        RunCommand.self, SweepCommand.self, ListCommand.self, ReportCommand.self, CompareCommand.self,
        TopologyCommand.self, ProbeCommand.self, KernelCommand.self, Verify.self, Litmus.self,
        AuditCommand.self, TrialCommand.self, RecordedTopologyCommand.self, DescribePeerCommand.self,
        CheckRingCommand.self,
      ],
      defaultSubcommand: RunCommand.self)
  }

  /// Makes the process fit to run a command, or ends it with one line.
  static func prepare() {
    StandardStreams.openThoseClosed()
    StandardStreams.reportWhatCannotBePrinted()
    guard StandardStreams.canOpenFiles else {
      exit(withError: ExitStatus.unavailable.failure(StandardStreams.tooFewFiles))
    }
  }

  /// - Parameter rings: The rings of the program's own.
  static func main(_ rings: [OwnRing]) async {
    do {
      try OwnRings.register(rings)
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch let error as any CommandFailure {
      exit(withError: error.failure)
    } catch {
      // Help and the version are ArgumentParser's; an exit code has been explained. All else is one line.
      let isExplained = error is ExitCode
      switch exitCode(for: error) {
      case .success where ProgramName.current != ProgramName.usual:
        print(ProgramName.inserted(into: fullMessage(for: error)))
        exit(withError: ExitCode.success)
      case .validationFailure where !isExplained:
        exit(withError: ExitStatus.usage.failure(message(for: error)))
      case .failure where !isExplained: exit(withError: ExitStatus.internalError.failure(message(for: error)))
      default: exit(withError: error)
      }
    }
  }
}
