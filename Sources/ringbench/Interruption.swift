import Dispatch
import Foundation

/// Ctrl-C and SIGTERM cancel the work but do not end the process, so that what was measured is kept.
enum Interruption {
  /// Runs `work` in a task that a signal cancels.
  static func watch<Result: Sendable>(_ work: @escaping @Sendable () async -> Result) async -> Result {
    let task = Task { await work() }
    let sources = [SIGINT, SIGTERM, SIGHUP].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { task.cancel() }
      source.resume()
      return source
    }
    defer { for source in sources { source.cancel() } }
    return await task.value
  }
}
