import AIORing
import CBarriers

/// What a thread does while it waits for another: pauses the core or, where both share one CPU, yields it.
@inline(__always)
package func backOff(_ yields: Bool) {
  if yields { rb_yield_cpu() } else { rb_pause() }
}

extension Polling {
  /// Whether it gives the CPU away.
  var yields: Bool { if case .yield = self { true } else { false } }

  /// Waits after a poll that found the ring empty or full. `run`: how many events were pushed or popped since the last
  /// such poll.
  @inline(__always)
  func wait(afterRunOf run: UInt64 = 0) {
    switch self {
    case .spin: rb_compiler_barrier()
    case .pause: rb_pause()
    case .backOff:
      for _ in 0..<(run < Self.backOffRun ? 1 : Self.backOffPauses) { rb_pause() }
    case .yield: rb_yield_cpu()
    }
  }
}
