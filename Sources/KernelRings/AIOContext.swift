import AIORing
import CLinux
import Glibc

/// A kernel AIO context: io_setup(2) made it, and it is destroyed when the value ends, on every path.
///
/// io_destroy(2) waits for requests in flight, so buffers must outlive the context.
public struct AIOContext: ~Copyable {
  /// What the kernel calls the context: the address of the mapped ring.
  let id: UInt
  /// The ring, checked.
  public let ring: CheckedAIORing
  let base: UnsafeMutableRawPointer

  /// A context for at least `requests` requests in flight.
  ///
  /// - Throws: ``KernelRingError/unavailable(call:errno:reason:)`` where io_setup is missing or forbidden,
  ///   ``KernelRingError/untrustedHeader(_:)`` if what it mapped is not the ring of fs/aio.c.
  public init(requests: UInt32 = 128) throws(KernelRingError) {
    var id: UInt = 0
    let result = rb_io_setup(requests, &id)
    guard result == 0 else { throw KernelRingError(call: "io_setup", result: result) }
    guard let base = UnsafeMutableRawPointer(bitPattern: id) else {
      _ = rb_io_destroy(id)
      throw .untrustedHeader(.magic(0))
    }
    do {
      ring = try CheckedAIORing(base: base, asked: requests)
    } catch {
      _ = rb_io_destroy(id)
      throw .untrustedHeader(error)
    }
    self.id = id
    self.base = base
  }

  deinit { _ = rb_io_destroy(id) }

  /// Submits requests; how many of them the kernel took, from the first on. 0 if the ring has no room for one.
  public borrowing func submit(
    _ requests: UnsafeMutableBufferPointer<UnsafeMutablePointer<iocb>?>
  ) throws(KernelRingError) -> Int {
    let result = rb_io_submit(id, requests.count, requests.baseAddress)
    if result == -Int(EAGAIN) { return 0 }
    guard result >= 0 else { throw KernelRingError(call: "io_submit", result: result) }
    return result
  }

  /// Takes completions by system call, io_getevents(2), and waits at most `nanoseconds` for `least` of them.
  /// Not to be used while another thread reads the mapped ring: see ``AIOReaper``.
  public borrowing func getEvents(
    least: Int, into events: UnsafeMutableBufferPointer<IOEvent>, nanoseconds: Int64 = 0
  ) throws(KernelRingError) -> Int {
    let result = rb_io_getevents(id, least, events.count, events.baseAddress, nanoseconds)
    if result == -Int(EINTR) { return 0 }
    guard result >= 0 else { throw KernelRingError(call: "io_getevents", result: result) }
    return result
  }

  /// The mapped ring's consuming side, from its present head on. It must not outlive the context, and there must
  /// be one at a time: ``AIOReaper`` sees to both.
  func consumer<B: Barriers>(_ barriers: B) -> Consumer<
    HardwareMemory<AIOLayout, OrdinaryStores>, B, FreshIndex
  > {
    let memory = HardwareMemory<AIOLayout, OrdinaryStores>(base: base, slots: ring.slots)
    var position = AIOLayout.Position()
    // Only consumers store the head, and this is the only one: relaxed.
    position.index = memory.load(.head, .relaxed)
    return Consumer(memory: memory, barriers: barriers, at: position)
  }
}
