import AIORing
import Synchronization

// Hand-off: the two sides take turns. While the consumer waits, the producer pushes some events into slots that the
// other core read last; then the consumer pops them while the producer waits. No regime can arise, each line travels
// once each way, and stores miss the cache as they do in real use: what a barrier waits for is really there. A turn runs
// the loops of the free-running workload, so that this one costs next to nothing to compile.

/// Whose turn it is: a flag on a cache line of its own, which is all that the waiting side touches.
///
/// `@unchecked Sendable` is safe: the pointer never changes, and what it points to is accessed atomically.
final class TurnFlag: @unchecked Sendable {
  enum Side: Int { case producer, consumer }

  private let turn: UnsafeMutablePointer<Atomic<Int>>
  /// Two cache lines on either side, since some cores fetch lines in pairs.
  private static let margin = 128 / MemoryLayout<Atomic<Int>>.stride

  /// The producer's turn.
  init() {
    turn = .allocate(capacity: 2 * Self.margin + 1) + Self.margin
    turn.initialize(to: Atomic(Side.producer.rawValue))
  }

  deinit { (turn - Self.margin).deallocate() }

  /// Waits until it is `side`'s turn; `yields`: gives the CPU away while waiting.
  @inline(__always)
  func wait(for side: Side, yields: Bool) {
    // Acquire: pairs with the release in pass(to:) on the other side.
    while turn.pointee.load(ordering: .acquiring) != side.rawValue { backOff(yields) }
  }

  /// Ends a turn.
  @inline(__always)
  func pass(to side: Side) {
    // Release: pairs with the acquire in wait(for:yields:) on the other side.
    turn.pointee.store(side.rawValue, ordering: .releasing)
  }
}

/// The turns of a hand-off.
struct HandOffTurns {
  let flag = TurnFlag()
  /// Events of a turn.
  let events: Int

  /// Makes as many turns as `times` has room for, waits before each until it is `side`'s, and leaves in `times` how long
  /// each took, ticks. `yields`: gives the CPU away while waiting.
  @inline(__always)
  func take(
    as side: TurnFlag.Side, times: UnsafeMutableBufferPointer<UInt64>, yields: Bool, _ turn: () -> Void
  ) {
    for index in times.indices {
      flag.wait(for: side, yields: yields)
      let start = CycleClock.now()
      turn()
      times[index] = CycleClock.now() &- start
      flag.pass(to: side == .producer ? .consumer : .producer)
    }
  }
}

extension ProducingSide {
  /// Pushes each turn's events. The injected delay comes once a turn.
  @inline(never)
  static func handOff(
    _ side: consuming ProducingSide, _ turns: HandOffTurns, times: UnsafeMutableBufferPointer<UInt64>,
    injected: Delay
  ) -> ProducingSide {
    var side = side
    let yields = side.fullPolls.polling.yields
    turns.take(as: .producer, times: times, yields: yields) {
      injected.wait()
      side = burst(side, count: turns.events, delay: .none)
    }
    return side
  }

  /// The same, published once in `batch` events.
  @inline(never)
  static func handOff(
    _ side: consuming ProducingSide, _ turns: HandOffTurns, batch: Int,
    times: UnsafeMutableBufferPointer<UInt64>, injected: Delay
  ) -> ProducingSide {
    var side = side
    let yields = side.fullPolls.polling.yields
    turns.take(as: .producer, times: times, yields: yields) {
      injected.wait()
      side = burst(side, count: turns.events, batch: batch, delay: .none)
    }
    return side
  }
}

extension ConsumingSide {
  /// Pops each turn's events; checking them is part of a turn.
  @inline(never)
  static func handOff(
    _ side: consuming ConsumingSide, _ turns: HandOffTurns, times: UnsafeMutableBufferPointer<UInt64>,
    checking: Bool
  ) -> ConsumingSide {
    var side = side
    let yields = side.emptyPolls.polling.yields
    turns.take(as: .consumer, times: times, yields: yields) {
      side = burst(side, count: turns.events, checking: checking, delay: .none)
    }
    return side
  }

  /// The same, retired once in `batch` events.
  @inline(never)
  static func handOff(
    _ side: consuming ConsumingSide, _ turns: HandOffTurns, batch: Int,
    times: UnsafeMutableBufferPointer<UInt64>, checking: Bool
  ) -> ConsumingSide {
    var side = side
    let yields = side.emptyPolls.polling.yields
    turns.take(as: .consumer, times: times, yields: yields) {
      side = burst(
        side, count: turns.events, batch: batch, checking: checking, delay: .none)
    }
    return side
  }
}
