import CBarriers

/// A busy delay of a few nanoseconds or more that accesses no memory: it slows one side of a ring down.
package struct Delay {
  /// How many operations share one injected delay where an operation takes a nanosecond or two. A few per cent of one
  /// such operation is less than one iteration of the delay loop; of 1024 operations it is hundreds of iterations, so
  /// that the overlap with the code before and after the loop hardly counts.
  package static let period = 1024

  /// Iterations of the loop, about a cycle each; 0 is no delay.
  let turns: Int

  /// Whether it delays at all.
  @inline(__always)
  var isAny: Bool { turns > 0 }

  package static var none: Delay { Delay(turns: 0) }

  /// A delay of about `nanoseconds`, from the speed of the loop on this CPU now.
  package init(nanoseconds: Double, clock: CycleClock) {
    guard nanoseconds > 0 else {
      turns = 0
      return
    }
    let probe = Delay(turns: 20_000)
    // The fastest of eight runs: one that was interrupted would make every delay too short.
    var fastest = UInt64.max
    for _ in 0..<8 {
      let start = CycleClock.now()
      probe.wait()
      fastest = min(fastest, CycleClock.now() - start)
    }
    turns = max(1, Int(nanoseconds * Double(probe.turns) / clock.nanoseconds(max(1, fastest))))
  }

  /// A delay of that many iterations of the loop, about a cycle each.
  package init(turns: Int) { self.turns = turns }

  /// Waits.
  @inline(never)
  package func wait() {
    var left = turns
    while left > 0 {
      // Without it the compiler would remove the loop.
      rb_compiler_barrier()
      left &-= 1
    }
  }
}
