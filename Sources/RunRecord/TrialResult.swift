import Statistics

/// The result that a trial's child process reports.
public struct TrialResult: Codable, Equatable, Sendable {
  /// Over the bursts that nothing disturbed; over all bursts if fewer than three were undisturbed. ns.
  public var nsPerOperation: Spread
  /// Single times, for the workloads that have them.
  public var latency: LatencySummary?
  /// Operations of all bursts.
  public var operations: UInt64
  /// Hand-off: the two sides' parts of ``nsPerOperation``.
  public var turns: TurnTimes?
  /// Offered load: latency at each rate.
  public var load: LoadCurve?
  public var polls: PollCounts?
  public var check: EventCheck?
  public var wakeUps: WakeUpCounts?
  public var bursts: BurstCounts
  /// Whether both threads were on their CPUs each time it was checked.
  public var stayedOnCpus: Bool
  /// Involuntary context switches of the producer's thread, then the consumer's.
  public var involuntarySwitches: [Int]
  /// One-way: the consumer's clock minus the producer's, ns, as measured by bounces.
  public var clockOffsetNs: Double?
  /// How quiet it was.
  public var noise: NoiseGauge?
  /// How the program that measured was built.
  public var build: BuildKind?
  /// The bursts that count, where those of several rows alternated on the same threads; absent elsewhere. ``nsPerOperation`` is
  /// over all of them, in whatever state the two CPUs were.
  public var gaugedBursts: [GaugedBurst]?

  public init(
    nsPerOperation: Spread, latency: LatencySummary? = nil, operations: UInt64, polls: PollCounts? = nil,
    check: EventCheck? = nil, wakeUps: WakeUpCounts? = nil, bursts: BurstCounts, stayedOnCpus: Bool,
    involuntarySwitches: [Int], clockOffsetNs: Double? = nil
  ) {
    (self.nsPerOperation, self.latency, self.operations) = (nsPerOperation, latency, operations)
    (self.polls, self.check, self.wakeUps, self.bursts) = (polls, check, wakeUps, bursts)
    (self.stayedOnCpus, self.involuntarySwitches) = (stayedOnCpus, involuntarySwitches)
    self.clockOffsetNs = clockOffsetNs
  }
}

/// Percentiles of single times, ns.
public struct LatencySummary: Codable, Equatable, Sendable {
  public var p50Ns: Double
  public var p90Ns: Double
  public var p99Ns: Double
  /// The 99.9th percentile.
  public var p999Ns: Double
  public var maxNs: Double
  public var samples: UInt64

  public init(p50Ns: Double, p90Ns: Double, p99Ns: Double, p999Ns: Double, maxNs: Double, samples: UInt64) {
    (self.p50Ns, self.p90Ns, self.p99Ns) = (p50Ns, p90Ns, p99Ns)
    (self.p999Ns, self.maxNs, self.samples) = (p999Ns, maxNs, samples)
  }
}

/// How often each side waited for the other: the regime, in numbers.
public struct PollCounts: Codable, Equatable, Sendable {
  /// Pops that found the ring empty, per event.
  public var emptyPerEvent: Double
  /// Pushes that found the ring full, per event.
  public var fullPerEvent: Double
  /// Events popped between two empty polls, on average.
  public var meanBatch: Double
  /// How often the ring wrapped.
  public var wraps: UInt64

  public init(emptyPerEvent: Double, fullPerEvent: Double, meanBatch: Double, wraps: UInt64) {
    (self.emptyPerEvent, self.fullPerEvent) = (emptyPerEvent, fullPerEvent)
    (self.meanBatch, self.wraps) = (meanBatch, wraps)
  }
}

/// The result of checking the events.
public struct EventCheck: Codable, Equatable, Sendable {
  public var checked: UInt64
  public var bad: UInt64
  /// Bad events by kind; the kinds are `BadEventKind`'s names.
  public var kinds: [String: UInt64]
  /// The first few, with their words.
  public var first: [BadEventRecord]

  public init(checked: UInt64, bad: UInt64, kinds: [String: UInt64], first: [BadEventRecord]) {
    (self.checked, self.bad, self.kinds, self.first) = (checked, bad, kinds, first)
  }
}

/// A bad event as it was read. Words are hexadecimal: JSON numbers hold 53 bits.
public struct BadEventRecord: Codable, Equatable, Sendable {
  public var kind: String
  public var expectedSequence: UInt64
  public var expectedLap: UInt64
  public var words: [String]

  public init(kind: String, expectedSequence: UInt64, expectedLap: UInt64, words: [String]) {
    (self.kind, self.expectedSequence) = (kind, expectedSequence)
    (self.expectedLap, self.words) = (expectedLap, words)
  }
}

/// The result of the sleeping consumer's rounds.
public struct WakeUpCounts: Codable, Equatable, Sendable {
  public var rounds: UInt64
  /// Rounds in which the producer saw no sleeper and the sleeper no event: a wake-up lost.
  public var missed: UInt64

  public init(rounds: UInt64, missed: UInt64) { (self.rounds, self.missed) = (rounds, missed) }
}

/// How many bursts a trial made, and how many of them nothing disturbed.
public struct BurstCounts: Codable, Equatable, Sendable {
  public var all: Int
  /// Without an involuntary context switch on either side.
  public var undisturbed: Int

  public init(all: Int, undisturbed: Int) { (self.all, self.undisturbed) = (all, undisturbed) }
}
