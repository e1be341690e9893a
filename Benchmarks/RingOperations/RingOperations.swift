import AIORing
import Benchmark

/// One benchmark a strategy and operation; the harness calls it.
let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    // By name: the harness's other metrics need counters or hooks that a virtual machine has not, and its throughput
    // is the same figure upside down.
    metrics: [.wallClock],
    warmupIterations: 3,
    scalingFactor: .kilo,
    maxDuration: .milliseconds(100),
    maxIterations: 10_000,
    // The harness's own tolerance is none at all. These are for a quiet machine; `ringbench compare` is for the rest.
    thresholds: [
      .wallClock: BenchmarkThresholds(relative: [.p25: 15, .p50: 15, .p75: 25, .p90: 40])
    ])
  var registration = BenchmarkRegistration()
  Catalogue.visit(&registration)
}

/// Registers the operations of each strategy, specialised for it. No spaces in their names: the harness writes
/// thresholds to files of the same names with underscores, and does not find them again.
private struct BenchmarkRegistration: StrategyVisitor {
  /// Slots of each ring: the events stay in the innermost cache.
  private static let slots: UInt32 = 256

  mutating func visit<B: Barriers>(_ strategy: Strategy<B>) {
    let barriers = strategy.barriers
    Benchmark("\(strategy.name).push-and-pop") { benchmark in
      guard var sides = Self.sides(benchmark, barriers) else { return }
      let event = IOEvent(sequence: 1, lap: 0)
      var (popped, sink) = (0, UInt64(0))
      benchmark.startMeasurement()
      for _ in benchmark.scaledIterations where sides.producer.push(event) {
        if let event = sides.consumer.pop() {
          popped += 1
          sink ^= event.data ^ event.obj ^ event.res ^ event.res2
        }
      }
      benchmark.stopMeasurement()
      blackHole(sink)
      if popped != benchmark.scaledIterations.count { benchmark.error("a push or a pop failed") }
    }
    Benchmark("\(strategy.name).push-to-full") { benchmark in
      guard var sides = Self.sides(benchmark, barriers) else { return }
      let event = IOEvent(sequence: 1, lap: 0)
      while sides.producer.push(event) {}
      var pushed = 0
      benchmark.startMeasurement()
      for _ in benchmark.scaledIterations where sides.producer.push(event) { pushed += 1 }
      benchmark.stopMeasurement()
      if pushed > 0 { benchmark.error("a push to a full ring succeeded") }
    }
    Benchmark("\(strategy.name).pop-from-empty") { benchmark in
      guard var sides = Self.sides(benchmark, barriers) else { return }
      var popped = 0
      benchmark.startMeasurement()
      for _ in benchmark.scaledIterations where sides.consumer.pop() != nil { popped += 1 }
      benchmark.stopMeasurement()
      if popped > 0 { benchmark.error("a pop from an empty ring gave an event") }
    }
  }

  /// Both sides of a ring of their own, worked by one thread.
  private struct Sides<B: Barriers>: ~Copyable {
    typealias RingMemory = HardwareMemory<PaddedLayout, OrdinaryStores>
    let ring: MappedRing<PaddedLayout>
    var producer: Producer<RingMemory, B, FreshIndex>
    var consumer: Consumer<RingMemory, B, FreshIndex>

    init(slots: UInt32, barriers: B) throws(RingError) {
      ring = try MappedRing(slots: slots)
      let memory = RingMemory(ring, stores: OrdinaryStores())
      producer = Producer(memory: memory, barriers: barriers, indexUse: FreshIndex())
      consumer = Consumer(memory: memory, barriers: barriers, indexUse: FreshIndex())
    }
  }

  private static func sides<B: Barriers>(_ benchmark: Benchmark, _ barriers: B) -> Sides<B>? {
    do throws(RingError) { return try Sides(slots: slots, barriers: barriers) } catch {
      benchmark.error("\(error)")
      return nil
    }
  }
}
