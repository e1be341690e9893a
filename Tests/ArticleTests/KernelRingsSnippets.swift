import AIORing
import Foundation
import KernelRings
import Testing

/// The code of KernelRings' articles, run where the kernel offers the rings.
@Suite(.serialized) struct KernelRingsSnippets {
  /// Runs `body`, and accepts that the system does not offer the ring, with the sentence that is due then.
  private func whereAvailable(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch let error as KernelRingError {
      guard case .unavailable(let call, _, let reason) = error else { throw error }
      #expect(reason.hasPrefix("\(call) is not available: "))
    }
  }

  @Test func aReadIsReapedFromTheMappedRing() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try Data(repeating: 7, count: 100).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    let handle = try FileHandle(forReadingFrom: url)
    let file = handle.fileDescriptor
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 100, alignment: 8)
    defer { buffer.deallocate() }
    try whereAvailable {
      let context = try AIOContext(requests: 128)
      var reaper = try AIOReaper(context)
      var batch = AIORequestBatch(capacity: 1)
      batch[0] = .read(file, into: buffer, at: 0, data: 42)
      _ = try context.submit(batch, count: 1)
      while true {
        if let completion = reaper.next() {
          print(completion.data, completion.result)  // 42, and the bytes read or a negated errno
          break
        }
      }

      #expect(buffer.allSatisfy { $0 == 7 })
    }
    try handle.close()
  }

  @Test func aRequestOfIOUringCompletes() throws {
    let barriers = Edges(
      claim: .acquire, publish: .release, observe: .acquire, retire: .release, wake: .mb, sleep: .mb)
    try whereAvailable {
      let ring = try IOUring(requests: 128)
      var submitter = try IOUringSubmitter(ring, barriers: barriers)
      var reaper = try IOUringReaper(ring, barriers: barriers)
      let isStaged = submitter.stage(.nop(data: 7))
      let handedOver = try submitter.submit()
      try ring.waitForCompletions(1)
      let completion = reaper.next()

      #expect(isStaged && handedOver == 1)
      #expect(completion == Completion(data: 7, object: 0, result: 0, extra: 0))
    }
  }
}
