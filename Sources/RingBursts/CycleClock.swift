import CBarriers
import Glibc

/// The cycle counter, and how long one of its ticks is.
package struct CycleClock: Sendable {
  /// Ticks per second. The counter's rate does not depend on the cores' frequency (constant_tsc, cntvct).
  package let ticksPerSecond: Double

  /// Whether this CPU has the counter: without it nothing can be timed.
  package static var isAvailable: Bool { rb_has_cycles() != 0 }

  /// A clock whose rate is known, in Hz.
  package init(ticksPerSecond: Double) { self.ticksPerSecond = ticksPerSecond }

  /// Measures the rate against CLOCK_MONOTONIC_RAW for 50 ms.
  package static func calibrated() -> CycleClock {
    let startTime = monotonicNanoseconds()
    let startTicks = rb_cycles()
    var time = startTime
    while time - startTime < 50_000_000 { time = monotonicNanoseconds() }
    let ticks = rb_cycles() - startTicks
    return CycleClock(ticksPerSecond: Double(ticks) / Double(time - startTime) * 1e9)
  }

  /// The counter now, in ticks.
  @inline(__always)
  package static func now() -> UInt64 { rb_cycles() }

  /// How long `ticks` are, ns.
  package func nanoseconds(_ ticks: UInt64) -> Double { Double(ticks) * 1e9 / ticksPerSecond }

  /// How many ticks `nanoseconds` are.
  package func ticks(nanoseconds: Double) -> UInt64 { UInt64(max(0, nanoseconds) * ticksPerSecond / 1e9) }

  private static func monotonicNanoseconds() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC_RAW, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
