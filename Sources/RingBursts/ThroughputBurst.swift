import AIORing

/// The producer of a throughput trial, from burst to burst.
struct ProducingSide<M: Memory, B: ProducerBarriers, U: IndexUse>: ~Copyable where M.Event == IOEvent {
  var producer: Producer<M, B, U>
  var sequence: EventSequence
  /// Pushes that found the ring full.
  var fullPolls: UInt64 = 0

  init(producer: consuming Producer<M, B, U>, slots: UInt32) {
    self.init(producer: producer, sequence: EventSequence(slots: slots), fullPolls: 0)
  }

  init(producer: consuming Producer<M, B, U>, sequence: EventSequence, fullPolls: UInt64) {
    self.producer = producer
    (self.sequence, self.fullPolls) = (sequence, fullPolls)
  }

  /// Pushes `count` events, each published at once. The side comes in and goes out by value, and its fields are copied
  /// to local variables, so that they stay in registers while the loop runs.
  @inline(never)
  static func burst(
    _ side: consuming ProducingSide, count: Int, delay: Delay, polling: Polling
  ) -> ProducingSide {
    var (sequence, fullPolls) = (side.sequence, side.fullPolls)
    var producer = side.producer
    var pushed = RunCount(at: sequence.sequence)
    // The sequence is the loop's counter as well, which saves a register.
    let end = sequence.sequence &+ UInt64(count)
    while sequence.sequence != end {
      // The event is computed anew for each attempt, so that it takes no registers while the ring is full.
      while !producer.push(sequence.event) {
        fullPolls &+= 1
        polling.wait(afterRunOf: pushed.end(at: sequence.sequence))
      }
      sequence.advance()
      if delay.isAny { producer.flush() }
      delay.wait()
    }
    producer.flush()
    return ProducingSide(producer: producer, sequence: sequence, fullPolls: fullPolls)
  }

  /// Pushes `count` events and publishes once in `batch` of them, and whenever the ring is full.
  @inline(never)
  static func burst(
    _ side: consuming ProducingSide, count: Int, batch: Int, delay: Delay, polling: Polling
  ) -> ProducingSide {
    var side = side
    var staged = 0
    var pushed = RunCount(at: side.sequence.sequence)
    for _ in 0..<count {
      let event = side.sequence.event
      while !side.producer.stage(event) {
        if staged > 0 {
          side.producer.publish()
          staged = 0
        }
        side.fullPolls &+= 1
        polling.wait(afterRunOf: pushed.end(at: side.sequence.sequence))
      }
      side.sequence.advance()
      staged += 1
      if staged == batch {
        side.producer.publish()
        staged = 0
      }
      delay.wait()
    }
    if staged > 0 { side.producer.publish() }
    return side
  }
}

/// The consumer of a throughput trial, from burst to burst.
struct ConsumingSide<M: Memory, B: ConsumerBarriers, U: IndexUse>: ~Copyable where M.Event == IOEvent {
  var consumer: Consumer<M, B, U>
  var due: EventSequence
  var tally = EventTally()
  /// Pops that found the ring empty.
  var emptyPolls: UInt64 = 0
  /// Runs of pops without an empty poll between them.
  var runs = RunCount()
  /// Of a consumer that sleeps.
  var wakeUps = WakeUpTally()

  init(consumer: consuming Consumer<M, B, U>, slots: UInt32) {
    self.init(consumer: consumer, due: EventSequence(slots: slots))
  }

  init(consumer: consuming Consumer<M, B, U>, due: EventSequence) {
    self.consumer = consumer
    self.due = due
  }

  /// Pops `count` events, each retired at once. Its fields are copied to local variables as the producer's are: the
  /// tally, whose address is passed on, must not keep the others in memory.
  @inline(never)
  static func burst(
    _ side: consuming ConsumingSide, count: Int, checking: Bool, delay: Delay, polling: Polling
  ) -> ConsumingSide {
    var (due, tally) = (side.due, side.tally)
    let wakeUps = side.wakeUps
    var (emptyPolls, runs) = (side.emptyPolls, side.runs)
    var consumer = side.consumer
    // The loop's counter, as in the producer.
    let end = due.sequence &+ UInt64(count)
    while due.sequence != end {
      if let event = consumer.pop() {
        if checking {
          if _slowPath(!due.isDue(event)) { tally.note(event, due: due) }
        } else {
          use(event)
        }
        due.advance()
        if delay.isAny { consumer.flush() }
        delay.wait()
      } else {
        emptyPolls &+= 1
        polling.wait(afterRunOf: runs.end(at: due.sequence))
      }
    }
    consumer.flush()
    runs.end(at: end)
    var result = ConsumingSide(consumer: consumer, due: due)
    (result.tally, result.emptyPolls, result.runs, result.wakeUps) = (tally, emptyPolls, runs, wakeUps)
    return result
  }

  /// Pops `count` events and retires once in `batch` of them, and whenever the ring is empty.
  @inline(never)
  static func burst(
    _ side: consuming ConsumingSide, count: Int, batch: Int, checking: Bool, delay: Delay, polling: Polling
  ) -> ConsumingSide {
    var side = side
    var left = count
    var taken = 0
    while left > 0 {
      if let event = side.consumer.take() {
        side.take(event, checking: checking)
        left &-= 1
        taken += 1
        if taken == batch {
          side.consumer.retire()
          taken = 0
        }
        delay.wait()
      } else {
        if taken > 0 {
          side.consumer.retire()
          taken = 0
        }
        polling.wait(afterRunOf: side.foundEmpty())
      }
    }
    if taken > 0 { side.consumer.retire() }
    side.runs.end(at: side.due.sequence)
    return side
  }

  /// Counts a poll that found the ring empty; returns the events popped since the last one.
  @inline(__always) @discardableResult
  mutating func foundEmpty() -> UInt64 {
    emptyPolls &+= 1
    return runs.end(at: due.sequence)
  }

  @inline(__always)
  mutating func take(_ event: IOEvent, checking: Bool) {
    if checking {
      if _slowPath(!due.isDue(event)) { tally.note(event, due: due) }
    } else {
      use(event)
    }
    due.advance()
  }
}
