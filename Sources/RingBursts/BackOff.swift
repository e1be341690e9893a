import CBarriers

/// What a side does after a poll that found the ring empty or full: pauses the core or, where both threads share one
/// CPU, yields it.
@inline(__always)
package func backOff(_ yields: Bool) {
  if yields { rb_yield_cpu() } else { rb_pause() }
}
