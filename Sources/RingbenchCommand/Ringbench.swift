/// The program `ringbench`, for a `main.swift` of one line.
public enum Ringbench {
  /// Does what the process's arguments ask for. Returns when that is done; otherwise ends the process with the exit code
  /// that says what happened (`ringbench help run` lists them).
  public static func main() async { await RootCommand.main() }
}
