import CBarriers
import Synchronization

/// What no ring can beat on the same two CPUs: one cache line that bounces, a fresh line for each message, the clock.
///
/// `@unchecked Sendable` is safe: the pointer never changes, and what it points to is either accessed atomically or, as
/// a message's payload, published by a release store and read after an acquire load of the same flag.
package final class LowerBoundLines: @unchecked Sendable {
  /// Lines of the fresh-line bound: as much memory as the events of a default ring.
  package static let lines = 512
  /// Bytes from one line to the next.
  private static let lineSize = 64

  private let memory: UnsafeMutableRawPointer

  package init() {
    memory = .allocate(byteCount: (Self.lines + 4) * Self.lineSize, alignment: 128)
    memory.initializeMemory(as: UInt8.self, repeating: 0, count: (Self.lines + 4) * Self.lineSize)
  }

  deinit { memory.deallocate() }

  private func word(line: Int) -> UnsafeMutablePointer<Atomic<UInt64>> {
    (memory + line * Self.lineSize).assumingMemoryBound(to: Atomic<UInt64>.self)
  }

  /// The line that bounces, two lines away from the others.
  private var ball: UnsafeMutablePointer<Atomic<UInt64>> { word(line: Self.lines + 2) }

  /// Makes as many round trips as `times` has room for, and leaves in it how long each took, ticks. `turn` counts the
  /// stores to the line over all bursts.
  @inline(never)
  package func serve(_ turn: inout UInt64, times: UnsafeMutableBufferPointer<UInt64>, yields: Bool) {
    let ball = ball
    var before = CycleClock.now()
    for index in times.indices {
      // Release and acquire: pairs with the loads and stores of sendBack(), both ways.
      ball.pointee.store(turn &+ 1, ordering: .releasing)
      turn &+= 2
      while ball.pointee.load(ordering: .acquiring) != turn { backOff(yields) }
      let now = CycleClock.now()
      times[index] = now &- before
      before = now
    }
  }

  /// Answers `count` round trips of serve().
  @inline(never)
  package func sendBack(_ turn: inout UInt64, count: Int, yields: Bool) {
    let ball = ball
    for _ in 0..<count {
      while ball.pointee.load(ordering: .acquiring) != turn &+ 1 { backOff(yields) }
      turn &+= 2
      ball.pointee.store(turn, ordering: .releasing)
    }
  }

  /// Writes `count` messages, each to a line of its own, whose flag says that the message is there; the reader clears
  /// the flag to free the line. No index is shared.
  @inline(never)
  package func send(_ next: inout Int, count: Int, yields: Bool) {
    for _ in 0..<count {
      let flag = word(line: next % Self.lines)
      while flag.pointee.load(ordering: .acquiring) != 0 { backOff(yields) }
      let payload = UnsafeMutableRawPointer(flag).assumingMemoryBound(to: UInt64.self)
      payload[1] = UInt64(next)
      payload[2] = UInt64(next)
      payload[3] = UInt64(next)
      payload[4] = UInt64(next)
      flag.pointee.store(1, ordering: .releasing)
      next += 1
    }
  }

  /// Reads `count` messages; returns their sum, so that the compiler cannot remove the loads.
  @inline(never)
  package func receive(_ next: inout Int, count: Int, yields: Bool) -> UInt64 {
    var sum: UInt64 = 0
    for _ in 0..<count {
      let flag = word(line: next % Self.lines)
      while flag.pointee.load(ordering: .acquiring) == 0 { backOff(yields) }
      let payload = UnsafeMutableRawPointer(flag).assumingMemoryBound(to: UInt64.self)
      sum &+= payload[1] &+ payload[2] &+ payload[3] &+ payload[4]
      flag.pointee.store(0, ordering: .releasing)
      next += 1
    }
    return sum
  }

  /// Reads the clock `count` times.
  @inline(never)
  package static func readClock(count: Int) -> UInt64 {
    var sum: UInt64 = 0
    for _ in 0..<count { sum &+= CycleClock.now() }
    return sum
  }
}
