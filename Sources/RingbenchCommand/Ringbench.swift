/// The program `ringbench`, for a `main.swift` of one line.
public enum Ringbench {
  /// Does what the process's arguments ask for. Returns when that is done; otherwise ends the process with the exit code
  /// that says what happened (`ringbench help run` lists them).
  ///
  /// - Parameter rings: Rings of one's own, which `run`, `verify` and `compare` have beside the catalogue's strategies.
  // On the main actor, where `main.swift` is: on the way to another thread the runtime opens files of its own, in place of
  // standard streams that the caller closed, and traps if there is none to be had.
  @MainActor public static func main(_ rings: OwnRing...) async {
    RootCommand.prepare()
    await RootCommand.main(rings)
  }
}
