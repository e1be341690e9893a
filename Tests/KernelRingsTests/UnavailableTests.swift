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
      #expect(forbid_io_setup(EPERM) == 0)
      #expect(throws: KernelRingError(call: "io_setup", result: -Int(EPERM))) { _ = try AIOContext() }
    }
  }

  @Test func aSandboxWithoutIOUringIsNamed() async {
    await #expect(processExitsWith: .success) {
      #expect(forbid_io_uring_setup(ENOSYS) == 0)
      #expect(throws: KernelRingError(call: "io_uring_setup", result: -Int(ENOSYS))) { _ = try IOUring() }
    }
  }

  @Test func theCommandExitsWith69AndASentenceWhereIOUringIsForbidden() async throws {
    let result = await #expect(
      processExitsWith: .exitCode(69), observing: [\.standardErrorContent, \.standardOutputContent]
    ) {
      _ = forbid_io_uring_setup(EPERM)
      become(["ringbench", "kernel", "--quick", "--events", "64", "kernel-2014"])
    }
    let complaint = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
    #expect(complaint.contains("io_uring_setup is not available: it is forbidden (EPERM)"))
    let output = String(decoding: try #require(result).standardOutputContent, as: UTF8.self)
    #expect(output.contains("Not available: io_uring_setup"))
  }

  @Test func theCommandExitsWith64OnAMistake() async throws {
    let result = await #expect(processExitsWith: .exitCode(64), observing: [\.standardErrorContent]) {
      become(["ringbench", "kernel", "--batch", "0"])
    }
    let complaint = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
    #expect(complaint.contains("--batch takes numbers from 1 to 128, not '0'"))
  }
}

/// Replaces this process by the program as it was built beside the tests.
private func become(_ arguments: [String]) {
  let program =
    Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL.deletingLastPathComponent()
    .appending(path: "ringbench").path
    ?? URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "ringbench").path
  var words = arguments.map { strdup($0) } + [nil]
  execv(program, &words)
  exit(1)
}
