import AIORing

/// The producer of a throughput trial, from burst to burst.
struct ProducingSide<M: Memory, B: ProducerBarriers, U: IndexUse>: ~Copyable where M.Event == IOEvent {
  var producer: Producer<M, B, U>
  var sequence: EventSequence
  /// Pushes that found the ring full.
  var fullPolls: FailedPolls

  init(producer: consuming Producer<M, B, U>, slots: UInt32, polling: Polling) {
    self.init(
      producer: producer, sequence: EventSequence(slots: slots), fullPolls: FailedPolls(polling))
  }

  init(producer: consuming Producer<M, B, U>, sequence: EventSequence, fullPolls: FailedPolls) {
    self.producer = producer
    (self.sequence, self.fullPolls) = (sequence, fullPolls)
  }

  /// Pushes `count` events, each published at once. The side comes in and goes out by value, and its fields are copied
  /// to local variables, so that they stay in registers while the loop runs.
  @inline(never)
  static func burst(
    _ side: consuming ProducingSide, count: Int, delay: Delay
  ) -> ProducingSide {
    var (sequence, fullPolls) = (side.sequence, side.fullPolls)
    var producer = side.producer
    // The sequence is the loop's counter as well, which saves a register.
    let end = sequence.sequence &+ UInt64(count)
    while sequence.sequence != end {
      // The event is computed anew for each attempt, so that it takes no registers while the ring is full.
      while !producer.push(sequence.event) { fullPolls.wait(after: sequence.sequence) }
      sequence.advance()
      if _slowPath(delay.isAny) {
        producer.flush()
        delay.wait()
      }
    }
    producer.flush()
    return ProducingSide(producer: producer, sequence: sequence, fullPolls: fullPolls)
  }

  /// Pushes `count` events, up to `batch` at a time, which are published together.
  @inline(never)
  static func burst(
    _ side: consuming ProducingSide, count: Int, batch: Int, delay: Delay
  ) -> ProducingSide {
    var (sequence, fullPolls) = (side.sequence, side.fullPolls)
    var producer = side.producer
    let end = sequence.sequence &+ UInt64(count)
    withUnsafeTemporaryAllocation(of: IOEvent.self, capacity: batch) { events in
      while sequence.sequence != end {
        let size = min(batch, Int(end &- sequence.sequence))
        for index in 0..<size {
          events.initializeElement(at: index, to: sequence.event)
          sequence.advance()
          if _slowPath(delay.isAny) { delay.wait() }
        }
        var pushed = 0
        while pushed < size {
          let more = producer.push(UnsafeBufferPointer(rebasing: events[pushed..<size]))
          pushed &+= more
          if _slowPath(more == 0) { fullPolls.wait(after: sequence.sequence &- UInt64(size &- pushed)) }
        }
      }
    }
    return ProducingSide(producer: producer, sequence: sequence, fullPolls: fullPolls)
  }
}

/// The consumer of a throughput trial, from burst to burst.
struct ConsumingSide<M: Memory, B: ConsumerBarriers, U: IndexUse>: ~Copyable where M.Event == IOEvent {
  var consumer: Consumer<M, B, U>
  var due: EventSequence
  var tally = EventTally()
  /// Pops that found the ring empty.
  var emptyPolls: FailedPolls
  /// Of a consumer that sleeps.
  var wakeUps = WakeUpTally()

  init(consumer: consuming Consumer<M, B, U>, slots: UInt32, polling: Polling) {
    self.init(consumer: consumer, due: EventSequence(slots: slots), emptyPolls: FailedPolls(polling))
  }

  init(consumer: consuming Consumer<M, B, U>, due: EventSequence, emptyPolls: FailedPolls) {
    self.consumer = consumer
    (self.due, self.emptyPolls) = (due, emptyPolls)
  }

  /// Pops `count` events, each retired at once. Its fields are copied to local variables as the producer's are: the
  /// tally, whose address is passed on, must not keep the others in memory.
  @inline(never)
  static func burst(
    _ side: consuming ConsumingSide, count: Int, checking: Bool, delay: Delay
  ) -> ConsumingSide {
    var (due, tally) = (side.due, side.tally)
    let wakeUps = side.wakeUps
    var emptyPolls = side.emptyPolls
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
        if _slowPath(delay.isAny) {
          consumer.flush()
          delay.wait()
        }
      } else {
        emptyPolls.wait(after: due.sequence)
      }
    }
    consumer.flush()
    emptyPolls.endRun(after: end)
    var result = ConsumingSide(consumer: consumer, due: due, emptyPolls: emptyPolls)
    (result.tally, result.wakeUps) = (tally, wakeUps)
    return result
  }

  /// Pops `count` events, up to `batch` at a time, whose slots are freed together. They are copied first and then checked: the
  /// fewer instructions there are between the loads of two lines, the more lines are on their way at once.
  @inline(never)
  static func burst(
    _ side: consuming ConsumingSide, count: Int, batch: Int, checking: Bool, delay: Delay
  ) -> ConsumingSide {
    var (due, tally) = (side.due, side.tally)
    let wakeUps = side.wakeUps
    var emptyPolls = side.emptyPolls
    var consumer = side.consumer
    let end = due.sequence &+ UInt64(count)
    withUnsafeTemporaryAllocation(of: IOEvent.self, capacity: batch) { events in
      while due.sequence != end {
        let size = min(batch, Int(end &- due.sequence))
        let popped = consumer.pop(into: UnsafeMutableBufferPointer(rebasing: events[..<size]))
        if popped == 0 { emptyPolls.wait(after: due.sequence) }
        for index in 0..<popped {
          if checking {
            if _slowPath(!due.isDue(events[index])) { tally.note(events[index], due: due) }
          } else {
            use(events[index])
          }
          due.advance()
          if _slowPath(delay.isAny) { delay.wait() }
        }
      }
    }
    emptyPolls.endRun(after: end)
    var result = ConsumingSide(consumer: consumer, due: due, emptyPolls: emptyPolls)
    (result.tally, result.wakeUps) = (tally, wakeUps)
    return result
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
