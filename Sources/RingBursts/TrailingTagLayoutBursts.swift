import AIORing

extension RingWorkload {
  /// The bursts of a ring with a tag behind each event.
  @inline(never)
  func burstsInTrailingTagLayout(_ ring: TrialRing) throws(TrialError) -> WorkloadBursts? {
    try bursts(TrailingTagLayout.self, ring)
  }
}
