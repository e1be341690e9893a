import AIORing
import CLinux
import Glibc

/// The barriers that a reader of the kernel's AIO ring needs, on every architecture.
///
/// | edge | ordering here | its partner in fs/aio.c | without it |
/// |---|---|---|---|
/// | observe | acquire load of the tail | aio_complete(): event, smp_wmb(), tail | a slot is read before the tail that publishes it: a stale or zeroed event (POWER, 2014, 2ff396be6) |
/// | retire | release store of the head | the head load before a request is accepted: its slot is written only if that load says there is room, by the branch | a slot is given back before it was read: the event that replaces it is seen |
///
/// Claim and publish are the kernel's. Nobody sleeps on the mapped ring, so wake and sleep have no part in it.
public typealias AIOReaderBarriers = Edges<
  Acquire, Release, Acquire, Release, NoOrdering, NoOrdering
>

/// Takes completions of an AIO context from its mapped ring, without a system call.
///
/// A context has one reaper: the kernel's own reader, io_getevents(2), holds a lock that a program cannot take, so a
/// program that used both at once would see events twice or not at all.
///
/// ```swift
/// let context = try AIOContext(requests: 128)
/// var reaper = try AIOReaper(context)
/// var batch = AIORequestBatch(capacity: 1)
/// batch[0] = .read(file, into: buffer, at: 0, data: 42)
/// _ = try context.submit(batch, count: 1)
/// while true {
///   if let completion = reaper.next() {
///     print(completion.data, completion.result)  // 42, and the bytes read or a negated errno
///     break
///   }
/// }
/// ```
public struct AIOReaper<B: Barriers>: ~Copyable {
  private let context: AIOContext
  private let use: RingEnd.Use
  @usableFromInline var consumer: Consumer<HardwareMemory<AIOLayout, OrdinaryStores>, B, FreshIndex>

  /// A reaper that is correct on every architecture, or one with barriers of your choice, of which only observe and
  /// retire matter.
  ///
  /// - Throws: ``KernelRingError/endTaken`` if the context has a reaper, ``KernelRingError/lockNotShared`` for
  ///   barriers that are a lock, which the kernel does not take.
  public init(
    _ context: AIOContext,
    barriers: B = AIOReaderBarriers(
      claim: .acquire, publish: .release, observe: .acquire, retire: .release, wake: .none, sleep: .none)
  ) throws(KernelRingError) {
    guard barriers.lock == nil else { throw .lockNotShared }
    let use = try context.consumingEnd.claim()
    let consumer = try context.consumer(barriers)
    (self.context, self.use) = (context, use)
    self.consumer = consumer
  }

  /// Removes the oldest completion and frees its slot; nil if there is none.
  @inlinable @inline(__always)
  public mutating func next() -> Completion? {
    guard let event = consumer.pop() else { return nil }
    return Completion(event)
  }

  /// Calls `body` with at most `most` completions, oldest first, and frees their slots with one store of the head.
  /// Returns how many there were.
  @inlinable @inline(__always)
  public mutating func reap(atMost most: Int, _ body: (Completion) -> Void) -> Int {
    var count = 0
    while count < most, let event = consumer.take() {
      body(Completion(event))
      count += 1
    }
    if count > 0 { consumer.retire() }
    return count
  }
}

/// Takes completions of an AIO context by io_getevents(2).
public struct AIOSystemCallReaper: ~Copyable {
  private let context: AIOContext
  private let use: RingEnd.Use

  /// - Throws: ``KernelRingError/endTaken`` if the context has a reaper.
  public init(_ context: AIOContext) throws(KernelRingError) {
    use = try context.consumingEnd.claim()
    self.context = context
  }

  /// Writes completions to `completions`, oldest first, and waits at most `nanoseconds` for `least` of them. Returns how
  /// many there were.
  public mutating func reap(
    into completions: UnsafeMutableBufferPointer<Completion>, least: Int = 0, nanoseconds: Int64 = 0
  ) throws(KernelRingError) -> Int {
    let result = rb_io_getevents(context.id, least, completions.count, completions.baseAddress, nanoseconds)
    if result == -Int(EINTR) { return 0 }
    guard result >= 0 else { throw KernelRingError(call: "io_getevents", result: result) }
    return result
  }
}
