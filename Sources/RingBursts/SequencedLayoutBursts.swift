import AIORing

extension RingWorkload {
  /// The bursts of a ring whose slots carry a sequence number.
  @inline(never)
  func burstsInSequencedLayout(_ ring: TrialRing) throws(TrialError) -> WorkloadBursts? {
    try bursts(SequencedLayout.self, ring)
  }
}
