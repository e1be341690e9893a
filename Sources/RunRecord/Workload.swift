/// What a trial does: with a ring, or with something simpler that is a lower bound of it.
public enum Workload: String, CaseIterable, Codable, Sendable {
  /// The sides take turns: while the consumer waits, the producer pushes some events into slots that the other core read
  /// last; then the consumer pops them. What ranks barriers. ns for a push and a pop.
  case handOff = "hand-off"
  /// One thread pushes and pops: the barriers' own cost, without coherence traffic. ns for a push and a pop.
  case barrierCost = "barrier-cost"
  /// A producer and a consumer, both as fast as their pacing allows. ns an event.
  case throughput
  /// An event through one ring and back through another. ns a round trip.
  case roundTrip = "round-trip"
  /// Events sent at set rates; the clock starts when each was due to be sent. ns one way at the lowest rates.
  case offeredLoad = "offered-load"
  /// Only in files of schema 1: events sent at a share of each strategy's own peak.
  case oneWay = "one-way"
  /// Lower bound: one cache line bounced between the two CPUs. ns a round trip.
  case lineBounce = "line-bounce"
  /// Lower bound: a fresh 64-byte line for each message. ns a message.
  case freshLine = "fresh-line"
  /// Lower bound: a message on a fresh line there, and one on another back. ns a round trip.
  case freshRoundTrip = "fresh-round-trip"
  /// Lower bound: reading the clock. ns a reading.
  case clock
  /// The sleeping consumer, round by round: is a wake-up ever lost? ns a round.
  case wakeRounds = "wake-rounds"
  /// The sleeping consumer: from the tail store to the sleeper's next instruction. ns.
  case wakeLatency = "wake-latency"
  /// A producer and a consumer that sleeps while the ring is empty. ns an event.
  case wakeThroughput = "wake-throughput"
  /// One thread pushes, tests for a sleeper and pops: what the wake edge costs while nobody sleeps. ns for the
  /// three.
  case wakeCost = "wake-cost"

  /// What is measured: all but ``oneWay``.
  public static let allCases: [Workload] = [
    .handOff, .barrierCost, .throughput, .roundTrip, .offeredLoad, .lineBounce, .freshLine,
    .freshRoundTrip, .clock, .wakeRounds, .wakeLatency, .wakeThroughput, .wakeCost,
  ]

  /// Whether it runs no ring: it is measured beside the rings, to bound their figures from below.
  public var isLowerBound: Bool {
    switch self {
    case .lineBounce, .freshLine, .freshRoundTrip, .clock: true
    default: false
    }
  }

  /// Threads that spin.
  public var threads: Int {
    switch self {
    case .barrierCost, .wakeCost, .clock: 1
    default: 2
    }
  }

  /// Whether its consumer checks the events of a ring whose consumer never sleeps.
  public var checksEvents: Bool {
    switch self {
    case .handOff, .throughput, .roundTrip, .offeredLoad, .oneWay: true
    default: false
    }
  }

  /// Whether it runs the ring whose consumer sleeps.
  public var hasSleeper: Bool {
    switch self {
    case .wakeRounds, .wakeLatency, .wakeThroughput, .wakeCost: true
    default: false
    }
  }

  /// Whether one thread does it alone, so that the distance to another CPU does not matter.
  public var isAlone: Bool { threads == 1 }

  /// Whether it looks for lost wake-ups.
  public var countsWakeUps: Bool { hasSleeper && self != .wakeCost }

  /// How long its trials are, relative to the others': a wake-up is seldom lost, and one trial must show it; a curve over
  /// the offered load is many short measurements.
  public var length: Double {
    switch self {
    case .wakeRounds: 3
    case .offeredLoad: 6
    default: 1
    }
  }

  /// Whether its figures repeat well enough to rank strategies by. A free-running ring settles in a regime, which decides
  /// its figure more than the barriers do.
  public var ranks: Bool {
    switch self {
    case .handOff, .barrierCost, .roundTrip: true
    default: false
    }
  }

  /// The workload that bounds it from below on the same CPUs, and how many operations of that one bound one of this. Of round
  /// trips it is the bounced line, which is gauged around every burst, though ``freshRoundTrip`` is a closer bound.
  public var lowerBound: (workload: Workload, factor: Double)? {
    switch self {
    case .throughput: (.freshLine, 1)
    case .roundTrip: (.lineBounce, 1)
    case .offeredLoad, .oneWay: (.lineBounce, 0.5)
    case .handOff, .barrierCost, .lineBounce, .freshLine, .freshRoundTrip, .clock, .wakeRounds, .wakeLatency,
      .wakeThroughput, .wakeCost:
      nil
    }
  }
}
