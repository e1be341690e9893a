/// A randomised delay of one side after the two have met. Its mean is adjusted until the two sides' accesses overlap,
/// however long a cache line takes between these two CPUs.
///
/// Each side has its own, used by its thread only.
final class ShuffledStart {
  private var state: UInt32
  /// Iterations of ``Delay``'s loop that are always waited, adjusted by how the encounters end.
  private var later = 0
  /// The random part is less than 2 to this power iterations, about as many cycles.
  private static let bits: UInt32 = 7

  init(seed: UInt32) { state = seed }

  /// Spins for a randomised delay.
  @inline(__always)
  func wait() {
    // A linear congruential generator (Press et al., Numerical Recipes, 7.1), of which the upper bits are the random ones.
    state = state &* 1_664_525 &+ 1_013_904_223
    Delay(turns: later &+ Int(state >> (32 - Self.bits))).wait()
  }

  /// Starts later after the consumer was asleep before the producer looked, and earlier after it found the event.
  @inline(__always)
  func learn(_ outcome: WakeOutcome) {
    switch outcome {
    case .woken: later = min(later &+ 1, 1 << 14)
    case .sawEvent: later = max(later &- 1, 0)
    case .lost: break
    }
  }
}
