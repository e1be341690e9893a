import Glibc

/// Turns a trap inside a test's thread into an error of the test. Any other keeps its effect.
///
/// A thread cannot be unwound from a signal, so that the thread of the operating system on which it trapped is left where
/// it is.
enum Traps {
  /// What Swift traps by, on x86 and on ARM; a stack that overflows, division by zero, `abort()`.
  private static let signals = [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT]

  /// What was done about each signal before; the handlers stand from the first use on.
  private static let previous: [Int32: sigaction] = {
    var previous: [Int32: sigaction] = [:]
    for signal in signals {
      var (action, before) = (sigaction(), sigaction())
      action.__sigaction_handler.sa_handler = handle
      // A stack that has overflowed has no room for a handler.
      action.sa_flags = SA_ONSTACK
      if sigaction(signal, &action, &before) == 0 { previous[signal] = before }
    }
    return previous
  }()

  private static let handle: @convention(c) (Int32) -> Void = { signal in
    if let run = SymbolicRun.current { run.leaveAfterTrap() }
    guard var before = Traps.previous[signal] else { return }
    sigaction(signal, &before, nil)
    // It comes when the handler has returned.
    raise(signal)
  }

  /// Runs `body`, which may run threads of a test, so that what traps in one of them is caught.
  static func catching<R>(_ body: () -> R) -> R {
    _ = previous
    let size = 64 * 1024
    let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
    var (own, before) = (stack_t(), stack_t())
    (own.ss_sp, own.ss_size) = (memory, size)
    let isSet = sigaltstack(&own, &before) == 0
    defer {
      if isSet { sigaltstack(&before, nil) }
      memory.deallocate()
    }
    return body()
  }
}
