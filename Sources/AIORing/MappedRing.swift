#if !hasFeature(Embedded)
  import Glibc

  /// The memory of one ring, zeroed pages of its own, and its locks. The pages are unmapped when the value is
  /// destroyed.
  public struct MappedRing<Layout: RingLayout>: ~Copyable {
    /// Slots of the ring.
    public let slots: UInt32
    /// Its first byte.
    public let base: UnsafeMutableRawPointer
    /// The locks that are not words of the ring.
    public let locks: SystemLocks
    private let length: Int

    /// Maps an empty ring of `slots` slots, with the kernel's header where the layout has one. All pages are
    /// touched, so that no page fault is measured later.
    ///
    /// - Throws: ``RingError/tooFewSlots(_:)`` below two slots, ``RingError/outOfMemory(bytes:)``.
    public init(slots: UInt32) throws(RingError) {
      guard slots >= 2 else { throw .tooFewSlots(slots) }
      let length = Layout.offsets(slots: slots).total
      let memory = mmap(
        nil, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0)
      guard let memory, memory != MAP_FAILED else { throw .outOfMemory(bytes: length) }
      self.length = length
      self.slots = slots
      base = memory
      locks = SystemLocks()
      if Layout.kind == .aio { AIORingHeader.write(to: base, nr: slots) }
    }

    deinit { munmap(base, length) }
  }
#endif

/// Why a ring could not be made.
public enum RingError: Error, Equatable {
  case tooFewSlots(UInt32)
  case outOfMemory(bytes: Int)
}
