import RingBursts
import RunRecord

/// What a producer's thread and a consumer's do in the bursts of one trial, and what those come to.
struct TwoSidedBursts {
  /// Operations of the first burst.
  var firstOperations = 256
  /// The most operations of a burst.
  static let limit = TimeSamples.burstLimit
  /// Each side's is called once, on its own thread, and returns what performs a burst of so many operations.
  let producer: () -> (Int) -> Void
  let consumer: () -> (Int) -> Void
  /// Called by the consumer's thread after each burst. It is not timed.
  let afterBurst: () -> Void
  /// The trial's result, once all bursts are over.
  let result: (BurstSummary) -> TrialResult
  /// The figures of each burst that counts.
  let figures: (BurstSummary) -> [BurstFigures]

  /// Runs them on two threads of their own.
  ///
  /// - Throws: ``TrialError`` when a thread could not be made or bound.
  func run(_ spec: TrialSpec, _ clock: CycleClock) throws(TrialError) -> TrialResult {
    result(
      try TwoSides(spec, clock, firstOperations: firstOperations, limit: Self.limit)
        .run(producer: producer, consumer: consumer, afterBurst: afterBurst))
  }
}

/// What one burst took.
struct BurstFigures {
  /// ns an operation.
  var ns: Double
  /// Hand-off: the two sides' parts.
  var pushNs: Double?
  var popNs: Double?
  /// Of single times, where there are any.
  var latency: LatencySummary?
}

/// Where the bursts of two sides leave their times. Trials whose bursts alternate share them: what each had of its own would
/// take the caches from the rings.
struct TimeBuffers {
  let producer = TimeBuffer()
  let consumer = TimeBuffer()
}
