/// A delay of another length each time, so that two threads that have just met are apart by now this and now that.
struct ShuffledStart {
  private var state: UInt32
  /// The longest delay is 2 to this power, less one, turns of ``Delay``'s loop: about as many cycles, and some
  /// hundred nanoseconds, which is what it takes a cache line to get from one core to the other.
  private static let bits: UInt32 = 9

  init(seed: UInt32) { state = seed }

  /// Waits as long as it is this time.
  @inline(__always)
  mutating func wait() {
    // Press et al., Numerical Recipes, 7.1; the upper bits are the random ones.
    state = state &* 1_664_525 &+ 1_013_904_223
    Delay(turns: Int(state >> (32 - Self.bits))).wait()
  }
}
