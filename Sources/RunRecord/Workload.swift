/// What a trial does: with a ring, or with something simpler that is a lower bound of it.
public enum Workload: String, CaseIterable, Codable, Sendable {
  /// One thread pushes and pops: the barriers' own cost, without coherence traffic. ns for a push and a pop.
  case barrierCost = "barrier-cost"
  /// A producer and a consumer, both as fast as their pacing allows. ns an event.
  case throughput
  /// An event through one ring and back through another. ns a round trip.
  case roundTrip = "round-trip"
  /// Events sent at a set rate; the clock starts when each was due to be sent. ns one way.
  case oneWay = "one-way"
  /// Lower bound: one cache line bounced between the two CPUs. ns a round trip.
  case lineBounce = "line-bounce"
  /// Lower bound: a fresh 64-byte line for each message. ns a message.
  case freshLine = "fresh-line"
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

  /// Whether it runs no ring: it is measured beside the rings, to bound their figures from below.
  public var isLowerBound: Bool {
    switch self {
    case .lineBounce, .freshLine, .clock: true
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
    case .throughput, .roundTrip, .oneWay: true
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

  /// How long its trials are, relative to the others': a wake-up is seldom lost, and one trial must show it.
  public var length: Double { self == .wakeRounds ? 3 : 1 }

  /// The workload that bounds it from below on the same CPUs, and how many operations of that one bound one of this.
  public var lowerBound: (workload: Workload, factor: Double)? {
    switch self {
    case .throughput: (.freshLine, 1)
    case .roundTrip: (.lineBounce, 1)
    case .oneWay: (.lineBounce, 0.5)
    case .barrierCost, .lineBounce, .freshLine, .clock, .wakeRounds, .wakeLatency, .wakeThroughput, .wakeCost:
      nil
    }
  }
}
