import AIORing

// One file for each layout. Their code ends in one object file all the same, and one thread makes it: the compiler emits all
// specialisations of a function together, where the first is asked for.

extension RingWorkload {
  /// The bursts of a ring that lies in memory as the kernel's does.
  @inline(never)
  func burstsInKernelLayout(_ ring: TrialRing) throws(TrialError) -> WorkloadBursts? {
    try bursts(AIOLayout.self, ring)
  }
}
