import AIORing

/// Puts requests into the submission queue of an io_uring.
///
/// claim and publish are acquire and release whatever the strategy: a stale request would be executed. They pair with
/// the kernel's release store of the head and acquire load of the tail. wake is the strategy's, and matters only with
/// ``IOUring/Submission/poller(cpu:idleMilliseconds:)``.
public struct IOUringSubmitter<B: Barriers>: ~Copyable {
  private let ring: IOUring
  private let use: RingEnd.Use
  private var producer: Producer<IOUringMemory<SubmissionSlot>, SubmissionBarriers<B>, FreshIndex>
  private var staged: UInt32 = 0
  private var hasJustWoken = false
  /// How often the poller was found asleep and woken.
  public private(set) var wakeUps = 0

  /// - Throws: ``KernelRingError/endTaken`` if the ring has a submitter, ``KernelRingError/lockNotShared`` for
  ///   barriers that are a lock.
  public init(_ ring: IOUring, barriers: B) throws(KernelRingError) {
    guard barriers.lock == nil else { throw .lockNotShared }
    use = try ring.producingEnd.claim()
    let memory = ring.submissions
    // Only submitters store the tail, and the ring has no other submitter now.
    producer = Producer(
      memory: memory, barriers: SubmissionBarriers(base: barriers),
      at: memory.position(at: memory.load(.tail, .relaxed)))
    self.ring = ring
  }

  /// Adds a request that the kernel does not see before ``submit()``; false if the queue is full.
  public mutating func stage(_ request: IOUringRequest) -> Bool {
    guard producer.stage(request) else { return false }
    staged += 1
    return true
  }

  /// Publishes the staged requests and hands them over: by a system call, or to the kernel's poller, which is woken if it
  /// sleeps. Returns how many the kernel took, or the poller will take; call it again for the rest.
  public mutating func submit() throws(KernelRingError) -> Int {
    producer.publish()
    switch ring.submission {
    case .systemCall:
      let taken = try ring.enter(submit: staged)
      staged -= UInt32(taken)
      return taken
    case .poller:
      // The poller stores IORING_SQ_NEED_WAKEUP, executes a full barrier, and loads the tail once more. Without a full
      // barrier here, between the tail store and the load of that flag, each can miss the other (store buffering), and
      // the poller sleeps although the queue holds requests: io_uring(7), under SQPOLL.
      hasJustWoken = producer.wakeSleeper()
      if hasJustWoken { wakeUps += 1 }
      defer { staged = 0 }
      return Int(staged)
    }
  }

  /// Wakes the poller if it says that it sleeps: for when the completions of ``submit()`` do not arrive. Returns whether
  /// a wake-up was lost: the poller sleeps, and `submit()` had not seen it.
  public mutating func forceWakeUp() -> Bool {
    guard pollerSleeps else { return false }
    producer.memory.wake()
    return !hasJustWoken
  }

  /// Whether the poller says that it sleeps.
  public var pollerSleeps: Bool { producer.memory.load(.waiting, .relaxed) != 0 }
}

/// The strategy's wake edge; acquire and release at claim and publish.
struct SubmissionBarriers<B: Barriers>: Barriers {
  let base: B
  var claim: Ordering { .acquire }
  var publish: Ordering { .release }
  var observe: Ordering { .none }
  var retire: Ordering { .none }
  var wake: Ordering { base.wake }
  var sleep: Ordering { .none }
}
