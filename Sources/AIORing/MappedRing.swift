#if !hasFeature(Embedded)
  /// The memory of one ring, zeroed pages of its own, and its locks. The pages are unmapped when the value is
  /// destroyed.
  public struct MappedRing<Layout: RingLayout>: ~Copyable {
    /// Slots of the ring.
    public let slots: UInt32
    /// Its first byte.
    public let base: UnsafeMutableRawPointer
    /// The locks that are not words of the ring.
    public let locks: SystemLocks
    private let mapping: Mapping

    /// Maps an empty ring of `slots` slots, with the kernel's header where the layout has one. All pages are
    /// touched, so that no page fault is measured later.
    ///
    /// - Throws: ``RingError/tooFewSlots(_:)`` below two slots, ``RingError/outOfMemory(bytes:)``,
    ///   ``RingError/noHugePages(errno:)``.
    public init(slots: UInt32, eventSize: EventSize = .usual, pages: PageKind = .usual) throws(RingError) {
      guard slots >= 2 else { throw .tooFewSlots(slots) }
      mapping = try .of(bytes: Layout.offsets(slots: slots, eventBytes: eventSize.bytes).total, pages)
      self.slots = slots
      base = mapping.base
      locks = SystemLocks()
      if Layout.kind == .aio { AIORingHeader.write(to: base, nr: slots) }
    }
  }
#endif

/// Why a ring could not be made.
public enum RingError: Error, Equatable {
  case tooFewSlots(UInt32)
  case outOfMemory(bytes: Int)
  /// The kernel is older than Linux 6.1, or had none.
  case noHugePages(errno: Int32)
}
