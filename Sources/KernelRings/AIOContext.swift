import AIORing
import CLinux
import Glibc

/// A kernel AIO context: made by io_setup(2), and destroyed with the last reference to it.
///
/// Any thread may submit. Completions are taken by one reaper at a time, an ``AIOReaper`` or an
/// ``AIOSystemCallReaper``, which holds a reference: a ring cannot be read after it was unmapped. io_destroy(2)
/// waits for the requests in flight, so their buffers have to outlive the context.
public final class AIOContext: Sendable {
  /// The kernel's name for the context: the address of the mapped ring.
  let id: UInt
  /// The ring, checked.
  public let ring: CheckedAIORing
  let consumingEnd = RingEnd()

  /// A context for at least `requests` requests in flight.
  ///
  /// - Throws: ``KernelRingError/unavailable(call:errno:reason:)`` where io_setup is missing or forbidden,
  ///   ``KernelRingError/untrustedHeader(_:)`` if what it mapped is not the ring of fs/aio.c.
  public init(requests: UInt32 = 128) throws(KernelRingError) {
    var id: UInt = 0
    let result = rb_io_setup(requests, &id)
    guard result == 0 else { throw KernelRingError(call: "io_setup", result: result) }
    do throws(HeaderFault) {
      guard let base = UnsafeRawPointer(bitPattern: id) else { throw HeaderFault.magic(0) }
      ring = try CheckedAIORing(base: base, asked: requests)
    } catch {
      _ = rb_io_destroy(id)
      throw .untrustedHeader(error)
    }
    self.id = id
  }

  deinit { _ = rb_io_destroy(id) }

  /// Submits `count` requests of `batch`, beginning with number `first`, by io_submit(2). Returns how many the kernel
  /// took; 0 where the ring has no room for another completion: reap first.
  public func submit(
    _ batch: borrowing AIORequestBatch, from first: Int = 0, count: Int
  ) throws(KernelRingError) -> Int {
    let result = rb_io_submit(id, count, batch.addresses(from: first, count: count))
    if result == -Int(EAGAIN) { return 0 }
    guard result >= 0 else { throw KernelRingError(call: "io_submit", result: result) }
    return result
  }

  /// The consumer of the mapped ring, from its present head on.
  func consumer<B: Barriers>(_ barriers: B) throws(KernelRingError) -> Consumer<
    HardwareMemory<AIOLayout, OrdinaryStores>, B, FreshIndex
  > {
    guard let base = UnsafeMutableRawPointer(bitPattern: id) else { throw .untrustedHeader(.magic(0)) }
    let memory = HardwareMemory<AIOLayout, OrdinaryStores>(
      base: base, slots: ring.slots, stores: OrdinaryStores())
    var position = AIOLayout.Position()
    // Only reapers store the head, and the context has no other reaper now.
    position.index = memory.load(.head, .relaxed)
    guard position.index < ring.slots else {
      throw .untrustedHeader(.index(position.index, slots: ring.slots))
    }
    return Consumer(memory: memory, barriers: barriers, at: position)
  }
}
