import AIORing
import Benchmark

/// One benchmark a strategy and operation; the harness calls it.
let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    // One by one: the harness's other metrics need counters or hooks that a virtual machine has not.
    metrics: [.wallClock, .throughput],
    warmupIterations: 3,
    scalingFactor: .kilo,
    maxDuration: .milliseconds(100),
    maxIterations: 10_000,
    thresholds: [
      .wallClock: BenchmarkThresholds(relative: [.p25: 15, .p50: 15], absolute: [.p25: 500, .p50: 500])
    ])
  var registration = BenchmarkRegistration()
  Catalogue.visit(&registration)
}

/// Registers the operations of each strategy, specialised for it.
private struct BenchmarkRegistration: StrategyVisitor {
  /// Slots of each ring: the events stay in the innermost cache.
  private static let slots: UInt32 = 256

  mutating func visit<B: Barriers>(_ strategy: Strategy<B>) {
    let barriers = strategy.barriers
    Benchmark("\(strategy.name): push and pop") { benchmark in
      guard var sides = Self.sides(benchmark, barriers) else { return }
      for iteration in benchmark.scaledIterations {
        guard sides.producer.push(IOEvent(sequence: UInt64(iteration), lap: 0)),
          let event = sides.consumer.pop()
        else { return benchmark.error("a push or a pop of a ring with one event failed") }
        blackHole(event.data)
      }
    }
    Benchmark("\(strategy.name): push to full") { benchmark in
      guard var sides = Self.sides(benchmark, barriers) else { return }
      while sides.producer.push(IOEvent(sequence: 1, lap: 0)) {}
      benchmark.startMeasurement()
      for _ in benchmark.scaledIterations {
        blackHole(sides.producer.push(IOEvent(sequence: 1, lap: 0)))
      }
    }
    Benchmark("\(strategy.name): pop from empty") { benchmark in
      guard var sides = Self.sides(benchmark, barriers) else { return }
      benchmark.startMeasurement()
      for _ in benchmark.scaledIterations { blackHole(sides.consumer.pop() == nil) }
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
