import Foundation
import Testing

/// `ringbench run --peer` and what may go wrong with it, as a person sees it.
@Suite struct PeersCommandTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  private func refused(_ options: String, status: Int32, _ words: String) throws {
    let refused = try Command("ringbench \(options)")
    #expect(refused.status == status && refused.complaintLines == 1, "\(options): \(refused.complaint)")
    #expect(refused.complaint.contains(words) && refused.output.isEmpty, "\(options): \(refused.complaint)")
  }

  @Test func aLibraryThatIsNotThereOrIsNoneIsOneLine() throws {
    try refused("--peer /no/such.so", status: 69, "/no/such.so cannot be read: No such file")
    let text = FileManager.default.temporaryDirectory.appending(path: "text-\(UUID().uuidString).so").path
    try Data("no library".utf8).write(to: URL(filePath: text))
    try refused("--peer \(text)", status: 65, "cannot be loaded")
    // A library of the system's that is no peer.
    try refused(
      "--peer \"$(ls /lib/*/libm.so.6 /lib64/libm.so.6 2>/dev/null | head -1)\"", status: 65, "RINGBENCH_PEER"
    )
    try refused("--resume /tmp --peer /no/such.so", status: 64, "--resume")
  }

  @Test func onesOwnRingIsMeasuredBesideAcquireRelease() throws {
    let results = folder()
    let run = try Command(
      """
      library=$('\(Self.root)/scripts/peers' '\(Self.root)/Examples/Peers/my-ring.cpp') &&
      ringbench --peer "$library" --workloads hand-off --rounds 1 --duration 1 --output \(results) \
      \(allowedCPUs() < 2 ? "--oversubscribe" : "")
      """)
    #expect(run.status == 0, "\(run.complaint)")
    for words in [
      "Rings: 1024 slots", "my-ring: the example in C++", "acquire-release, padded, cached",
    ] {
      #expect(run.output.contains(words), "\(words)")
    }
    // Its events have 32 bytes, and those of a ring for others are elsewhere.
    let own = "--peer \(Self.root)/.build/own-peers/my-ring.so"
    try refused("\(own) --event-bytes 8", status: 64, "my-ring carries events of 32 bytes, not of 8")
    try refused("--peers --event-bytes 504", status: 69, "run scripts/peers --event-bytes 504")
    try refused("\(own) --producers 2 --oversubscribe", status: 64, "only one thread may push into my-ring")
    // Two rings with one name would be one row.
    let twice = try Command(
      "library='\(Self.root)/.build/own-peers/my-ring.so'; ringbench --peer \"$library\" --peer \"$library\"")
    #expect(
      twice.status == 64 && twice.complaint.contains("both call their ring my-ring"), "\(twice.complaint)")
  }
}
