// What a trial sees of a ring: closures, each called once a burst.

/// One thread's pushes and pops.
package struct PushPopBursts {
  package let run: (_ count: Int, _ injected: Delay) -> Void
  package let failures: () -> UInt64
  /// What must live as long as the bursts are run.
  let owners: [AnyObject]
}

/// A producer's and a consumer's bursts.
package struct ThroughputBursts {
  package let produce: (_ count: Int, _ delay: Delay) -> Void
  package let consume: (_ count: Int, _ delay: Delay) -> Void
  package let fullPolls: () -> UInt64
  package let consumed: () -> ConsumedCounts
  /// What must live as long as the bursts are run.
  let owners: [AnyObject]
}

/// Questions and answers.
package struct RoundTripBursts {
  package let ask: (_ times: UnsafeMutableBufferPointer<UInt64>, _ injected: Delay) -> Void
  package let answer: (_ count: Int) -> Void
  package let tally: () -> EventTally
  /// What must live as long as the bursts are run.
  let owners: [AnyObject]
}

/// Events at a set rate.
package struct OneWayBursts {
  package let send: (_ count: Int, _ start: UInt64, _ injected: Delay) -> Void
  package let receive: (_ times: UnsafeMutableBufferPointer<UInt64>, _ start: UInt64) -> Void
  package let fullPolls: () -> UInt64
  package let consumed: () -> ConsumedCounts
  /// What must live as long as the bursts are run.
  let owners: [AnyObject]
}

/// Events for a consumer that sleeps before each.
package struct WakeLatencyBursts {
  /// Leaves when each push began, ticks.
  package let wake:
    (_ times: UnsafeMutableBufferPointer<UInt64>, _ fallsAsleep: Delay, _ injected: Delay) -> Void
  /// Leaves when the consumer was awake after each, ticks.
  package let sleep: (_ times: UnsafeMutableBufferPointer<UInt64>) -> Void
  package let consumed: () -> ConsumedCounts
  /// What must live as long as the bursts are run.
  let owners: [AnyObject]
}
