import AIORing

/// One thread that pushes and pops: what the barriers cost without coherence traffic.
struct PushPopSide<M: Memory, B: Barriers, U: IndexUse>: ~Copyable where M.Event == IOEvent {
  var producer: Producer<M, B, U>
  var consumer: Consumer<M, B, U>
  var sequence: EventSequence
  /// Pushes that found the ring full, each of which ended its burst, and pops that found it empty.
  var failures: UInt64 = 0

  init(producer: consuming Producer<M, B, U>, consumer: consuming Consumer<M, B, U>, slots: UInt32) {
    self.init(
      producer: producer, consumer: consumer, sequence: EventSequence(slots: slots), failures: 0)
  }

  init(
    producer: consuming Producer<M, B, U>, consumer: consuming Consumer<M, B, U>, sequence: EventSequence,
    failures: UInt64
  ) {
    self.producer = producer
    self.consumer = consumer
    (self.sequence, self.failures) = (sequence, failures)
  }

  /// Pushes and pops `count` times. The injected delay comes once in ``Delay/period`` times.
  @inline(never)
  static func burst(_ side: consuming PushPopSide, count: Int, injected: Delay) -> PushPopSide {
    repeated(side, count: count, injected: injected) { producer in
      producer.flush()
      return true
    }
  }

  /// Pushes, tests for a sleeper and pops `count` times. Nobody sleeps: what a ring whose consumer may sleep costs while
  /// it is awake.
  @inline(never)
  static func wakeTestBurst(_ side: consuming PushPopSide, count: Int, injected: Delay) -> PushPopSide {
    repeated(side, count: count, injected: injected) { !$0.wakeSleeper() }
  }

  /// Copies the side's fields to local variables, so that they stay in registers while the loop runs.
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
        // The failure is counted at once: a flag kept until after the pop would take a register and a branch.
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
