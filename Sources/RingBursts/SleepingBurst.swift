import AIORing
import Synchronization

// A consumer that sleeps on a futex while the ring is empty, and its producer.

extension ProducingSide {
  /// Appends the next event, waiting for room, and wakes the consumer if it sleeps.
  @inline(__always)
  mutating func pushAndWake(_ tests: WakeTests) {
    let event = sequence.event
    while !producer.push(event) { fullPolls.wait(after: sequence.sequence) }
    _ = producer.wakeSleeper()
    sequence.advance()
    // Release: pairs with the acquire load in outcome(), which must see the flag as this test left it.
    tests.made.store(sequence.sequence, ordering: .releasing)
  }

  /// Pushes `count` events to a consumer that may sleep.
  @inline(never)
  static func waking(
    _ side: consuming ProducingSide, count: Int, tests: WakeTests, delay: Delay
  ) -> ProducingSide {
    var side = side
    for _ in 0..<count {
      side.pushAndWake(tests)
      delay.wait()
    }
    return side
  }

  /// Pushes as many events as `times` has room for, each to a consumer that has been asleep for a while, and leaves in
  /// `times` when each push began, ticks.
  @inline(never)
  static func wakingOneByOne(
    _ side: consuming ProducingSide, times: UnsafeMutableBufferPointer<UInt64>, tests: WakeTests,
    fallsAsleep: Delay, injected: Delay
  ) -> ProducingSide {
    var side = side
    for index in times.indices {
      // Reads the ring's own words, which only a measurement would do: all events popped, and the flag set.
      while !side.producer.hasSleeperOnEmptyRing { side.fullPolls.polling.wait() }
      fallsAsleep.wait()
      times[index] = CycleClock.now()
      injected.wait()
      side.pushAndWake(tests)
    }
    return side
  }
}

extension ConsumingSide where B: Barriers {
  /// Pops `count` events and sleeps whenever there is none.
  @inline(never)
  static func sleeping(
    _ side: consuming ConsumingSide, count: Int, tests: WakeTests, checking: Bool, delay: Delay
  ) -> ConsumingSide {
    var side = side
    var left = count
    while left > 0 {
      if let event = side.consumer.pop() {
        side.take(event, checking: checking)
        left &-= 1
        delay.wait()
      } else {
        side.emptyPolls.note(after: side.due.sequence)
        _ = side.sleep(tests)
      }
    }
    side.emptyPolls.endRun(after: side.due.sequence)
    return side
  }

  /// Pops as many events as `times` has room for, asleep before each, and leaves in `times` when it was awake again,
  /// ticks; 0 where it did not sleep.
  @inline(never)
  static func sleepingOneByOne(
    _ side: consuming ConsumingSide, times: UnsafeMutableBufferPointer<UInt64>, tests: WakeTests,
    checking: Bool
  ) -> ConsumingSide {
    var side = side
    for index in times.indices {
      times[index] = 0
      var event = side.consumer.pop()
      while event == nil {
        if let awake = side.sleep(tests) { times[index] = awake }
        event = side.consumer.pop()
      }
      if let event { side.take(event, checking: checking) }
      side.emptyPolls.endRun(after: side.due.sequence)
    }
    return side
  }

  /// Announces that it sleeps and, unless an event came in between, sleeps until it is woken, or until it finds that
  /// nobody will wake it. Returns when it was awake again, ticks; nil if it did not sleep.
  @inline(__always)
  mutating func sleep(_ tests: WakeTests) -> UInt64? {
    guard consumer.announceSleep() else { return nil }
    var outcome: WakeOutcome?
    while outcome == nil {
      consumer.memory.sleep()
      outcome = self.outcome(tests)
    }
    let awake = CycleClock.now()
    if let outcome { note(outcome) }
    consumer.memory.store(0, to: .waiting, .relaxed)
    return awake
  }

  /// How the sleep ended; nil if it goes on, since the futex returned only for its time limit or spuriously.
  @inline(__always)
  private func outcome(_ tests: WakeTests) -> WakeOutcome? {
    // Acquire: pairs with the release store after each test for a sleeper. Loaded before the flag, so that the flag
    // loaded below is as a finished test left it.
    let isTested = tests.made.load(ordering: .acquiring) > due.sequence
    if !consumer.memory.seesSleeper { return .woken }
    return isTested ? .lost : nil
  }

  /// Counts an encounter of the two sides.
  @inline(__always)
  mutating func note(_ outcome: WakeOutcome) {
    wakeUps.rounds &+= 1
    if case .lost = outcome { wakeUps.missed &+= 1 }
  }
}

extension Producer {
  fileprivate var hasSleeperOnEmptyRing: Bool {
    memory.decide(memory.load(.head, .relaxed), equals: tail) && memory.seesSleeper
  }
}

extension Memory {
  /// Whether the flag is set.
  fileprivate var seesSleeper: Bool { !decide(load(.waiting, .relaxed), equals: 0) }
}
