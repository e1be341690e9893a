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
}
