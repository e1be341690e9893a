import Testing

@testable import WeakMemory

@Suite struct ExplorerTests {
  /// Message passing: the writer's two stores, the reader's two loads.
  static let messagePassing = Program(
    threads: [
      ClosureProgram { thread in
        thread.write(0, .constant(1), .relaxed)
        thread.write(1, .constant(1), .relaxed)
      },
      ClosureProgram { thread in
        thread.output(0, thread.read(1, .relaxed))
        thread.output(1, thread.read(0, .relaxed))
      },
    ], initial: [0, 0])

  @Test func `The explorer finds exactly the executions that sequential consistency allows`() {
    let result = Explorer(.sc).explore(Self.messagePassing, stopsAtMatch: false) {
      $0.register(thread: 1, 0) == 1 && $0.register(thread: 1, 1) == 0
    }
    #expect(result.executions == 3)
    #expect(result.verdict == .forbidden)
  }
}
