import AIORing

// The sleeping consumer, round by round: both sides meet at an empty ring, then one pushes and tests for a sleeper while
// the other announces its sleep and tests for an event. Nobody really sleeps: at the end of the round the two outcomes
// are compared, and the consumer takes the event even if its wake-up was lost.

extension ProducingSide {
  /// The producer's part in `count` rounds.
  @inline(never)
  static func rounds(
    _ side: consuming ProducingSide, count: Int, meeting: Meeting, start: ShuffledStart, tests: WakeTests,
    injected: Delay
  ) -> ProducingSide {
    var side = side
    for _ in 0..<count {
      let event = side.sequence.event
      meeting.meet(.follower, yields: side.fullPolls.polling.yields)
      // Brings the flag's line into this core's cache, where a producer that tested a moment ago has it: the load below
      // must not take longer than the consumer's announcement takes to leave its store buffer.
      _ = side.producer.memory.load(.waiting, .relaxed)
      start.wait()
      while !side.producer.push(event) { side.fullPolls.wait(after: side.sequence.sequence) }
      let foundSleeper = side.producer.wakeSleeper()
      injected.wait()
      tests.foundSleeper.store(foundSleeper, ordering: .relaxed)
      meeting.meet(.follower, yields: side.fullPolls.polling.yields)
      side.sequence.advance()
    }
    return side
  }
}

extension ConsumingSide where B: Barriers {
  /// The consumer's part in `count` rounds, and their counts.
  @inline(never)
  static func rounds(
    _ side: consuming ConsumingSide, count: Int, meeting: Meeting, start: ShuffledStart, tests: WakeTests,
    checking: Bool
  ) -> ConsumingSide {
    var side = side
    for _ in 0..<count {
      meeting.meet(.leader, yields: side.emptyPolls.polling.yields)
      start.wait()
      let sleeps = side.consumer.announceSleep()
      var event = sleeps ? nil : side.consumer.pop()
      meeting.meet(.leader, yields: side.emptyPolls.polling.yields)
      let outcome = WakeOutcome(
        sleeps: sleeps, foundSleeper: tests.foundSleeper.load(ordering: .relaxed))
      side.note(outcome)
      start.learn(outcome)
      side.consumer.memory.store(0, to: .waiting, .relaxed)
      // The event is there: the producer pushed before it arrived at the end of the round.
      while event == nil { event = side.consumer.pop() }
      if let event { side.take(event, checking: checking) }
      side.emptyPolls.endRun(after: side.due.sequence)
    }
    return side
  }
}
