import AIORing
import KernelRings

/// Takes completions off a ring: closures specialised for a strategy, called once a batch.
final class ReapingEnd {
  /// Writes at most `most` completions to memory; returns how many there were.
  let reap: (UnsafeMutablePointer<Completion>, _ most: Int) throws(KernelRingError) -> Int
  /// Takes one completion at a time, `times` times; returns how many there were.
  let look: (_ times: Int) throws(KernelRingError) -> Int
  private let close: () -> Void

  init(
    reap: @escaping (UnsafeMutablePointer<Completion>, Int) throws(KernelRingError) -> Int,
    look: @escaping (Int) throws(KernelRingError) -> Int, close: @escaping () -> Void
  ) {
    (self.reap, self.look, self.close) = (reap, look, close)
  }

  deinit { close() }
}

/// Submits requests to the kernel.
final class SubmittingEnd {
  /// Prepares the requests `first ..< first + count`.
  let prepare: (_ first: UInt64, _ count: Int) -> Void
  /// Submits the prepared requests that the kernel has not taken yet; returns how many it took.
  let submit: () throws(KernelRingError) -> Int
  /// The value of ``Completion/object`` in the completion of a request.
  let object: (UInt64) -> UInt64
  /// Wakes io_uring's poller if it sleeps; returns whether a wake-up was lost.
  let forceWakeUp: () -> Bool
  /// How often the poller was found asleep.
  let wakeUps: () -> Int
  /// Whether the poller says that it sleeps.
  let pollerSleeps: () -> Bool
  private let close: () -> Void

  init(
    prepare: @escaping (UInt64, Int) -> Void, submit: @escaping () throws(KernelRingError) -> Int,
    object: @escaping (UInt64) -> UInt64, forceWakeUp: @escaping () -> Bool = { false },
    wakeUps: @escaping () -> Int = { 0 }, pollerSleeps: @escaping () -> Bool = { false },
    close: @escaping () -> Void
  ) {
    (self.prepare, self.submit, self.object) = (prepare, submit, object)
    (self.forceWakeUp, self.wakeUps, self.close) = (forceWakeUp, wakeUps, close)
    self.pollerSleeps = pollerSleeps
  }

  deinit { close() }
}

/// Both ends of a ring, for one run.
struct RingEnds {
  let submitting: SubmittingEnd
  let reaping: ReapingEnd
  /// The most completions that the ring holds.
  let capacity: Int
}
