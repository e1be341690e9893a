import AIORing

/// The loops of one strategy, with its barriers as types. What is compiled once for each strategy is only this: the
/// hot loops, and the few lines that give a resting side its types and take them away again. A loop of one side is compiled
/// once for all strategies that are the same on that side.
///
/// Where a word of each slot publishes or frees it, batches have nothing in common, and a side of them is that of single events.
///
/// Where an operation takes a nanosecond or two, everything is known at compile time. Where it waits for another CPU or
/// for a whole batch, a well-predicted branch on the index use and on the payload stores does no harm and saves code.
struct SpecialisedBursts<M: Memory, B: Barriers, U: IndexUse> where M.Event == IOEvent {
  private let barriers: B
  private let indexUse: U

  init(_ barriers: B, _ indexUse: U) { (self.barriers, self.indexUse) = (barriers, indexUse) }

  private var producer: ProducerBursts<M, B.OfProducer, U> {
    ProducerBursts(barriers: barriers.ofProducer, indexUse: indexUse)
  }

  private var consumer: ConsumerBursts<M, B.OfConsumer, U> {
    ConsumerBursts(barriers: barriers.ofConsumer, indexUse: indexUse)
  }

  /// One thread that pushes and pops.
  var pushPop: BurstLoops<M> {
    .pushPop { [barriers, indexUse] side, count, injected in
      let (rest, use) = (side.producer.barriers, side.producer.indexUse)
      return PushPopSide.burst(side.with(barriers, indexUse), count: count, injected: injected)
        .with(rest, use)
    }
  }

  /// The same with a test for a sleeper after each push.
  var pushWakePop: BurstLoops<M> {
    .pushPop { [barriers, indexUse] side, count, injected in
      let (rest, use) = (side.producer.barriers, side.producer.indexUse)
      return PushPopSide.wakeTestBurst(side.with(barriers, indexUse), count: count, injected: injected)
        .with(rest, use)
    }
  }

  /// A producer and a consumer, each event published and retired at once.
  var throughput: BurstLoops<M> { .throughput(producer.throughput(), consumer.throughput()) }

  /// The same, published and retired every `batch` events.
  func throughput(batch: Int) -> BurstLoops<M> {
    .throughput(
      M.Layout.ringProtocol.publishesInSlot ? producer.throughput() : producer.throughput(batch: batch),
      M.Layout.ringProtocol.freesInSlot ? consumer.throughput() : consumer.throughput(batch: batch))
  }

  /// Requests through one ring and answers through another.
  var roundTrip: BurstLoops<M> {
    .roundTrip { [barriers, indexUse] side, times, checking, injected in
      let (rest, use) = (side.requests.barriers, side.requests.indexUse)
      return AskingSide.burst(
        side.with(barriers, indexUse), times: times, checking: checking, injected: injected
      )
      .with(rest, use)
    } _: { [barriers, indexUse] side, count, checking in
      let (rest, use) = (side.requests.barriers, side.requests.indexUse)
      return AnsweringSide.burst(
        side.with(barriers, indexUse), count: count, checking: checking
      )
      .with(rest, use)
    }
  }

  /// The two sides in turn.
  func handOff(_ turns: HandOffTurns) -> BurstLoops<M> {
    .handOff(producer.handOff(turns), consumer.handOff(turns))
  }

  /// The same, published and retired every `batch` events.
  func handOff(_ turns: HandOffTurns, batch: Int) -> BurstLoops<M> {
    .handOff(
      M.Layout.ringProtocol.publishesInSlot
        ? producer.handOff(turns) : producer.handOff(turns, batch: batch),
      M.Layout.ringProtocol.freesInSlot ? consumer.handOff(turns) : consumer.handOff(turns, batch: batch))
  }

  /// Events at a set rate.
  var offeredLoad: BurstLoops<M> { .offeredLoad(producer.offeredLoad(), consumer.offeredLoad()) }
}

// Functions that are never inlined, so that each loop of one side is asked for in one place, whichever strategies share it.

/// The loops of a producer, with its barriers as types.
private struct ProducerBursts<M: Memory, B: ProducerBarriers, U: IndexUse> where M.Event == IOEvent {
  let barriers: B
  let indexUse: U

  @inline(never)
  func throughput() -> BurstLoops<M>.Produce {
    { [barriers, indexUse] side, count, delay in
      let (rest, use) = (side.producer.barriers, side.producer.indexUse)
      return ProducingSide.burst(side.with(barriers, indexUse), count: count, delay: delay)
        .with(rest, use)
    }
  }

  @inline(never)
  func throughput(batch: Int) -> BurstLoops<M>.Produce {
    { [barriers, indexUse] side, count, delay in
      let (rest, use) = (side.producer.barriers, side.producer.indexUse)
      return ProducingSide.burst(
        side.with(barriers, indexUse), count: count, batch: batch, delay: delay
      )
      .with(rest, use)
    }
  }

  @inline(never)
  func handOff(_ turns: HandOffTurns) -> BurstLoops<M>.Push {
    { [barriers, indexUse] side, times, injected in
      let (rest, use) = (side.producer.barriers, side.producer.indexUse)
      return ProducingSide.handOff(
        side.with(barriers, indexUse), turns, times: times, injected: injected
      )
      .with(rest, use)
    }
  }

  @inline(never)
  func handOff(_ turns: HandOffTurns, batch: Int) -> BurstLoops<M>.Push {
    { [barriers, indexUse] side, times, injected in
      let (rest, use) = (side.producer.barriers, side.producer.indexUse)
      return ProducingSide.handOff(
        side.with(barriers, indexUse), turns, batch: batch, times: times, injected: injected
      )
      .with(rest, use)
    }
  }

  @inline(never)
  func offeredLoad() -> BurstLoops<M>.Send {
    { [barriers, indexUse] side, count, start, interval, injected in
      let (rest, use) = (side.producer.barriers, side.producer.indexUse)
      return ProducingSide.pacedBurst(
        side.with(barriers, indexUse), count: count, start: start, interval: interval, injected: injected
      )
      .with(rest, use)
    }
  }
}

/// The loops of a consumer that never sleeps, with its barriers as types.
private struct ConsumerBursts<M: Memory, B: ConsumerBarriers, U: IndexUse> where M.Event == IOEvent {
  let barriers: B
  let indexUse: U

  @inline(never)
  func throughput() -> BurstLoops<M>.Consume {
    { [barriers, indexUse] side, count, checking, delay in
      let (rest, use) = (side.consumer.barriers, side.consumer.indexUse)
      return ConsumingSide.burst(
        side.with(barriers, indexUse), count: count, checking: checking, delay: delay
      )
      .with(rest, use)
    }
  }

  @inline(never)
  func throughput(batch: Int) -> BurstLoops<M>.Consume {
    { [barriers, indexUse] side, count, checking, delay in
      let (rest, use) = (side.consumer.barriers, side.consumer.indexUse)
      return ConsumingSide.burst(
        side.with(barriers, indexUse), count: count, batch: batch, checking: checking, delay: delay
      )
      .with(rest, use)
    }
  }

  @inline(never)
  func handOff(_ turns: HandOffTurns) -> BurstLoops<M>.Pop {
    { [barriers, indexUse] side, times, checking in
      let (rest, use) = (side.consumer.barriers, side.consumer.indexUse)
      return ConsumingSide.handOff(
        side.with(barriers, indexUse), turns, times: times, checking: checking
      )
      .with(rest, use)
    }
  }

  @inline(never)
  func handOff(_ turns: HandOffTurns, batch: Int) -> BurstLoops<M>.Pop {
    { [barriers, indexUse] side, times, checking in
      let (rest, use) = (side.consumer.barriers, side.consumer.indexUse)
      return ConsumingSide.handOff(
        side.with(barriers, indexUse), turns, batch: batch, times: times, checking: checking
      )
      .with(rest, use)
    }
  }

  @inline(never)
  func offeredLoad() -> BurstLoops<M>.Receive {
    { [barriers, indexUse] side, times, start, interval, checking in
      let (rest, use) = (side.consumer.barriers, side.consumer.indexUse)
      return ConsumingSide.pacedBurst(
        side.with(barriers, indexUse), times: times, start: start, interval: interval, checking: checking
      )
      .with(rest, use)
    }
  }
}

extension PushPopSide {
  @inline(__always)
  consuming func with<C: Barriers, V: IndexUse>(_ barriers: C, _ indexUse: V) -> PushPopSide<M, C, V> {
    let (sequence, failures) = (sequence, failures)
    return PushPopSide<M, C, V>(
      producer: producer.with(barriers, indexUse), consumer: consumer.with(barriers, indexUse),
      sequence: sequence, failures: failures)
  }
}

extension ProducingSide {
  @inline(__always)
  consuming func with<C: ProducerBarriers, V: IndexUse>(
    _ barriers: C, _ indexUse: V
  ) -> ProducingSide<M, C, V> {
    let (sequence, fullPolls) = (sequence, fullPolls)
    return ProducingSide<M, C, V>(
      producer: producer.with(barriers, indexUse), sequence: sequence, fullPolls: fullPolls)
  }
}

extension ConsumingSide {
  @inline(__always)
  consuming func with<C: ConsumerBarriers, V: IndexUse>(
    _ barriers: C, _ indexUse: V
  ) -> ConsumingSide<M, C, V> {
    let (due, tally, emptyPolls, wakeUps) = (due, tally, emptyPolls, wakeUps)
    var other = ConsumingSide<M, C, V>(
      consumer: consumer.with(barriers, indexUse), due: due, emptyPolls: emptyPolls)
    (other.tally, other.wakeUps) = (tally, wakeUps)
    return other
  }
}

extension AskingSide {
  @inline(__always)
  consuming func with<C: Barriers, V: IndexUse>(_ barriers: C, _ indexUse: V) -> AskingSide<M, C, V> {
    let (due, tally, polling) = (due, tally, polling)
    return AskingSide<M, C, V>(
      requests: requests.with(barriers, indexUse), answers: answers.with(barriers, indexUse), due: due,
      tally: tally, polling: polling)
  }
}

extension AnsweringSide {
  @inline(__always)
  consuming func with<C: Barriers, V: IndexUse>(_ barriers: C, _ indexUse: V) -> AnsweringSide<M, C, V> {
    let (due, tally, polling) = (due, tally, polling)
    return AnsweringSide<M, C, V>(
      requests: requests.with(barriers, indexUse), answers: answers.with(barriers, indexUse), due: due,
      tally: tally, polling: polling)
  }
}
