import AIORing

/// The producer of a throughput trial, from burst to burst.
struct ProducingSide<M: Memory, B: Barriers, U: IndexUse>: ~Copyable where M.Event == IOEvent {
  var producer: Producer<M, B, U>
  var sequence: EventSequence
  /// Pushes that found the ring full.
  var fullPolls: UInt64 = 0

  init(producer: consuming Producer<M, B, U>, slots: UInt32) {
    self.producer = producer
    sequence = EventSequence(slots: slots)
  }

  /// Pushes `count` events, each published at once. The side comes in and goes out by value, so that its state
  /// lives in registers while the loop runs.
  @inline(never)
  static func burst(
    _ side: consuming ProducingSide, count: Int, delay: Delay, yields: Bool
  ) -> ProducingSide {
    var side = side
    for _ in 0..<count {
      let event = side.sequence.event
      while !side.producer.push(event) {
        side.fullPolls &+= 1
        backOff(yields)
      }
      side.sequence.advance()
      delay.wait()
    }
    return side
  }

  /// Pushes `count` events and publishes every `batch` of them, and whatever is staged when the ring is full.
  @inline(never)
  static func burst(
    _ side: consuming ProducingSide, count: Int, batch: Int, delay: Delay, yields: Bool
  ) -> ProducingSide {
    var side = side
    var staged = 0
    for _ in 0..<count {
      let event = side.sequence.event
      while !side.producer.stage(event) {
        if staged > 0 {
          side.producer.publish()
          staged = 0
        }
        side.fullPolls &+= 1
        backOff(yields)
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
struct ConsumingSide<M: Memory, B: Barriers, U: IndexUse>: ~Copyable where M.Event == IOEvent {
  var consumer: Consumer<M, B, U>
  var due: EventSequence
  var tally = EventTally()
  /// Pops that found the ring empty.
  var emptyPolls: UInt64 = 0
  /// Runs of pops without an empty poll between them.
  var runs: UInt64 = 0
  /// What unchecked events are folded into, so that they are read all the same.
  var sink: UInt64 = 0

  init(consumer: consuming Consumer<M, B, U>, slots: UInt32) {
    self.consumer = consumer
    due = EventSequence(slots: slots)
  }

  /// Pops `count` events, retiring each at once.
  @inline(never)
  static func burst(
    _ side: consuming ConsumingSide, count: Int, checking: Bool, delay: Delay, yields: Bool
  ) -> ConsumingSide {
    var side = side
    var idle = true
    var left = count
    while left > 0 {
      if let event = side.consumer.pop() {
        side.take(event, checking: checking, idle: &idle)
        left &-= 1
        delay.wait()
      } else {
        side.emptyPolls &+= 1
        idle = true
        backOff(yields)
      }
    }
    return side
  }

  /// Pops `count` events and retires every `batch` of them, and whatever is taken when the ring is empty.
  @inline(never)
  static func burst(
    _ side: consuming ConsumingSide, count: Int, batch: Int, checking: Bool, delay: Delay, yields: Bool
  ) -> ConsumingSide {
    var side = side
    var idle = true
    var left = count
    var taken = 0
    while left > 0 {
      if let event = side.consumer.take() {
        side.take(event, checking: checking, idle: &idle)
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
        side.emptyPolls &+= 1
        idle = true
        backOff(yields)
      }
    }
    if taken > 0 { side.consumer.retire() }
    return side
  }

  @inline(__always)
  private mutating func take(_ event: IOEvent, checking: Bool, idle: inout Bool) {
    if idle { runs &+= 1 }
    idle = false
    if checking {
      if !due.isDue(event) { tally.note(event, due: due) }
    } else {
      sink ^= event.data ^ event.obj ^ event.res ^ event.res2
    }
    due.advance()
  }
}
