/// Counts runs of pops without an empty poll between them. They are counted when the ring is found empty, so that a pop
/// that finds an event costs nothing more.
struct RunCount {
  private(set) var runs: UInt64 = 0
  /// How many events had been popped when the last run ended.
  private var begin: UInt64 = 0

  /// Called when the ring is found empty, or a burst is over, after `popped` events in all: ends a run if any event was
  /// popped since the last one ended.
  @inline(__always)
  mutating func end(at popped: UInt64) {
    guard popped != begin else { return }
    runs &+= 1
    begin = popped
  }
}
