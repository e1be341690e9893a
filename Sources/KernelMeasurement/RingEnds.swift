import AIORing
import KernelRings

/// What takes completions off a ring: closures specialised for a strategy, called once a batch.
final class ReapingEnd {
  /// Writes at most so many completions to memory; how many.
  let reap: (UnsafeMutablePointer<Completion>, _ most: Int) throws(KernelRingError) -> Int
  /// Looks that often, one completion at a time; how many were found.
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

/// What puts requests into the kernel's hands.
final class SubmittingEnd {
  /// Makes the requests `first ..< first + count` ready.
  let prepare: (_ first: UInt64, _ count: Int) -> Void
  /// Submits what is ready and has not been taken; how many the kernel took.
  let submit: () throws(KernelRingError) -> Int
  /// The object that the completion of a request names.
  let object: (UInt64) -> UInt64
  /// Wakes io_uring's poller if it sleeps; whether its sleep was a lost wake-up.
  let forceWakeUp: () -> Bool
  /// How often it was found asleep.
  let wakeUps: () -> Int
  /// Whether it says that it sleeps.
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
  /// Completions that the ring holds at most.
  let capacity: Int
}
