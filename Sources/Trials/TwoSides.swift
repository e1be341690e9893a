import RingBursts
import RunRecord

/// Pinned threads that work through one schedule of bursts: the part that all trials of a producer, or several, and a
/// consumer share.
struct TwoSides {
  let spec: TrialSpec
  let clock: CycleClock
  let schedule: BurstSchedule

  /// - Parameters:
  ///   - firstOperations: Operations of the first burst.
  ///   - limit: The most operations of one burst.
  init(_ spec: TrialSpec, _ clock: CycleClock, firstOperations: Int = 256, limit: Int = 1 << 20) {
    self.spec = spec
    self.clock = clock
    schedule = BurstSchedule(
      clock: clock, durationMilliseconds: spec.durationMilliseconds,
      burstMilliseconds: spec.burstMilliseconds,
      yields: spec.row.oversubscribed, followers: spec.row.producers, firstOperations: firstOperations,
      limit: limit)
  }

  /// Runs a producer and a consumer to the end of the schedule. Each side's closure is called once, on its own thread, and
  /// returns the closure that performs one burst of a given number of operations. The consumer's `afterBurst` is not timed.
  ///
  /// - Throws: ``TrialError`` when a thread could not be made or bound.
  func run(
    producer: @escaping () -> (Int) -> Void, consumer: @escaping () -> (Int) -> Void,
    afterBurst: @escaping () -> Void = {}
  ) throws(TrialError) -> BurstSummary {
    try run(producers: [producer], consumer: consumer, afterBurst: afterBurst)
  }

  /// The same with as many producers as the row has. Each makes a burst's operations; the consumer counts them all.
  func run(
    producers: [() -> (Int) -> Void], consumer: @escaping () -> (Int) -> Void,
    afterBurst: @escaping () -> Void = {}
  ) throws(TrialError) -> BurstSummary {
    let produced = producers.map { _ in BurstSamples() }
    var consumed: [BurstSide.Sample] = []
    let following = producers.indices.map { number -> PinnedThreads.Work in
      let cpu = spec.row.producerCpus[number]
      return (
        cpu,
        {
          let burst = producers[number]()
          var turns = BurstSide(schedule, .follower(number), cpu: cpu)
          while let count = turns.begin() {
            burst(count)
            turns.end(made: count)
          }
          produced[number].all = turns.samples
        }
      )
    }
    let leading: PinnedThreads.Work = (
      spec.row.consumerCpu,
      {
        let burst = consumer()
        var turns = BurstSide(schedule, .leader, cpu: spec.row.consumerCpu)
        while let count = turns.begin() {
          burst(count)
          turns.end(made: producers.count * count)
          afterBurst()
        }
        consumed = turns.samples
      }
    )
    try PinnedThreads.run(following + [leading])
    return BurstSummary(producers: produced.map(\.all), consumer: consumed, clock: clock)
  }
}

/// What one producer's thread leaves behind when it ends.
private final class BurstSamples {
  var all: [BurstSide.Sample] = []
}

/// One pinned thread that works through a schedule alone.
enum OneSide {
  /// - Throws: ``TrialError`` when the thread could not be made or bound.
  static func run(
    _ spec: TrialSpec, _ clock: CycleClock, _ work: () -> (Int) -> Void
  ) throws(TrialError) -> BurstSummary {
    let schedule = BurstSchedule(
      clock: clock, durationMilliseconds: spec.durationMilliseconds,
      burstMilliseconds: spec.burstMilliseconds,
      followers: 0)
    var samples: [BurstSide.Sample] = []
    // The closure does not escape: PinnedThreads joins the thread before it returns.
    try withoutActuallyEscaping(work) { work throws(TrialError) in
      try PinnedThreads.run(
        (
          spec.row.producerCpu,
          {
            let burst = work()
            var turns = BurstSide(schedule, .leader, cpu: spec.row.producerCpu)
            while let count = turns.begin() {
              burst(count)
              turns.end(made: count)
            }
            samples = turns.samples
          }
        ))
    }
    return BurstSummary(producers: [samples], consumer: samples, clock: clock)
  }
}
