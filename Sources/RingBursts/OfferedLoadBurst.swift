import AIORing

// Events at a set rate. The time at which an event is due follows from its number, and latency is measured from there,
// not from when the producer got round to sending it: so a stalled producer counts (no coordinated omission).

extension ProducingSide {
  /// Pushes `count` events, event k not before `start` + k * `interval` ticks.
  @inline(never)
  static func pacedBurst(
    _ side: consuming ProducingSide, count: Int, start: UInt64, interval: Double, injected: Delay
  ) -> ProducingSide {
    var side = side
    let yields = side.fullPolls.polling.yields
    for index in 0..<count {
      let event = side.sequence.event
      let due = start &+ UInt64(Double(index) * interval)
      // No pause: it would make the event late by a part of it, and nobody is waited for.
      while CycleClock.now() < due {
        side.producer.flush()
        if yields { side.fullPolls.polling.wait() }
      }
      injected.wait()
      while !side.producer.push(event) {
        side.fullPolls.wait(after: side.sequence.sequence)
      }
      side.sequence.advance()
    }
    side.producer.flush()
    return side
  }
}

extension ConsumingSide {
  /// Pops as many events as `times` has room for and leaves in it how long after its due time each arrived, ticks; 0
  /// where the two CPUs' clocks differ so much that it seems to have arrived earlier.
  @inline(never)
  static func pacedBurst(
    _ side: consuming ConsumingSide, times: UnsafeMutableBufferPointer<UInt64>, start: UInt64,
    interval: Double,
    checking: Bool
  ) -> ConsumingSide {
    var side = side
    var index = 0
    while index < times.count {
      guard let event = side.consumer.pop() else {
        side.emptyPolls.wait(after: side.due.sequence)
        continue
      }
      let now = CycleClock.now()
      let due = start &+ UInt64(Double(index) * interval)
      times[index] = now > due ? now - due : 0
      if checking, !side.due.isDue(event) { side.tally.note(event, due: side.due) }
      side.due.advance()
      index += 1
    }
    side.emptyPolls.endRun(after: side.due.sequence)
    return side
  }
}
