import CBarriers
import Synchronization

/// What no ring can beat on the same two CPUs: one cache line that bounces, a fresh line for each message, one way and there
/// and back, the clock.
///
/// `@unchecked Sendable` is safe: the pointer never changes, and what it points to is either accessed atomically or, as
/// a message's payload, published by a release store and read after an acquire load of the same flag.
package final class LowerBoundLines: @unchecked Sendable {
  /// Lines in one direction: as much memory as the events of a default ring.
  package static let lines = 512
  /// Bytes from one line to the next.
  private static let lineSize = 64

  /// The first line of the answers.
  private static let answers = lines
  /// The line that bounces, two lines away from the others.
  private static let ball = 2 * lines + 2

  private let memory: UnsafeMutableRawPointer

  package init() {
    let bytes = (Self.ball + 2) * Self.lineSize
    memory = .allocate(byteCount: bytes, alignment: 128)
    memory.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
  }

  deinit { memory.deallocate() }

  private func word(line: Int) -> UnsafeMutablePointer<Atomic<UInt64>> {
    (memory + line * Self.lineSize).assumingMemoryBound(to: Atomic<UInt64>.self)
  }

  /// Makes as many round trips as `times` has room for, and leaves in it how long each took, ticks. `turn` counts the
  /// stores to the line over all bursts.
  @inline(never)
  package func serve(_ turn: inout UInt64, times: UnsafeMutableBufferPointer<UInt64>, yields: Bool) {
    let ball = word(line: Self.ball)
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
    let ball = word(line: Self.ball)
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
      write(UInt64(next), behind: flag)
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
      sum &+= self.sum(behind: flag)
      flag.pointee.store(0, ordering: .releasing)
      next += 1
    }
    return sum
  }

  /// Makes as many round trips as `times` has room for, each a message on a line of its own there and one back, and leaves in
  /// it how long each took, ticks. `asked` counts them over all bursts. Nobody frees a line: its flag is the message's number.
  @inline(never)
  package func ask(_ asked: inout UInt64, times: UnsafeMutableBufferPointer<UInt64>, yields: Bool) -> UInt64 {
    var sum: UInt64 = 0
    var before = CycleClock.now()
    for index in times.indices {
      let line = Int(asked % UInt64(Self.lines))
      asked &+= 1
      send(asked, on: line)
      sum &+= receive(asked, on: Self.answers + line, yields: yields)
      let now = CycleClock.now()
      times[index] = now &- before
      before = now
    }
    return sum
  }

  /// Answers `count` round trips of ask().
  @inline(never)
  package func answer(_ answered: inout UInt64, count: Int, yields: Bool) -> UInt64 {
    var sum: UInt64 = 0
    for _ in 0..<count {
      let line = Int(answered % UInt64(Self.lines))
      answered &+= 1
      sum &+= receive(answered, on: line, yields: yields)
      send(answered, on: Self.answers + line)
    }
    return sum
  }

  /// Release: pairs with the load in receive(_:on:yields:) on the other side.
  @inline(__always)
  private func send(_ number: UInt64, on line: Int) {
    let flag = word(line: line)
    write(number, behind: flag)
    flag.pointee.store(number, ordering: .releasing)
  }

  /// Acquire: pairs with the store in send(_:on:) on the other side.
  @inline(__always)
  private func receive(_ number: UInt64, on line: Int, yields: Bool) -> UInt64 {
    let flag = word(line: line)
    while flag.pointee.load(ordering: .acquiring) != number { backOff(yields) }
    return sum(behind: flag)
  }

  /// A message: four words, as an event has.
  @inline(__always)
  private func write(_ number: UInt64, behind flag: UnsafeMutablePointer<Atomic<UInt64>>) {
    let payload = UnsafeMutableRawPointer(flag).assumingMemoryBound(to: UInt64.self)
    for word in 1...4 { payload[word] = number }
  }

  @inline(__always)
  private func sum(behind flag: UnsafeMutablePointer<Atomic<UInt64>>) -> UInt64 {
    let payload = UnsafeMutableRawPointer(flag).assumingMemoryBound(to: UInt64.self)
    return payload[1] &+ payload[2] &+ payload[3] &+ payload[4]
  }

  /// Reads the clock `count` times.
  @inline(never)
  package static func readClock(count: Int) -> UInt64 {
    var sum: UInt64 = 0
    for _ in 0..<count { sum &+= CycleClock.now() }
    return sum
  }
}
