import AIORing

/// The side that sends an event through one ring and waits for it on another.
struct AskingSide<M: Memory, B: Barriers, U: IndexUse>: ~Copyable where M.Event == IOEvent {
  var requests: Producer<M, B, U>
  var answers: Consumer<M, B, U>
  var due: EventSequence
  var tally = EventTally()
  /// What it does between two polls.
  let polling: Polling

  /// Makes as many round trips as `times` has room for and leaves in it how long each took, ticks.
  @inline(never)
  static func burst(
    _ side: consuming AskingSide, times: UnsafeMutableBufferPointer<UInt64>, checking: Bool, injected: Delay
  ) -> AskingSide {
    var side = side
    var before = CycleClock.now()
    for index in times.indices {
      let event = side.due.event
      // Before the push: after it, the delay would overlap with the round trip.
      injected.wait()
      while !side.requests.push(event) { side.polling.wait() }
      side.requests.flush()
      while true {
        if let answer = side.answers.pop() {
          if checking, !side.due.isDue(answer) { side.tally.note(answer, due: side.due) }
          break
        }
        side.polling.wait()
      }
      side.due.advance()
      let now = CycleClock.now()
      times[index] = now &- before
      before = now
    }
    return side
  }
}

/// The side that sends each event back.
struct AnsweringSide<M: Memory, B: Barriers, U: IndexUse>: ~Copyable where M.Event == IOEvent {
  var requests: Consumer<M, B, U>
  var answers: Producer<M, B, U>
  var due: EventSequence
  var tally = EventTally()
  /// What it does between two polls.
  let polling: Polling

  /// Sends `count` events back unchanged.
  @inline(never)
  static func burst(
    _ side: consuming AnsweringSide, count: Int, checking: Bool
  ) -> AnsweringSide {
    var side = side
    var left = count
    while left > 0 {
      guard let event = side.requests.pop() else {
        side.polling.wait()
        continue
      }
      if checking, !side.due.isDue(event) { side.tally.note(event, due: side.due) }
      while !side.answers.push(event) { side.polling.wait() }
      side.answers.flush()
      side.due.advance()
      left &-= 1
    }
    return side
  }
}
