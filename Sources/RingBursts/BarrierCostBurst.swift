import AIORing

/// One thread that pushes and pops: what the barriers cost by themselves, without coherence traffic.
struct PushPopSide<M: Memory, B: Barriers, U: IndexUse>: ~Copyable where M.Event == IOEvent {
  var producer: Producer<M, B, U>
  var consumer: Consumer<M, B, U>
  var sequence: EventSequence
  /// Pops that did not give the event just pushed.
  var failures: UInt64 = 0

  init(producer: consuming Producer<M, B, U>, consumer: consuming Consumer<M, B, U>, slots: UInt32) {
    self.producer = producer
    self.consumer = consumer
    sequence = EventSequence(slots: slots)
  }

  /// `count` times a push and a pop. `injected` comes once in ``Delay/period`` of them, between the two.
  @inline(never)
  static func burst(_ side: consuming PushPopSide, count: Int, injected: Delay) -> PushPopSide {
    var side = side
    for index in 0..<count {
      let pushed = side.producer.push(side.sequence.event)
      side.sequence.advance()
      injected.waitOccasionally(at: index)
      if let event = side.consumer.pop(), pushed {
        use(event)
      } else {
        side.failures &+= 1
      }
    }
    return side
  }

  /// `count` times a push, a test for a sleeper that is not there, and a pop: what a ring whose consumer may sleep
  /// costs while it does not.
  @inline(never)
  static func wakeTestBurst(_ side: consuming PushPopSide, count: Int, injected: Delay) -> PushPopSide {
    var side = side
    for index in 0..<count {
      let pushed = side.producer.push(side.sequence.event)
      let foundSleeper = side.producer.wakeSleeper()
      side.sequence.advance()
      injected.waitOccasionally(at: index)
      if let event = side.consumer.pop(), pushed, !foundSleeper {
        use(event)
      } else {
        side.failures &+= 1
      }
    }
    return side
  }
}
