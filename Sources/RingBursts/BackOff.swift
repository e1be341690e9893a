import CBarriers
import Glibc

/// What a side does after a poll in vain: tell the core that it waits or, where both threads share one CPU, give
/// it away.
@inline(__always)
package func backOff(_ yields: Bool) {
  if yields { sched_yield() } else { rb_pause() }
}
