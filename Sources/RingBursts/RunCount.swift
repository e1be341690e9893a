/// Runs of pops without an empty poll between them, counted where the ring is found empty, so that a pop that finds an
/// event pays nothing.
struct RunCount {
  private(set) var runs: UInt64 = 0
  /// How many events had been popped when the last run ended.
  private var begin: UInt64 = 0

  /// The ring was found empty, or a burst is over, when `popped` events had been popped; it ends a run if any event
  /// came since the last one.
  @inline(__always)
  mutating func end(at popped: UInt64) {
    guard popped != begin else { return }
    runs &+= 1
    begin = popped
  }
}
