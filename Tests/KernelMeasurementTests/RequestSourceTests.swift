import CSeccomp
import Foundation
import KernelRings
import Testing

@testable import KernelMeasurement

struct RequestSourceTests {
  /// As on a tmpfs before Linux 6.6. What was allocated must be given back once: glibc ends whoever does it twice.
  @Test func aFileSystemWithoutDirectAccessLeavesOutTheWritesAndNothingElse() async {
    await #expect(processExitsWith: .success) {
      _ = forbid_call("fcntl", EINVAL)
      do throws(KernelRingError) {
        _ = try RequestSource(.write)
        exit(1)
      } catch {
        guard case .unavailable("open with O_DIRECT", EINVAL, _) = error else { exit(2) }
      }
      guard (try? RequestSource(.read)) != nil else { exit(3) }
      exit(0)
    }
  }
}
