/// When a side starts after the two have met: this time a little earlier, that time a little later, and on average so
/// that the two sides' encounters overlap, however long a cache line takes between these two CPUs.
///
/// One a side, used by its thread only.
final class ShuffledStart {
  private var state: UInt32
  /// Turns of ``Delay``'s loop that are always waited: learnt from how the encounters end.
  private var later = 0
  /// The random part is less than 2 to this power turns, about as many cycles.
  private static let bits: UInt32 = 7

  init(seed: UInt32) { state = seed }

  /// Waits as long as it is this time.
  @inline(__always)
  func wait() {
    // Press et al., Numerical Recipes, 7.1; the upper bits are the random ones.
    state = state &* 1_664_525 &+ 1_013_904_223
    Delay(turns: later &+ Int(state >> (32 - Self.bits))).wait()
  }

  /// The consumer starts later when it has slept before the producer looked, and earlier when it came upon the event.
  @inline(__always)
  func learn(_ outcome: WakeOutcome) {
    switch outcome {
    case .woken: later = min(later &+ 1, 1 << 14)
    case .sawEvent: later = max(later &- 1, 0)
    case .lost: break
    }
  }
}
