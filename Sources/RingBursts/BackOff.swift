import CBarriers

/// What a side does after a poll in vain: tell the core that it waits or, where both threads share one CPU, give
/// it away.
@inline(__always)
package func backOff(_ yields: Bool) {
  if yields { rb_yield_cpu() } else { rb_pause() }
}
