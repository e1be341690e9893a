import AIORing

/// Polls that found the ring full or empty, the runs of pushes or pops between them, and what a side does after each.
struct FailedPolls {
  /// What the side does before it polls again. Kept here and not passed on: a hot loop needs all registers that there are,
  /// and what is needed only when a poll fails shall take none.
  let polling: Polling
  private(set) var count: UInt64 = 0
  /// Runs of pushes or pops without a failed poll between them. They are counted when a poll fails, so that a push or a pop
  /// that succeeds costs nothing more.
  private(set) var runs: UInt64 = 0
  /// How many events had been pushed or popped when the last run ended.
  private var begin: UInt64 = 0

  init(_ polling: Polling) { self.polling = polling }

  /// Counts a failed poll after `done` pushes or pops in all, and waits. Not inlined, for the loops' registers.
  @inline(never)
  mutating func wait(after done: UInt64) { polling.wait(afterRunOf: note(after: done)) }

  /// Counts a failed poll after `done` pushes or pops in all; returns how many there were since the last one.
  @discardableResult
  mutating func note(after done: UInt64) -> UInt64 {
    count &+= 1
    return endRun(after: done)
  }

  /// Called when a poll fails, or a burst is over, after `done` pushes or pops in all: ends a run if there was any since the
  /// last one ended, and returns how many there were.
  @discardableResult
  mutating func endRun(after done: UInt64) -> UInt64 {
    let run = done &- begin
    if run != 0 { runs &+= 1 }
    begin = done
    return run
  }
}
