import AIORing

/// The bursts of one strategy, with its barriers as types. What is compiled once for each strategy is only this: the
/// hot loops, and the few lines that give a resting side its types and take them away again.
///
/// Where an operation takes a nanosecond or two, everything is known at compile time. Where it waits for another CPU or
/// for a whole batch, a well-predicted branch on the index use and on the payload stores does no harm and saves code.
struct SpecialisedBursts<Layout: RingLayout, Stores: PayloadStores, B: Barriers, U: IndexUse> {
  typealias RingMemory = HardwareMemory<Layout, Stores>

  let sides: RestingSides<Layout, Stores>
  let barriers: B
  let indexUse: U

  init(_ ring: TrialRing, _ stores: Stores, _ barriers: B, _ indexUse: U) {
    sides = RestingSides(ring: ring, stores: stores, barriers: AssignedBarriers(barriers))
    (self.barriers, self.indexUse) = (barriers, indexUse)
  }

  /// One thread that pushes and pops.
  func pushPop() throws(TrialError) -> WorkloadBursts {
    try sides.pushPop { [barriers, indexUse, rest = sides.barriers, use = sides.ring.indexUse] in
      PushPopSide.burst($0.with(barriers, indexUse), count: $1, injected: $2).with(rest, use)
    }
  }

  /// The same with a test for a sleeper after each push.
  func pushWakePop() throws(TrialError) -> WorkloadBursts {
    try sides.pushPop { [barriers, indexUse, rest = sides.barriers, use = sides.ring.indexUse] in
      PushPopSide.wakeTestBurst($0.with(barriers, indexUse), count: $1, injected: $2).with(rest, use)
    }
  }

  /// A producer and a consumer, each event published and retired at once.
  func throughput() throws(TrialError) -> WorkloadBursts {
    let (rest, use) = (sides.barriers, sides.ring.indexUse)
    return try sides.throughput { [barriers, indexUse] in
      ProducingSide.burst($0.with(barriers, indexUse), count: $1, delay: $2, polling: $3).with(rest, use)
    } consume: { [barriers, indexUse] in
      ConsumingSide.burst($0.with(barriers, indexUse), count: $1, checking: $2, delay: $3, polling: $4)
        .with(rest, use)
    }
  }

  /// The same, published and retired every `batch` events.
  func throughput(batch: Int) throws(TrialError) -> WorkloadBursts {
    let (rest, use) = (sides.barriers, sides.ring.indexUse)
    return try sides.throughput { [barriers, indexUse] in
      ProducingSide.burst($0.with(barriers, indexUse), count: $1, batch: batch, delay: $2, polling: $3)
        .with(rest, use)
    } consume: { [barriers, indexUse] in
      ConsumingSide.burst(
        $0.with(barriers, indexUse), count: $1, batch: batch, checking: $2, delay: $3, polling: $4
      )
      .with(rest, use)
    }
  }

  /// Requests through one ring and answers through another.
  func roundTrip() throws(TrialError) -> WorkloadBursts {
    let (rest, use) = (sides.barriers, sides.ring.indexUse)
    return try sides.roundTrip { [barriers, indexUse] in
      AskingSide.burst($0.with(barriers, indexUse), times: $1, checking: $2, injected: $3, polling: $4)
        .with(rest, use)
    } answer: { [barriers, indexUse] in
      AnsweringSide.burst($0.with(barriers, indexUse), count: $1, checking: $2, polling: $3).with(rest, use)
    }
  }

  /// The two sides in turn.
  func handOff(_ turns: HandOffTurns) throws(TrialError) -> WorkloadBursts {
    let (rest, use) = (sides.barriers, sides.ring.indexUse)
    return try sides.handOff { [barriers, indexUse] in
      ProducingSide.handOff($0.with(barriers, indexUse), turns, times: $1, injected: $2, polling: $3)
        .with(rest, use)
    } pop: { [barriers, indexUse] in
      ConsumingSide.handOff($0.with(barriers, indexUse), turns, times: $1, checking: $2, polling: $3)
        .with(rest, use)
    }
  }

  /// The same, published and retired every `batch` events.
  func handOff(_ turns: HandOffTurns, batch: Int) throws(TrialError) -> WorkloadBursts {
    let (rest, use) = (sides.barriers, sides.ring.indexUse)
    return try sides.handOff { [barriers, indexUse] in
      ProducingSide.handOff(
        $0.with(barriers, indexUse), turns, batch: batch, times: $1, injected: $2, polling: $3
      )
      .with(rest, use)
    } pop: { [barriers, indexUse] in
      ConsumingSide.handOff(
        $0.with(barriers, indexUse), turns, batch: batch, times: $1, checking: $2, polling: $3
      )
      .with(rest, use)
    }
  }

  /// Events at a set rate.
  func offeredLoad() throws(TrialError) -> WorkloadBursts {
    let (rest, use) = (sides.barriers, sides.ring.indexUse)
    return try sides.offeredLoad { [barriers, indexUse] in
      ProducingSide.pacedBurst(
        $0.with(barriers, indexUse), count: $1, start: $2, interval: $3, injected: $4, polling: $5
      )
      .with(rest, use)
    } receive: { [barriers, indexUse] in
      ConsumingSide.pacedBurst(
        $0.with(barriers, indexUse), times: $1, start: $2, interval: $3, checking: $4, polling: $5
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
  consuming func with<C: Barriers, V: IndexUse>(_ barriers: C, _ indexUse: V) -> ProducingSide<M, C, V> {
    let (sequence, fullPolls) = (sequence, fullPolls)
    return ProducingSide<M, C, V>(
      producer: producer.with(barriers, indexUse), sequence: sequence, fullPolls: fullPolls)
  }
}

extension ConsumingSide {
  @inline(__always)
  consuming func with<C: Barriers, V: IndexUse>(_ barriers: C, _ indexUse: V) -> ConsumingSide<M, C, V> {
    let (due, tally, emptyPolls, runs, wakeUps) = (due, tally, emptyPolls, runs, wakeUps)
    var other = ConsumingSide<M, C, V>(consumer: consumer.with(barriers, indexUse), due: due)
    (other.tally, other.emptyPolls, other.runs, other.wakeUps) = (tally, emptyPolls, runs, wakeUps)
    return other
  }
}

extension AskingSide {
  @inline(__always)
  consuming func with<C: Barriers, V: IndexUse>(_ barriers: C, _ indexUse: V) -> AskingSide<M, C, V> {
    let (due, tally) = (due, tally)
    return AskingSide<M, C, V>(
      requests: requests.with(barriers, indexUse), answers: answers.with(barriers, indexUse), due: due,
      tally: tally)
  }
}

extension AnsweringSide {
  @inline(__always)
  consuming func with<C: Barriers, V: IndexUse>(_ barriers: C, _ indexUse: V) -> AnsweringSide<M, C, V> {
    let (due, tally) = (due, tally)
    return AnsweringSide<M, C, V>(
      requests: requests.with(barriers, indexUse), answers: answers.with(barriers, indexUse), due: due,
      tally: tally)
  }
}
