import AIORing

// What a trial sees of a ring: closures, each called once a burst.

/// One thread's pushes and pops.
package struct PushPopBursts {
  package let run: (_ count: Int, _ injected: Delay) -> Void
  /// Pushes and pops that failed so far, although the thread has the ring to itself.
  package let failures: () -> UInt64
}

/// A producer's and a consumer's bursts.
package struct ThroughputBursts {
  package let produce: (_ count: Int, _ delay: Delay) -> Void
  package let consume: (_ count: Int, _ delay: Delay) -> Void
  package let counts: SideCounts
}

/// Several producers' and a consumer's bursts.
package struct SharedRingBursts {
  /// One for each producer: pushes so many events.
  package let produce: [(_ count: Int, _ delay: Delay) -> Void]
  /// Pops so many events of each producer.
  package let consume: (_ count: Int, _ delay: Delay) -> Void
  package let counts: SideCounts
}

/// Requests and answers.
package struct RoundTripBursts {
  /// Leaves in `times` what each round trip took, ticks.
  package let ask: (_ times: UnsafeMutableBufferPointer<UInt64>, _ injected: Delay) -> Void
  package let answer: (_ count: Int) -> Void
  package let tally: () -> EventTally
}

/// Turns of pushes and of pops.
package struct HandOffBursts {
  /// Leaves in `times` how long the pushes of each turn took, ticks.
  package let push: (_ times: UnsafeMutableBufferPointer<UInt64>, _ injected: Delay) -> Void
  /// Leaves in `times` how long the pops of each turn took, ticks.
  package let pop: (_ times: UnsafeMutableBufferPointer<UInt64>) -> Void
  package let counts: SideCounts
}

/// Events at a set rate.
package struct OfferedLoadBursts {
  /// Sends the first event at `start`, ticks, and another every `interval` ticks.
  package let send: (_ count: Int, _ start: UInt64, _ interval: Double, _ injected: Delay) -> Void
  /// Leaves in `times` how long after its due time each event arrived, ticks.
  package let receive:
    (_ times: UnsafeMutableBufferPointer<UInt64>, _ start: UInt64, _ interval: Double) -> Void
  package let counts: SideCounts
}

/// Events for a consumer that sleeps before each.
package struct WakeLatencyBursts {
  /// Leaves in `times` when each push began, ticks.
  package let wake:
    (_ times: UnsafeMutableBufferPointer<UInt64>, _ fallsAsleep: Delay, _ injected: Delay) -> Void
  /// Leaves in `times` when the consumer was awake after each, ticks.
  package let sleep: (_ times: UnsafeMutableBufferPointer<UInt64>) -> Void
  package let counts: SideCounts
}

/// What the two sides of a ring have counted so far. Read between bursts only.
package struct SideCounts {
  /// Pushes that found the ring full.
  package let fullPolls: () -> UInt64
  package let consumed: () -> ConsumedCounts
}
