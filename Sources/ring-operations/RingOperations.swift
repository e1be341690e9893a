import AIORing
import CBarriers
import Glibc

/// The program whose instructions `scripts/instructions` counts: pushes and pops of every strategy by one thread.
///
/// It prints a line for each burst, in order: the strategy, the operation and the number of operations. A burst lies
/// between two calls of ``markBurst()``, at which callgrind writes its count and resets it, so that every second count is
/// a burst's. Bursts of two lengths give the instructions of one operation: the cost of starting a burst cancels out.
@main
struct RingOperations {
  static func main() {
    var bursts = CountedBursts()
    Catalogue.visit(&bursts)
    guard bursts.isComplete else {
      perror("ring-operations: out of memory, or a push or pop failed")
      exit(70)
    }
  }
}

/// Marks the beginning and the end of a burst; callgrind is given its C name.
@c(ring_operations_mark) @inline(never)
public func markBurst() { rb_compiler_barrier() }

private struct CountedBursts: StrategyVisitor {
  /// The number of operations in the shorter burst; the longer has twice as many.
  private static let operations = 1000
  /// More slots than operations in a burst: no wrap, so that every operation executes the same instructions.
  private static let slots: UInt32 = 4096
  private(set) var isComplete = true

  mutating func visit<B: Barriers>(_ strategy: Strategy<B>) {
    for operations in [Self.operations, 2 * Self.operations] {
      guard let ring = try? MappedRing<AIOLayout>(slots: Self.slots) else {
        isComplete = false
        return
      }
      let sides = Sides(ring, strategy.barriers)
      // Not counted: the first call of a lock resolves its symbol.
      sides.push(1)
      sides.pop(1)
      markBurst()
      sides.push(operations)
      markBurst()
      print("\(strategy.name)\tpush\t\(operations)")
      markBurst()
      sides.pop(operations)
      markBurst()
      print("\(strategy.name)\tpop\t\(operations)")
      if sides.failures > 0 { isComplete = false }
      withExtendedLifetime(ring.locks) {}
    }
  }
}

/// Both sides of one ring.
private final class Sides<B: Barriers> {
  typealias RingMemory = HardwareMemory<AIOLayout, OrdinaryStores>
  private var producer: Producer<RingMemory, B, FreshIndex>
  private var consumer: Consumer<RingMemory, B, FreshIndex>
  private let event = IOEvent(sequence: 1, lap: 0)
  private(set) var failures = 0
  private(set) var sink: UInt64 = 0

  init(_ ring: borrowing MappedRing<AIOLayout>, _ barriers: B) {
    let memory = RingMemory(ring, stores: OrdinaryStores())
    producer = Producer(memory: memory, barriers: barriers, indexUse: FreshIndex())
    consumer = Consumer(memory: memory, barriers: barriers, indexUse: FreshIndex())
  }

  @inline(never)
  func push(_ count: Int) {
    failures += Self.push(&producer, event, count)
  }

  @inline(never)
  func pop(_ count: Int) {
    failures += Self.pop(&consumer, &sink, count)
  }

  @inline(never)
  private static func push(
    _ producer: inout Producer<RingMemory, B, FreshIndex>, _ event: IOEvent, _ count: Int
  ) -> Int {
    var failures = 0
    for _ in 0..<count where !producer.push(event) { failures += 1 }
    return failures
  }

  @inline(never)
  private static func pop(
    _ consumer: inout Consumer<RingMemory, B, FreshIndex>, _ sink: inout UInt64, _ count: Int
  ) -> Int {
    var failures = 0
    for _ in 0..<count {
      if let event = consumer.pop() {
        sink ^= event.data ^ event.obj ^ event.res ^ event.res2
      } else {
        failures += 1
      }
    }
    return failures
  }
}
