import Cells
import Testing
import WeakMemory

/// The code of the article TestYourOwnCode, run.
@Suite struct ArticleSnippets {
  @Test func theFirstFlagIsBroken() throws {
    #expect(throws: ConcurrentTest.Failure.self) {
      let test = ConcurrentTest()
      let (value, ready) = (test.cell(0, "value"), test.cell(0, "ready"))
      test.thread {
        value.write(42)
        ready.store(1, .relaxed)
      }
      test.thread {
        if ready.load(.relaxed) == 1 { test.check(value.read() == 42) }
      }
      try test.requireCorrect()
    }
  }

  @Test func theSecondFlagIsNot() throws {
    let test = ConcurrentTest()
    let (value, ready) = (test.cell(0, "value"), test.cell(0, "ready"))
    test.thread {
      value.write(42)
      ready.store(1, .release)
    }
    test.thread {
      if ready.load(.acquire) == 1 { test.check(value.read() == 42) }
    }
    try test.requireCorrect()
  }

  @Test func bothMayMiss() throws {
    let test = ConcurrentTest()
    let (mine, yours) = (test.cell(0, "mine"), test.cell(0, "yours"))
    let left = test.thread {
      mine.store(1, .release)
      return yours.load(.acquire)
    }
    let right = test.thread {
      yours.store(1, .release)
      return mine.load(.acquire)
    }
    let verdict = try test.verdict { $0[left] == 0 && $0[right] == 0 }
    #expect(verdict.word == "allowed")
  }

  struct Mailbox<M: CellMemory> {
    let value, isFull: Cell<M, Int>

    /// Whether there was room.
    func put(_ new: Int) -> Bool {
      guard isFull.load(.acquire) == 0 else { return false }
      value.write(CellValue(new))
      isFull.store(1, .release)
      return true
    }

    /// Waits for a value.
    func take() -> CellValue<M, Int> {
      while isFull.load(.acquire) == 0 { M.spin() }
      let result = value.read()
      isFull.store(0, .release)
      return result
    }
  }

  @Test func theMailboxIsCorrect() throws {
    let test = ConcurrentTest()
    let mailbox = Mailbox<Symbolic>(value: test.cell(0, "value"), isFull: test.cell(0, "isFull"))
    test.thread {
      _ = mailbox.put(1)
      _ = mailbox.put(2)
    }
    test.thread { test.check(mailbox.take() == 1) }
    try test.requireCorrect()

    for order in try test.weakenedOrders(under: [.rc11, .x86TSO]) { print(order) }
    let table = try test.weakenedOrders(under: [.rc11])
    #expect(table.count == 4 && table.allSatisfy { $0.isNeeded(under: .rc11) == true })
  }

  struct Queue<M: CellMemory> {
    let slots: CellArray<M, Int>
    let head, tail: Cell<M, Int>

    /// Whether there was room.
    func push(_ value: CellValue<M, Int>) -> Bool {
      let own = tail.load(.relaxed)
      if own - head.load(.acquire) == 2 { return false }
      slots[own % 2].write(value)
      tail.store(own + 1, .relaxed)
      return true
    }

    /// The oldest value; nil: none.
    func pop() -> CellValue<M, Int>? {
      let own = head.load(.relaxed)
      if own == tail.load(.acquire) { return nil }
      let value = slots[own % 2].read()
      head.store(own + 1, .release)
      return value
    }
  }

  /// It took 0.03 s on an idle machine, most of it for the order that is missing.
  @Test func theQueueIsShownToBeBrokenInFiveLines() {
    let error = #expect(throws: ConcurrentTest.Failure.self) {
      let test = ConcurrentTest()
      let queue = Queue<Symbolic>(
        slots: test.cells(count: 2, 0, "slots"), head: test.cell(0, "head"), tail: test.cell(0, "tail"))
      test.thread { for number in 1...2 { _ = queue.push(CellValue(number)) } }
      test.thread { for _ in 1...2 { if let value = queue.pop() { test.check(value != 0) } } }
      try test.requireCorrect()
    }
    let lines = error?.description.split(separator: "\n") ?? []
    #expect(lines.first?.hasPrefix("rc11: allowed: the check fails at CellsTests/") == true, "\(lines)")
    #expect(
      lines.last?.hasPrefix("missing: release instead of relaxed of the store at CellsTests/") == true,
      "\(lines)")
  }

  @Test func whatIsWrongWithTheQueueIsFoundInAMoment() throws {
    let test = ConcurrentTest()
    let queue = Queue<Symbolic>(slots: test.cells(count: 2, 0), head: test.cell(0), tail: test.cell(0))
    test.thread { for number in 1...2 { _ = queue.push(CellValue(number)) } }
    test.thread { for _ in 1...2 { if let value = queue.pop() { test.check(value != 0) } } }
    // Steps, not seconds: whatever else the machine does.
    #expect(try test.verdict(bounds: SearchBounds(steps: 1_000)).word == "allowed")
  }
}
