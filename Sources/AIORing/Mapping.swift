/// The pages that a ring lies in.
public enum PageKind: String, CaseIterable, Sendable {
  /// The kernel's ordinary ones: 4 KiB on most machines.
  case usual
  /// Huge ones, of 2 MiB: a large ring takes fewer entries of the TLB.
  case huge
}

#if !hasFeature(Embedded)
  import Glibc

  /// How far behind the start of a page each ring in ordinary pages begins: a figure that changes with it is an accident of where
  /// the data lie (scripts/shifted-builds).
  package enum RingShift {
    /// The environment variable that says it, in bytes.
    package static let variable = "RINGBENCH_RING_SHIFT"
    /// Whole cache lines, so that the layout's lines stay lines.
    package static let range = stride(from: 0, to: 4096, by: 64)

    private static let value = getenv(variable).map { String(cString: $0) }
    /// Nil: the variable has a value that cannot be.
    package static let bytes: Int? = value.map { Int($0).flatMap { range.contains($0) ? $0 : nil } } ?? 0
  }

  /// Zeroed pages, all of them touched. They are unmapped when the value is destroyed.
  struct Mapping: ~Copyable {
    /// The first byte.
    let base: UnsafeMutableRawPointer
    private let mapped: UnsafeMutableRawPointer
    private let length: Int

    /// Bytes of a huge page on x86-64, and on AArch64 and RISC-V where ordinary pages have 4 KiB.
    private static let hugePage = 1 << 21
    /// Makes huge pages of a range at once, or fails: Linux 6.1 and later (linux/mman.h). Unlike `MADV_HUGEPAGE` it is no mere
    /// advice, so that a ring said to lie in huge pages does.
    private static let collapse: Int32 = 25

    /// Maps at least `bytes` bytes.
    ///
    /// - Throws: ``RingError/outOfMemory(bytes:)``, ``RingError/noHugePages(errno:)``.
    static func of(bytes: Int, _ pages: PageKind) throws(RingError) -> Mapping {
      if pages == .usual { return try Mapping(bytes: bytes, alignment: 1, shift: RingShift.bytes ?? 0) }
      let used = (bytes + hugePage - 1) / hugePage * hugePage
      let mapping = try Mapping(bytes: used, alignment: hugePage)
      guard madvise(mapping.base, used, collapse) == 0 else { throw .noHugePages(errno: errno) }
      return mapping
    }

    /// A mapping starts at any page: more than `bytes` bytes have to be mapped for another alignment.
    private init(bytes: Int, alignment: Int, shift: Int = 0) throws(RingError) {
      length = bytes + shift + (alignment > 1 ? alignment : 0)
      let memory = mmap(
        nil, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0)
      guard let memory, memory != MAP_FAILED else { throw .outOfMemory(bytes: bytes) }
      mapped = memory
      base = memory.alignedUp(toMultipleOf: alignment) + shift
    }

    deinit { munmap(mapped, length) }
  }
#endif
