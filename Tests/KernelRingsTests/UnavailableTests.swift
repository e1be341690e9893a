import CSeccomp
import Foundation
import KernelRings
import Testing

@Suite struct UnavailableTests {
  @Test(
    arguments: [
      ("io_setup", ENOSYS, "io_setup is not available: this kernel does not have it"),
      ("io_setup", EPERM, "io_setup is not available: it is forbidden (EPERM)"),
      ("io_setup", EAGAIN, "io_setup is not available: fs.aio-max-nr"),
      ("io_uring_setup", ENOSYS, "io_uring_setup is not available: this kernel does not have it"),
      ("io_uring_setup", EACCES, "io_uring_setup is not available: it is forbidden (EACCES)"),
      ("io_uring_setup", ENOMEM, "io_uring_setup is not available: the locked-memory limit"),
      ("io_submit", EBADF, "io_submit failed: Bad file descriptor"),
    ] as [(String, Int32, String)])
  func aRefusedCallIsExplainedInASentence(_ call: String, _ errno: Int32, _ beginning: String) {
    #expect(KernelRingError(call: call, result: -Int(errno)).sentence.hasPrefix(beginning))
  }

  @Test func aSandboxWithoutAIOIsNamed() async {
    await #expect(processExitsWith: .success) {
      #expect(forbid_call("io_setup", EPERM) == 0)
      #expect(throws: KernelRingError(call: "io_setup", result: -Int(EPERM))) { _ = try AIOContext() }
    }
  }

  @Test func aSandboxWithoutIOUringIsNamed() async {
    await #expect(processExitsWith: .success) {
      #expect(forbid_call("io_uring_setup", ENOSYS) == 0)
      #expect(throws: KernelRingError(call: "io_uring_setup", result: -Int(ENOSYS))) { _ = try IOUring() }
    }
  }
}
