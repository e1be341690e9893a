import RingBursts
import Synchronization

/// The offset between the two CPUs' cycle counters, which a one-way time is corrected by.
enum ClockOffset {
  /// The consumer's counter minus the producer's, ns: half the difference between the fastest flight there and
  /// the fastest flight back in 500 bounces. Where the counters agree, the result is the error of the method, some tens of
  /// ns.
  static func measured(
    producerCPU: Int, consumerCPU: Int, clock: CycleClock, yields: Bool
  ) throws(TrialError) -> Double {
    let bounces = 500
    let stamps = Stamps()
    var there = Int64.max
    var back = Int64.max
    try PinnedThreads.run(
      (
        producerCPU,
        {
          for turn in 1...UInt64(bounces) {
            stamps.time.store(CycleClock.now(), ordering: .relaxed)
            stamps.turn.store(2 * turn - 1, ordering: .releasing)
            while stamps.turn.load(ordering: .acquiring) != 2 * turn { backOff(yields) }
            back = min(
              back, Int64(bitPattern: CycleClock.now() &- stamps.time.load(ordering: .relaxed)))
          }
        }
      ),
      (
        consumerCPU,
        {
          for turn in 1...UInt64(bounces) {
            while stamps.turn.load(ordering: .acquiring) != 2 * turn - 1 { backOff(yields) }
            there = min(
              there, Int64(bitPattern: CycleClock.now() &- stamps.time.load(ordering: .relaxed)))
            stamps.time.store(CycleClock.now(), ordering: .relaxed)
            stamps.turn.store(2 * turn, ordering: .releasing)
          }
        }
      ))
    return Double(there - back) / 2 * 1e9 / clock.ticksPerSecond
  }

  /// One line: the stamp and whose turn it is.
  private final class Stamps: Sendable {
    let turn = Atomic<UInt64>(0)
    let time = Atomic<UInt64>(0)
  }
}
