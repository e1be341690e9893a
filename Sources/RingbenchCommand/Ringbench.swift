/// The program `ringbench`, for a `main.swift` of one line.
public enum Ringbench {
  /// Does what the process's arguments ask for. Returns when that is done; otherwise ends the process with the exit code
  /// that says what happened (`ringbench help run` lists them).
  ///
  /// - Parameter rings: Rings of one's own, which `run`, `verify` and `compare` have beside the catalogue's strategies.
  public static func main(_ rings: OwnRing...) async { await RootCommand.main(rings) }
}
