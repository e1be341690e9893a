import CBarriers

/// A delay of a few nanoseconds that touches no memory: what holds one side of a ring back.
package struct Delay {
  /// How many operations share one injected wait where an operation takes a nanosecond or two. A share of such an
  /// operation is less than a turn of the loop; of 1024 of them it is hundreds of turns, beside which the overlap at its
  /// ends counts for little.
  package static let period = 1024

  /// Turns of the loop; 0 is no delay.
  let turns: Int

  package static var none: Delay { Delay(turns: 0) }

  /// A delay of about `nanoseconds`, by the loop's speed on this CPU now.
  package init(nanoseconds: Double, clock: CycleClock) {
    guard nanoseconds > 0 else {
      turns = 0
      return
    }
    let probe = Delay(turns: 20_000)
    // The fastest of a few runs: an interrupted one would make every delay too short.
    var fastest = UInt64.max
    for _ in 0..<8 {
      let start = CycleClock.now()
      probe.wait()
      fastest = min(fastest, CycleClock.now() - start)
    }
    turns = max(1, Int(nanoseconds * Double(probe.turns) / clock.nanoseconds(max(1, fastest))))
  }

  /// A delay of so many turns of the loop, about a cycle each.
  package init(turns: Int) { self.turns = turns }

  /// Waits.
  @inline(__always)
  package func wait() {
    var left = turns
    while left > 0 {
      // Keeps the loop a loop.
      rb_compiler_barrier()
      left &-= 1
    }
  }
}
