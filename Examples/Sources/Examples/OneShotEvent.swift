import Cells

/// One thread waits for an event of another, and sleeps if it has not come; the other wakes it only if it sleeps.
///
/// Known answer: store buffering again. Without a full fence on both sides the wake-up is lost, on x86 too: what the kernel
/// documents of set_current_state() and wake_up() (Documentation/memory-barriers.txt, "Sleep and wake-up functions").
public struct OneShotEvent<M: CellMemory>: Sendable {
  let isSet, isSleeping: Cell<M, Int>

  public init(isSet: Cell<M, Int>, isSleeping: Cell<M, Int>) {
    (self.isSet, self.isSleeping) = (isSet, isSleeping)
  }

  /// Returns 1 if the sleeper must be woken.
  public func set() -> CellValue<M, Int> {
    isSet.store(1, .release)
    M.fence(.seqCst)
    return isSleeping.load(.relaxed)
  }

  /// Returns 1 if the event has come, 0 if the thread has to sleep until it is woken.
  public func prepareToSleep() -> CellValue<M, Int> {
    isSleeping.store(1, .relaxed)
    M.fence(.seqCst)
    return isSet.load(.acquire)
  }
}
