import RingBursts
import RunRecord

/// Two pinned threads that work through one schedule of bursts: the part that all trials of two threads share.
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
      yields: spec.row.oversubscribed, firstOperations: firstOperations, limit: limit)
  }

  /// Runs both sides to the end of the schedule. Each side's closure is called once, on its own thread, and returns the
  /// closure that performs one burst of a given number of operations. The consumer's `afterBurst` is not timed.
  ///
  /// - Throws: ``TrialError`` when a thread could not be made or bound.
  func run(
    producer: () -> (Int) -> Void, consumer: () -> (Int) -> Void, afterBurst: () -> Void = {}
  ) throws(TrialError) -> BurstSummary {
    var produced: [BurstSide.Sample] = []
    var consumed: [BurstSide.Sample] = []
    // The closures do not escape: PinnedThreads joins both threads before it returns.
    try withoutActuallyEscaping(producer) { producer throws(TrialError) in
      try withoutActuallyEscaping(consumer) { consumer throws(TrialError) in
        try withoutActuallyEscaping(afterBurst) { afterBurst throws(TrialError) in
          try PinnedThreads.run(
            (
              spec.row.producerCpu,
              {
                let burst = producer()
                var turns = BurstSide(schedule, .follower, cpu: spec.row.producerCpu)
                while let count = turns.begin() {
                  burst(count)
                  turns.end(made: count)
                }
                produced = turns.samples
              }
            ),
            (
              spec.row.consumerCpu,
              {
                let burst = consumer()
                var turns = BurstSide(schedule, .leader, cpu: spec.row.consumerCpu)
                while let count = turns.begin() {
                  burst(count)
                  turns.end(made: count)
                  afterBurst()
                }
                consumed = turns.samples
              }
            ))
        }
      }
    }
    return BurstSummary(producer: produced, consumer: consumed, clock: clock)
  }
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
      solo: true)
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
    return BurstSummary(producer: samples, consumer: samples, clock: clock)
  }
}
