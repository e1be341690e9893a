import AIORing

/// One thread that pushes and pops: what the barriers cost by themselves, without coherence traffic.
struct PushPopSide<M: Memory, B: Barriers, U: IndexUse>: ~Copyable where M.Event == IOEvent {
  var producer: Producer<M, B, U>
  var consumer: Consumer<M, B, U>
  var sequence: EventSequence
  /// Pushes that found no room, each of which ended its burst, and pops that found no event.
  var failures: UInt64 = 0

  init(producer: consuming Producer<M, B, U>, consumer: consuming Consumer<M, B, U>, slots: UInt32) {
    self.init(
      producer: producer, consumer: consumer, sequence: EventSequence(slots: slots), failures: 0)
  }

  private init(
    producer: consuming Producer<M, B, U>, consumer: consuming Consumer<M, B, U>, sequence: EventSequence,
    failures: UInt64
  ) {
    self.producer = producer
    self.consumer = consumer
    (self.sequence, self.failures) = (sequence, failures)
  }

  /// `count` times a push and a pop. `injected` comes once in ``Delay/period`` of them.
  @inline(never)
  static func burst(_ side: consuming PushPopSide, count: Int, injected: Delay) -> PushPopSide {
    repeated(side, count: count, injected: injected) { _ in true }
  }

  /// `count` times a push, a test for a sleeper that is not there, and a pop: what a ring whose consumer may sleep
  /// costs while it does not.
  @inline(never)
  static func wakeTestBurst(_ side: consuming PushPopSide, count: Int, injected: Delay) -> PushPopSide {
    repeated(side, count: count, injected: injected) { !$0.wakeSleeper() }
  }

  /// The side is taken apart meanwhile, so that its state lives in registers while the loop runs.
  @inline(__always)
  private static func repeated(
    _ side: consuming PushPopSide, count: Int, injected: Delay,
    afterPush isFine: (inout Producer<M, B, U>) -> Bool
  ) -> PushPopSide {
    var (sequence, failures) = (side.sequence, side.failures)
    var producer = side.producer
    var consumer = side.consumer
    let end = sequence.sequence &+ UInt64(count)
    loop: while sequence.sequence != end {
      injected.wait()
      let pause = min(end, sequence.sequence &+ UInt64(Delay.period))
      while sequence.sequence != pause {
        // Not a value that lives until the pop is over: that costs a register, and a branch to put it back.
        guard producer.push(sequence.event), isFine(&producer) else {
          failures &+= 1
          break loop
        }
        sequence.advance()
        if let event = consumer.pop() {
          use(event)
        } else {
          failures &+= 1
        }
      }
    }
    return PushPopSide(producer: producer, consumer: consumer, sequence: sequence, failures: failures)
  }
}
