import Cells
import Testing
import WeakMemory

/// How many partial executions the checker looks at for several sections of one lock, those with threads that wait included.
/// Each bound is about four times what it takes today.
@Suite struct LockSearchTests {
  /// Threads that count under a lock, each as often as `sections` says; the verdict on whether a count is lost.
  private func counting(
    _ sections: [Int], under model: Model, steps: Int, release: StoreOrder = .release,
    lock: @escaping @Sendable (ConcurrentTest.IntCell) -> Void
  ) throws -> ConcurrentTest.Verdict {
    let test = ConcurrentTest()
    let (count, word) = (test.cell(0, "count"), test.cell(0, "lock"))
    for sections in sections {
      test.thread {
        for _ in 0..<sections {
          lock(word)
          count.write(count.read() + 1)
          word.store(0, release)
        }
      }
    }
    let all = sections.reduce(0, +)
    return try test.verdict(model, bounds: SearchBounds(steps: steps)) { $0[count] != all }
  }

  private static func exchange(_ word: ConcurrentTest.IntCell) {
    while word.exchange(1, .acquire) != 0 { Symbolic.spin() }
  }

  private static func compareExchange(_ word: ConcurrentTest.IntCell) {
    while !word.compareExchange(expected: 0, desired: 1, .acquire).exchanged { Symbolic.spin() }
  }

  @Test(arguments: [[1, 1, 1, 1, 1], [2, 2, 2]], [Model.sc, .rc11, .armv8])
  func `Sections of one lock are right, and take few steps`(sections: [Int], model: Model) throws {
    for lock in [Self.exchange, Self.compareExchange] {
      let verdict = try counting(sections, under: model, steps: 60_000, lock: lock)
      #expect(verdict.word == "forbidden", "\(verdict)")
    }
  }

  @Test(arguments: [[1, 1, 1, 1, 1], [2, 2, 2]])
  func `A lock that is given back without a release loses a count`(sections: [Int]) throws {
    let verdict = try counting(sections, under: .armv8, steps: 60_000, release: .relaxed, lock: Self.exchange)
    #expect(verdict.word == "allowed", "\(verdict)")
  }

  /// What a thread that waits has written sends another one to wait: its turn is read, though it comes again at the end.
  @Test(arguments: Model.allCases)
  func `Who reads what a waiting thread writes in each turn may wait for ever too`(model: Model) throws {
    let test = ConcurrentTest()
    let (ready, go, never) = (test.cell(0, "ready"), test.cell(0, "go"), test.cell(0, "never"))
    test.thread {
      while true {
        ready.store(1, .release)
        if go.load(.acquire) == 1 { break }
        Symbolic.spin()
      }
    }
    test.thread {
      if ready.load(.acquire) == 1 {
        while never.load(.acquire) == 0 { Symbolic.spin() }
      }
      go.store(1, .release)
    }
    #expect(try test.verdict(model).word == "deadlock")
  }
}
