import AIORing
import Testing
import WeakMemory

/// The code of WeakMemory's articles, run.
@Suite struct WeakMemorySnippets {
  @Test func storeBufferingIsAllowedOnX86() {
    let (x, y) = (0, 1)

    let program = Program(
      threads: [
        ClosureProgram { thread in
          thread.write(x, .constant(1), .relaxed)
          thread.output(0, thread.read(y, .relaxed))
        },
        ClosureProgram { thread in
          thread.write(y, .constant(1), .relaxed)
          thread.output(0, thread.read(x, .relaxed))
        },
      ], initial: [0, 0])
    let storeBuffering = Explorer(.x86TSO).explore(program) { state in
      state.register(thread: 0, 0) == 0 && state.register(thread: 1, 0) == 0
    }

    #expect(storeBuffering.verdict == .allowed)
    let inOrder = Explorer(.sc).explore(program) { state in
      state.register(thread: 0, 0) == 0 && state.register(thread: 1, 0) == 0
    }
    #expect(inOrder.verdict == .forbidden)
  }

  @Test func aRowIsVerified() throws {
    let entry = try #require(Catalogue.entry(named: "kernel-2003"))
    let onPower = Verification(Subject(entry), under: .power, shape: .publishObserve)

    #expect(onPower.verdict == .allowed && onPower.witness != nil)

    let table = VerdictTable([Subject(entry)], models: [.x86TSO, .power], shapes: [.publishObserve])
    let missing = table.cells.map(\.missing)

    #expect(missing == [[], [.observe]])
  }

  @Test func orderingsOfOnesOwnAreVerified() throws {
    let edges = try EdgeAssignment("publish=release,observe=acquire")
    let own = Verification(Subject(edges: edges), under: .armv8, shape: .publishObserve)

    #expect(own.verdict == .forbidden)
  }
}
