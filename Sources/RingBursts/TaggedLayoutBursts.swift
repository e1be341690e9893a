import AIORing

extension RingWorkload {
  /// The bursts of a ring whose events carry a tag.
  @inline(never)
  func burstsInTaggedLayout(_ ring: TrialRing) throws(TrialError) -> WorkloadBursts? {
    try bursts(TaggedLayout.self, ring)
  }
}
