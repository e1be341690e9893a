import RingBursts
import Topology

extension Machine {
  /// This machine, for a command that times something on it.
  ///
  /// - Throws: `TrialError` if it has no counter to time with, `TopologyError` if hwloc cannot describe it.
  static func measured() throws -> Machine {
    guard CycleClock.isAvailable else {
      throw TrialError.unavailable(
        "a counter to time with (on x86 the instruction rdtscp, which this virtual machine's CPU model hides)"
      )
    }
    return try current()
  }
}
