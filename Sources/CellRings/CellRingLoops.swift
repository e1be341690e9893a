import CBarriers
import CPeers
import Cells

// The loops of ringbench_peer_loops.h around a Swift type's push and pop. They are inlinable, so that they are compiled for
// the type in the module that names it: build that optimised. All but the loops themselves is the header's.

extension Peer {
  /// A ring of one's own.
  ///
  /// - Parameters:
  ///   - name: Up to 40 letters, digits, '.', '_' and '-'.
  ///   - about: One line of what it is.
  @inlinable
  public init<Ring: CellRing>(_ name: String, about: String, _: Ring.Type) where Ring.Memory == Hardware {
    typealias Loops = CellRingLoops<Ring>
    (self.name, self.about, compiler) = (name, about, "")
    (eventWords, hasBatches, consumeShared) = (MemoryLayout<ringbench_event>.size / 8, false, nil)
    create = { Loops.create(slots: $0) }
    pushPop = { Loops.pushPop($0, $1, count: $2, injected: $3) }
    produce = { Loops.produce($0, count: $1, delay: $3, $4) }
    consume = { Loops.consume($0, count: $1, checking: $3, delay: $4, $5) }
    pushTurns = { Loops.pushTurns($0, $1, events: $2, $4, turns: $5, injected: $6, $7) }
    popTurns = { Loops.popTurns($0, $1, events: $2, $4, turns: $5, checking: $6, $7) }
    ask = { Loops.ask($0, $1, $2, count: $3, checking: $4, injected: $5, $6) }
    answer = { Loops.answer($0, $1, count: $2, checking: $3, $4) }
    send = { Loops.send($0, count: $1, start: $2, interval: $3, injected: $4, $5) }
    receive = { Loops.receive($0, $1, count: $2, start: $3, interval: $4, checking: $5, $6) }
  }
}

/// The loops around a type's push and pop.
@usableFromInline
enum CellRingLoops<Ring: CellRing> where Ring.Memory == Hardware {
  /// A side's own copy of the ring. It is a local variable while a loop runs, so that it stays in registers.
  @inlinable @inline(__always)
  static func ring(_ side: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<Ring> {
    // A side has what create(slots:) made.
    side.unsafelyUnwrapped.assumingMemoryBound(to: Ring.self)
  }

  @inlinable
  static func create(slots: UInt64) -> Peer.Sides? {
    guard slots.nonzeroBitCount == 1, slots <= 1 << 24 else { return nil }
    let place = HardwarePlace()
    let ring = Ring(capacity: Int(slots), in: place)
    let (producer, consumer) = (SideMemory(ring), SideMemory(ring))
    return Peer.Sides(
      producer: UnsafeMutableRawPointer(producer.pointer),
      consumer: UnsafeMutableRawPointer(consumer.pointer),
      capacity: slots,
      destroy: {
        producer.destroy()
        consumer.destroy()
        withExtendedLifetime(place) {}
      })
  }

  @inlinable @inline(never)
  static func pushPop(
    _ producer: Peer.Producer, _ consumer: Peer.Consumer, count: UInt64, injected: Int64
  ) -> UInt64 {
    // The injected delay comes once in so many operations, as in Delay.period.
    let period: UInt64 = 1024
    let (into, outOf) = (ring(producer.pointee.ring), ring(consumer.pointee.ring))
    var (pushing, popping) = (into.pointee, outOf.pointee)
    var sequence = producer.pointee.sequence
    var failures: UInt64 = 0
    let end = sequence.next &+ count
    push: while sequence.next != end {
      ringbench_delay(injected)
      let pause = end &- sequence.next < period ? end : sequence.next &+ period
      while sequence.next != pause {
        guard pushing.push(ringbench_event_of(&sequence)) else {
          failures &+= 1
          break push
        }
        ringbench_advance(&sequence)
        if var event = popping.pop() { ringbench_use(&event) } else { failures &+= 1 }
      }
    }
    (into.pointee, outOf.pointee) = (pushing, popping)
    producer.pointee.sequence = sequence
    return failures
  }

  @inlinable @inline(never)
  static func produce(_ side: Peer.Producer, count: UInt64, delay: Int64, _ waiting: Peer.Waiting) {
    let own = ring(side.pointee.ring)
    var ring = own.pointee
    var sequence = side.pointee.sequence
    var fullPolls = side.pointee.full_polls
    var runBegin = sequence.next
    let end = sequence.next &+ count
    while sequence.next != end {
      let event = ringbench_event_of(&sequence)
      while !ring.push(event) {
        fullPolls &+= 1
        ringbench_wait_after(sequence.next &- runBegin, waiting)
        runBegin = sequence.next
      }
      ringbench_advance(&sequence)
      ringbench_delay(delay)
    }
    own.pointee = ring
    side.pointee.sequence = sequence
    side.pointee.full_polls = fullPolls
    ringbench_tell(side, sequence.next)
  }

  @inlinable @inline(never)
  static func consume(
    _ side: Peer.Consumer, count: UInt64, checking: Int32, delay: Int64, _ waiting: Peer.Waiting
  ) {
    let own = ring(side.pointee.ring)
    var ring = own.pointee
    var due = side.pointee.due
    var polls = ringbench_polls_of(side)
    let end = due.next &+ count
    // A lost event takes `due` to the one after those that were lost: past the end if the ring gave one that is not of
    // this burst.
    while due.next < end {
      var popped = ring.pop()
      if popped == nil, ringbench_found_empty(&polls, due.next, waiting) {
        popped = popOrNoteLoss(side, &ring, &due, end: end)
      }
      if var event = popped {
        ringbench_examine(side, &due, &event, checking)
        ringbench_delay(delay)
      }
    }
    own.pointee = ring
    side.pointee.due = due
    ringbench_keep_polls(side, &polls)
  }

  /// Of a consumer that has long found nothing: if the events up to `end` were pushed and do not come, notes that they are
  /// missing, and `due` is behind them. Returns the event that comes after all.
  @inlinable @inline(__always)
  static func popOrNoteLoss(
    _ side: Peer.Consumer, _ ring: inout Ring, _ due: inout ringbench_sequence, end: UInt64
  ) -> ringbench_event? {
    guard ringbench_was_pushed(side, end) else { return nil }
    if let event = ring.pop() { return event }
    side.pointee.check.missing(side.pointee.check.context, due.next, end &- due.next)
    ringbench_jump(&due, end)
    return nil
  }

  @inlinable @inline(never)
  static func pushTurns(
    _ side: Peer.Producer, _ turn: Peer.Turn, events: UInt64, _ times: Peer.Times, turns: UInt64,
    injected: Int64, _ waiting: Peer.Waiting
  ) {
    guard let times else { return }
    for index in 0..<Int(turns) {
      ringbench_await(turn, 0, waiting)
      let start = rb_cycles()
      ringbench_delay(injected)
      produce(side, count: events, delay: 0, waiting)
      times[index] = rb_cycles() &- start
      ringbench_pass(turn, 1)
    }
  }

  @inlinable @inline(never)
  static func popTurns(
    _ side: Peer.Consumer, _ turn: Peer.Turn, events: UInt64, _ times: Peer.Times, turns: UInt64,
    checking: Int32, _ waiting: Peer.Waiting
  ) {
    guard let times else { return }
    for index in 0..<Int(turns) {
      ringbench_await(turn, 1, waiting)
      let start = rb_cycles()
      consume(side, count: events, checking: checking, delay: 0, waiting)
      times[index] = rb_cycles() &- start
      ringbench_pass(turn, 0)
    }
  }

  /// Pops the event that is due. Nil: it was pushed, is not in the ring, and has been noted as missing.
  @inlinable @inline(__always)
  static func receiveDue(
    _ side: Peer.Consumer, _ ring: inout Ring, own: Peer.Producer, checking: Int32, _ waiting: Peer.Waiting
  ) -> ringbench_event? {
    let due = side.pointee.due.next
    var polls: UInt64 = 0
    while true {
      polls &+= 1
      var popped = ring.pop()
      if popped == nil {
        ringbench_back_off(waiting)
        guard polls % UInt64(RINGBENCH_POLLS_UNTIL_DOUBT) == 0 else { continue }
        // A side that has long found nothing says what it has pushed, and so learns whether an event is missing.
        ringbench_tell(own, own.pointee.sequence.next)
        popped = popOrNoteLoss(side, &ring, &side.pointee.due, end: due &+ 1)
        if popped == nil, side.pointee.due.next != due { return nil }
      }
      guard var event = popped else { continue }
      if checking == 0 { ringbench_use(&event) }
      // A duplicate leaves this event due. Whatever else came stands for it: there is one event on its way at a time.
      if checking == 0 || ringbench_is_due(&side.pointee.due, &event)
        || ringbench_note_bad(side, &event, due) != due
      {
        ringbench_advance(&side.pointee.due)
        return event
      }
    }
  }

  @inlinable @inline(never)
  static func ask(
    _ requests: Peer.Producer, _ answers: Peer.Consumer, _ times: Peer.Times, count: UInt64, checking: Int32,
    injected: Int64, _ waiting: Peer.Waiting
  ) {
    guard let times else { return }
    let (into, outOf) = (ring(requests.pointee.ring), ring(answers.pointee.ring))
    var (pushing, popping) = (into.pointee, outOf.pointee)
    var before = rb_cycles()
    for index in 0..<Int(count) {
      let event = ringbench_event_of(&requests.pointee.sequence)
      // Before the push: after it, the delay would overlap with the round trip.
      ringbench_delay(injected)
      while !pushing.push(event) { ringbench_back_off(waiting) }
      ringbench_advance(&requests.pointee.sequence)
      _ = receiveDue(answers, &popping, own: requests, checking: checking, waiting)
      let now = rb_cycles()
      times[index] = now &- before
      before = now
    }
    (into.pointee, outOf.pointee) = (pushing, popping)
    ringbench_tell(requests, requests.pointee.sequence.next)
  }

  @inlinable @inline(never)
  static func answer(
    _ requests: Peer.Consumer, _ answers: Peer.Producer, count: UInt64, checking: Int32,
    _ waiting: Peer.Waiting
  ) {
    let (outOf, into) = (ring(requests.pointee.ring), ring(answers.pointee.ring))
    var (popping, pushing) = (outOf.pointee, into.pointee)
    for _ in 0..<count {
      // For a request that was lost, the answer that it should have had: the other side waits for it.
      let event =
        receiveDue(requests, &popping, own: answers, checking: checking, waiting)
        ?? ringbench_event_of(&answers.pointee.sequence)
      while !pushing.push(event) { ringbench_back_off(waiting) }
      ringbench_advance(&answers.pointee.sequence)
    }
    (outOf.pointee, into.pointee) = (popping, pushing)
    ringbench_tell(answers, answers.pointee.sequence.next)
  }

  @inlinable @inline(never)
  static func send(
    _ side: Peer.Producer, count: UInt64, start: UInt64, interval: Double, injected: Int64,
    _ waiting: Peer.Waiting
  ) {
    let own = ring(side.pointee.ring)
    var ring = own.pointee
    for index in 0..<count {
      let event = ringbench_event_of(&side.pointee.sequence)
      let due = start &+ UInt64(Double(index) * interval)
      ringbench_wait_until(due, waiting)
      ringbench_delay(injected)
      while !ring.push(event) {
        side.pointee.full_polls &+= 1
        ringbench_back_off(waiting)
      }
      ringbench_advance(&side.pointee.sequence)
    }
    own.pointee = ring
    ringbench_tell(side, side.pointee.sequence.next)
  }

  @inlinable @inline(never)
  static func receive(
    _ side: Peer.Consumer, _ times: Peer.Times, count: UInt64, start: UInt64, interval: Double,
    checking: Int32,
    _ waiting: Peer.Waiting
  ) {
    guard let times else { return }
    let own = ring(side.pointee.ring)
    var ring = own.pointee
    var polls = ringbench_polls_of(side)
    let begin = side.pointee.due.next
    while side.pointee.due.next &- begin < count {
      let first = side.pointee.due.next &- begin
      var popped = ring.pop()
      if popped == nil, ringbench_found_empty(&polls, side.pointee.due.next, waiting) {
        popped = popOrNoteLoss(side, &ring, &side.pointee.due, end: begin &+ count)
      }
      let now = rb_cycles()
      if var event = popped { ringbench_examine(side, &side.pointee.due, &event, checking) }
      // The event that came and, after a loss, those before it.
      var index = first
      while index < side.pointee.due.next &- begin, index < count {
        let due = start &+ UInt64(Double(index) * interval)
        times[Int(index)] = now > due ? now &- due : 0
        index &+= 1
      }
    }
    own.pointee = ring
    ringbench_keep_polls(side, &polls)
  }
}

/// A side's copy of a ring, on cache lines of its own.
@usableFromInline
struct SideMemory<Ring> {
  @usableFromInline let pointer: UnsafeMutablePointer<Ring>

  @usableFromInline
  init(_ ring: Ring) {
    let lines = (max(MemoryLayout<Ring>.size, 1) + 127) / 128 * 128
    pointer = UnsafeMutableRawPointer.allocate(byteCount: lines, alignment: 128)
      .initializeMemory(as: Ring.self, to: ring)
  }

  @usableFromInline
  func destroy() {
    pointer.deinitialize(count: 1)
    UnsafeMutableRawPointer(pointer).deallocate()
  }
}
