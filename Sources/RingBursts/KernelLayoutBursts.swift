import AIORing

// One file for each layout, so that the compiler's threads share the work: it puts specialised code into the object file
// of the source file that asks for it.

extension RingWorkload {
  /// The bursts of a ring that lies in memory as the kernel's does.
  @inline(never)
  func burstsInKernelLayout(_ ring: TrialRing) throws(TrialError) -> WorkloadBursts? {
    try bursts(AIOLayout.self, ring)
  }
}
