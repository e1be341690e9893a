import AIORing
import KernelRings
import Testing

@Suite struct CheckedAIORingTests {
  private static let slots: UInt32 = 383

  /// Checks a header of 383 slots of which the field at `offset` holds `value`.
  private func check(_ offset: Int, _ value: UInt32, asked: UInt32 = 128) throws -> CheckedAIORing {
    let base = UnsafeMutableRawPointer.allocate(byteCount: 4096, alignment: 64)
    defer { base.deallocate() }
    AIORingHeader.write(to: base, nr: Self.slots)
    base.storeBytes(of: value, toByteOffset: offset, as: UInt32.self)
    return try CheckedAIORing(base: base, asked: asked)
  }

  @Test func aHeaderOfTheKernelIsTrusted() throws {
    let ring = try check(AIORingHeader.headOffset, 382)
    #expect((ring.slots, ring.capacity, ring.head) == (383, 382, 382))
  }

  @Test(
    arguments: [
      (AIORingHeader.magicOffset, 0xa10a_10a2, HeaderFault.magic(0xa10a_10a2)),
      (AIORingHeader.compatOffset, 3, .compatFeatures(3)),
      (AIORingHeader.incompatOffset, 1, .incompatFeatures(1)),
      (AIORingHeader.headerLengthOffset, 64, .headerLength(64)),
      (AIORingHeader.nrOffset, 1, .slots(1)),
      (AIORingHeader.nrOffset, 128, .slots(128)),
      (AIORingHeader.headOffset, 383, .index(383, slots: 383)),
      (AIORingHeader.tailOffset, 5000, .index(5000, slots: 383)),
    ] as [(Int, UInt32, HeaderFault)])
  func aHeaderThatIsNotTheKernelsIsRefused(_ offset: Int, _ value: UInt32, _ fault: HeaderFault) {
    #expect(throws: fault) { try check(offset, value) }
    #expect(!fault.sentence.isEmpty)
  }
}
