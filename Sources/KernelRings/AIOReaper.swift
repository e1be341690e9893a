import AIORing
import CLinux

/// What the reading side of the kernel's ring needs on every architecture.
///
/// | edge | ordering | why |
/// |---|---|---|
/// | observe | acquire load of the tail | aio_complete() writes the event, then smp_wmb(), then the tail; without it POWER, ARM and others may read the slot before the tail that publishes it (2ff396be6, 2014) |
/// | retire | release store of the head | the kernel reuses a slot once the head has passed it; without it the reading of an event may come after its slot was given back |
///
/// Nobody sleeps on the mapped ring, so wake and sleep have no part in it. Edges of the producer are the kernel's.
public typealias AIOReaderBarriers = Edges<
  Acquire, Release, Acquire, Release, NoOrdering, NoOrdering
>

/// Takes completions of one AIO context straight from its mapped ring, without a system call.
///
/// The reaper owns its context: nobody else can destroy it or read its ring, and io_getevents(2) cannot be called on
/// it. That matters: the kernel's own reader is under a lock that a program cannot take, so a program that uses
/// both ways at the same time gets events twice or not at all.
///
///     var reaper = try AIOReaper(try AIOContext(requests: 128))
///     _ = try reaper.submit(requests)
///     while let completion = reaper.next() { … completion.data, completion.res … }
public struct AIOReaper<B: Barriers>: ~Copyable {
  private let context: AIOContext
  private var consumer: Consumer<HardwareMemory<AIOLayout, OrdinaryStores>, B, FreshIndex>

  /// A reaper with the barriers of your choice. A strategy with a lock has no consumer side here, since the
  /// kernel does not take it: nil.
  public init?(_ context: consuming AIOContext, barriers: B) {
    guard ConsumerSide(barriers) == .ownOrderings else { return nil }
    consumer = context.consumer(barriers)
    self.context = context
  }

  /// The ring's number of slots and capacity.
  public var ring: CheckedAIORing { context.ring }

  /// Submits requests; how many the kernel took. 0: the ring is full, reap first.
  public mutating func submit(
    _ requests: UnsafeMutableBufferPointer<UnsafeMutablePointer<iocb>?>
  ) throws(KernelRingError) -> Int { try context.submit(requests) }

  /// The oldest completion, and its slot is given back; nil if there is none yet.
  public mutating func next() -> IOEvent? { consumer.pop() }
}

extension AIOReaper where B == AIOReaderBarriers {
  /// A reaper that is correct on every architecture.
  public init(_ context: consuming AIOContext) {
    consumer = context.consumer(
      Edges(claim: .acquire, publish: .release, observe: .acquire, retire: .release, wake: .none, sleep: .none))
    self.context = context
  }
}
