import CBarriers
import Glibc

/// The cycle counter in nanoseconds, and what reading it costs.
struct CycleClock {
  /// Nanoseconds a cycle of the counter.
  let nanosecondsPerCycle: Double
  /// Cycles between two readings with nothing between: subtracted from every timed region.
  let cost: UInt64

  /// Compares the counter with CLOCK_MONOTONIC for 10 ms.
  init() {
    let (start, cycles) = (Self.monotonicNanoseconds(), rb_cycles())
    while Self.monotonicNanoseconds() - start < 10_000_000 {}
    let (stop, moreCycles) = (Self.monotonicNanoseconds(), rb_cycles())
    nanosecondsPerCycle = Double(stop - start) / Double(max(moreCycles - cycles, 1))
    var costs = (0..<1001).map { _ in
      let before = rb_cycles()
      return rb_cycles() - before
    }
    costs.sort()
    cost = costs[costs.count / 2]
  }

  /// A region's nanoseconds, without the clock's own.
  func nanoseconds(_ cycles: UInt64) -> Double {
    Double(cycles > cost ? cycles - cost : 0) * nanosecondsPerCycle
  }

  static func monotonicNanoseconds() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}

/// The middle of a list that is not empty; 0 of an empty one.
func median<Number: Comparable & AdditiveArithmetic>(_ numbers: [Number]) -> Number {
  numbers.isEmpty ? .zero : numbers.sorted()[numbers.count / 2]
}
