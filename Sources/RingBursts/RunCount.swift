/// Counts runs of pops without an empty poll between them, or of pushes without a full one. They are counted when the ring
/// is found empty or full, so that a pop that finds an event costs nothing more.
struct RunCount {
  private(set) var runs: UInt64 = 0
  /// How many events had been popped when the last run ended.
  private var begin: UInt64 = 0

  /// No run so far, after `popped` events.
  init(at popped: UInt64 = 0) { begin = popped }

  /// Called when the ring is found empty, or a burst is over, after `popped` events in all: ends a run if any event was
  /// popped since the last one ended, and returns how many were.
  @inline(__always) @discardableResult
  mutating func end(at popped: UInt64) -> UInt64 {
    let run = popped &- begin
    if run != 0 { runs &+= 1 }
    begin = popped
    return run
  }
}
