import Foundation
import Synchronization

/// The programs that an audit runs at the moment: who interrupts the audit ends them with it.
public final class RunningTools: Sendable {
  private struct State {
    var isEnded = false
    var running: Set<pid_t> = []
  }

  private let state = Mutex(State())

  public init() {}

  /// Ends what runs; nothing is started any more.
  public func end() {
    state.withLock { state in
      state.isEnded = true
      // Foundation gives each a process group of its own, in which a compiler's own children are too.
      for process in state.running where kill(-process, SIGKILL) != 0 { kill(process, SIGKILL) }
    }
  }

  /// - Throws: `CancellationError` after ``end()``, and what Foundation throws.
  func start(_ process: Process) throws {
    try state.withLock { state in
      if state.isEnded { throw CancellationError() }
      try process.run()
      state.running.insert(process.processIdentifier)
    }
  }

  /// - Throws: `CancellationError` if ``end()`` ended it.
  func wait(for process: Process) throws {
    process.waitUntilExit()
    let isEnded = state.withLock { state in
      state.running.remove(process.processIdentifier)
      return state.isEnded
    }
    if isEnded { throw CancellationError() }
  }
}
