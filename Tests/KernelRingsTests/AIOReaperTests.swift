import AIORing
import Foundation
import KernelRings
import Testing

@Suite(.serialized) struct AIOReaperTests {
  /// A file of 100 bytes, open for reading.
  private func cachedFile() throws -> FileHandle {
    let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try Data(repeating: 7, count: 100).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    return try FileHandle(forReadingFrom: url)
  }

  private func submit(_ batch: borrowing AIORequestBatch, _ count: Int, to context: AIOContext) throws {
    let taken = try context.submit(batch, count: count)
    #expect(taken == count)
  }

  @Test func theExampleOfTheDocumentationReadsAFile() throws {
    let file = try cachedFile()
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 100, alignment: 8)
    defer { buffer.deallocate() }
    guard let context = try available({ () throws(KernelRingError) in try AIOContext(requests: 128) }) else {
      return
    }
    var reaper = try AIOReaper(context)
    var batch = AIORequestBatch(capacity: 1)
    batch[0] = .read(file.fileDescriptor, into: buffer, at: 40, data: 42)
    let early = reaper.next()
    let taken = try context.submit(batch, count: 1)
    #expect((early, taken) == (nil, 1))
    var found: Completion?
    while found == nil { found = reaper.next() }
    let due = Completion(data: 42, object: batch.object(of: 0), result: 60, extra: 0)
    #expect(found == due)
    #expect(buffer[..<60].allSatisfy { $0 == 7 })
    let late = reaper.next()
    #expect(late == nil)
  }

  @Test func aRingHasOneReaperAtATimeAndTheNextGoesOnWhereTheLastStopped() throws {
    guard let context = try available({ () throws(KernelRingError) in try AIOContext() }) else { return }
    var batch = AIORequestBatch(capacity: 3)
    let file = try cachedFile()
    for index in 0..<3 {
      batch[index] = .read(
        file.fileDescriptor, into: .init(start: nil, count: 0), at: 0, data: UInt64(index))
    }
    try submit(batch, 3, to: context)
    func firstOne() throws -> UInt64? {
      var reaper = try AIOReaper(context)
      #expect(throws: KernelRingError.endTaken) { _ = try AIOReaper(context) }
      #expect(throws: KernelRingError.endTaken) { _ = try AIOSystemCallReaper(context) }
      return reaper.next()?.data
    }
    #expect(try firstOne() == 0)
    func secondOne() throws -> [UInt64] {
      var reaper = try AIOSystemCallReaper(context)
      let room = UnsafeMutableBufferPointer<Completion>.allocate(capacity: 1)
      defer { room.deallocate() }
      return try reaper.reap(into: room) == 1 ? [room[0].data] : []
    }
    #expect(try secondOne() == [1])
    #expect(try firstOne() == 2)
    #expect(try firstOne() == nil)
  }

  @Test func aBatchOfCompletionsIsGivenBackWithOneStoreOfTheHead() throws {
    guard let context = try available({ () throws(KernelRingError) in try AIOContext() }) else { return }
    let file = try cachedFile()
    var batch = AIORequestBatch(capacity: 8)
    for index in 0..<8 {
      batch[index] = .read(
        file.fileDescriptor, into: .init(start: nil, count: 0), at: 0, data: UInt64(index))
    }
    try submit(batch, 8, to: context)
    var reaper = try AIOReaper(context)
    var seen: [UInt64] = []
    var counts: [Int] = []
    for _ in 0..<3 { counts.append(reaper.reap(atMost: 5) { seen.append($0.data) }) }
    #expect(counts == [5, 3, 0])
    #expect(seen == Array(0..<8))
  }

  @Test func aLockHasNoConsumerSide() throws {
    guard let context = try available({ () throws(KernelRingError) in try AIOContext() }) else { return }
    #expect(throws: KernelRingError.lockNotShared) {
      _ = try AIOReaper(context, barriers: Locked(.spinlock))
    }
    // And it left nothing taken.
    _ = try AIOReaper(context)
  }

  @Test func theKernelTakesNoMoreRequestsThanTheRingHolds() throws {
    guard let context = try available({ () throws(KernelRingError) in try AIOContext(requests: 8) }) else {
      return
    }
    let file = try cachedFile()
    var batch = AIORequestBatch(capacity: 1)
    batch[0] = .read(file.fileDescriptor, into: .init(start: nil, count: 0), at: 0, data: 1)
    var taken = 0
    while try context.submit(batch, count: 1) == 1 { taken += 1 }
    #expect(taken > 0 && taken <= Int(context.ring.capacity))
    var reaper = try AIOReaper(context)
    var seen = 0
    while reaper.next() != nil { seen += 1 }
    #expect(seen == taken)
    // The kernel sees that there is room again.
    try submit(batch, 1, to: context)
  }

  @Test func aFailedRequestCompletesWithANegatedErrno() throws {
    guard let context = try available({ () throws(KernelRingError) in try AIOContext() }) else { return }
    let file = try cachedFile()
    var batch = AIORequestBatch(capacity: 1)
    // Nothing is mapped there.
    let nowhere = UnsafeMutableRawBufferPointer(start: UnsafeMutableRawPointer(bitPattern: 4096), count: 8)
    batch[0] = .read(file.fileDescriptor, into: nowhere, at: 0, data: 5)
    try submit(batch, 1, to: context)
    var reaper = try AIOReaper(context)
    var found: Completion?
    while found == nil { found = reaper.next() }
    #expect(found?.result == -Int64(EFAULT))
  }

  // In a process of its own: other tests make contexts at the same time.
  @Test func noContextOutlivesItsOwners() async {
    await #expect(processExitsWith: .success) {
      /// Rings that are mapped into this process.
      func mapped() throws -> Int {
        let file = try FileHandle(forReadingFrom: URL(filePath: "/proc/self/maps"))
        var text = Data()
        // A page a read.
        while let more = try file.read(upToCount: 1 << 20), !more.isEmpty { text += more }
        return String(decoding: text, as: UTF8.self).split(separator: "\n").count { $0.contains("[aio]") }
      }
      func use() throws {
        guard let context = try available({ () throws(KernelRingError) in try AIOContext() }) else { return }
        let reaper = try AIOReaper(context)
        #expect(try mapped() == 1)
        _ = consume reaper
      }
      try use()
      #expect(try mapped() == 0)
      #expect(throws: KernelRingError.self) { _ = try AIOContext(requests: .max) }
      #expect(try mapped() == 0)
    }
  }
}
