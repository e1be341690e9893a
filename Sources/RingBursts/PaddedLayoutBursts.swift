import AIORing

extension RingWorkload {
  /// The bursts of a ring whose words are cache lines apart.
  @inline(never)
  func burstsInPaddedLayout(_ ring: TrialRing) throws(TrialError) -> WorkloadBursts? {
    try bursts(PaddedLayout.self, ring)
  }
}
