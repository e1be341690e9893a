import Dispatch
import Foundation
import Synchronization

/// Ctrl-C, SIGTERM and SIGHUP cancel the work but do not end the process, so that what was measured is kept.
enum Interruption {
  private struct State {
    /// Empty until the signals are watched.
    var sources: [any DispatchSourceSignal] = []
    /// Cancels the work that runs.
    var cancel: (@Sendable () -> Void)?
    /// Whether a signal came while nothing ran that could be cancelled.
    var isPending = false
  }

  private static let state = Mutex(State())

  /// Watches for the signals from now on. One that comes while no work runs cancels the next work as it begins: none is
  /// lost. A signal that came before ended the process, which then must not have written anything.
  static func prepare() {
    state.withLock { state in
      guard state.sources.isEmpty else { return }
      // Under nohup(1) a hangup is ignored, and stays so. An ignored SIGINT is not: shells start background jobs so.
      let signals = [SIGINT, SIGTERM, SIGHUP].filter { $0 != SIGHUP || !isIgnored($0) }
      state.sources = signals.map { number in
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        let isRegistered = DispatchSemaphore(value: 0)
        source.setRegistrationHandler { isRegistered.signal() }
        source.setEventHandler { request() }
        source.resume()
        // Dispatch takes the signal over in a thread of its own.
        isRegistered.wait()
        return source
      }
    }
  }

  /// Runs `work` in a task that a signal cancels.
  static func watch<Result: Sendable>(_ work: @escaping @Sendable () async -> Result) async -> Result {
    prepare()
    let task = Task {
      let result = await work()
      return (result, mayHaveSeenSignal: Task.isCancelled)
    }
    let isPending = state.withLock { state in
      defer { state.isPending = false }
      state.cancel = { task.cancel() }
      return state.isPending
    }
    if isPending { task.cancel() }
    let (result, mayHaveSeenSignal) = await task.value
    state.withLock { state in
      state.cancel = nil
      // It came when the work had ended: it is meant for what follows.
      if task.isCancelled, !mayHaveSeenSignal { state.isPending = true }
    }
    return result
  }

  private static func request() {
    let cancel = state.withLock { state in
      if state.cancel == nil { state.isPending = true }
      return state.cancel
    }
    cancel?()
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    guard sigaction(number, nil, &action) == 0 else { return false }
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1  // SIG_IGN
  }
}
