import Cells
import Glibc
import Synchronization
import Testing

@testable import WeakMemory

@Suite struct ConcurrentTestTests {
  /// What a newcomer writes first, and gets wrong.
  private func publication(_ order: StoreOrder) -> ConcurrentTest {
    let test = ConcurrentTest()
    let (value, ready) = (test.cell(0, "value"), test.cell(0, "ready"))
    test.thread {
      value.write(42)
      ready.store(1, order)
    }
    test.thread { if ready.load(.acquire) == 1 { test.check(value.read() == 42) } }
    return test
  }

  @Test func `A release that is forgotten is a race, shown with its lines and the order that is missing`()
    throws
  {
    try publication(.release).requireCorrect()
    let error = #expect(throws: ConcurrentTest.Failure.self) { try publication(.relaxed).requireCorrect() }
    let text = String(describing: try #require(error))
    #expect(text.contains("rc11"))
    #expect(text.contains("value = 42"))
    #expect(text.contains("ConcurrentTestTests.swift:17"))
    #expect(
      text.contains(
        "missing: release instead of relaxed of the store at CellsTests/ConcurrentTestTests.swift:15"))
  }

  @Test(arguments: Model.allCases) func `Every model forbids what release and acquire forbid`(model: Model)
    throws
  {
    #expect(try publication(.release).verdict(model).word == "forbidden")
  }

  @Test func `What threads return and what cells hold in the end can be asked for`() throws {
    let test = ConcurrentTest()
    let (x, y) = (test.cell(0), test.cell(0))
    let left = test.thread {
      x.store(1, .relaxed)
      return y.load(.relaxed)
    }
    let right = test.thread {
      y.store(1, .relaxed)
      return x.load(.relaxed)
    }
    let bothMiss: @Sendable (ConcurrentTest.Outcome) -> Bool = {
      $0[left] == 0 && $0[right] == 0 && $0[x] == 1
    }
    #expect(try test.verdict(.sc, where: bothMiss).word == "forbidden")
    #expect(try test.verdict(.x86TSO, where: bothMiss).word == "allowed")
    #expect(try test.verdict(.rc11, where: bothMiss).word == "allowed")
  }

  @Test func `Load buffering is found where a machine has it`() throws {
    let test = ConcurrentTest()
    let (x, y) = (test.cell(0), test.cell(0))
    let left = test.thread {
      let seen = x.load(.relaxed)
      y.store(1, .relaxed)
      return seen
    }
    let right = test.thread {
      let seen = y.load(.relaxed)
      x.store(1, .relaxed)
      return seen
    }
    #expect(try test.verdict(.armv8) { $0[left] == 1 && $0[right] == 1 }.word == "allowed")
    #expect(try test.verdict(.rc11) { $0[left] == 1 && $0[right] == 1 }.word == "forbidden")
  }

  /// POWER and ARM keep a load behind the load that its address comes from; Alpha does not.
  @Test func `An index that was loaded is an address dependency, an integer taken out of it is not`() throws {
    func publication(_ keepsDependency: Bool) -> (ConcurrentTest, @Sendable (ConcurrentTest.Outcome) -> Bool)
    {
      let test = ConcurrentTest()
      let (slots, head) = (test.cells(count: 2, 0), test.cell(0))
      test.thread {
        slots[1].store(7, .relaxed)
        head.store(1, .release)
      }
      let result = test.thread { () -> (CellValue<Symbolic, Int>, CellValue<Symbolic, Int>) in
        let index = head.load(.relaxed)
        let value = keepsDependency ? slots[index].load(.relaxed) : slots[index.number].load(.relaxed)
        return (index, value)
      }
      return (test, { $0[result.0] == 1 && $0[result.1] == 0 })
    }
    for model in [Model.armv8, .power, .armv7, .riscv] {
      let (kept, isStale) = publication(true)
      #expect(try kept.verdict(model, where: isStale).word == "forbidden", "\(model)")
      let (lost, isStaleToo) = publication(false)
      #expect(try lost.verdict(model, where: isStaleToo).word == "allowed", "\(model)")
    }
    let (kept, isStale) = publication(true)
    #expect(try kept.verdict(.alpha, where: isStale).word == "allowed")
  }

  /// The kernel's xchg() is a full barrier; C11's orders nothing but itself and other sequentially consistent accesses.
  @Test func `A sequentially consistent exchange is no fence`() throws {
    let test = ConcurrentTest()
    let (x, y) = (test.cell(0), test.cell(0))
    let left = test.thread {
      _ = x.exchange(1, .seqCst)
      return y.load(.relaxed)
    }
    let right = test.thread {
      _ = y.exchange(1, .seqCst)
      return x.load(.relaxed)
    }
    for model in [Model.rc11, .armv8] {
      #expect(try test.verdict(model) { $0[left] == 0 && $0[right] == 0 }.word == "allowed", "\(model)")
    }
    #expect(try test.verdict(.lkmm) { $0[left] == 0 && $0[right] == 0 }.word == "forbidden")
    #expect(try test.verdict(.x86TSO) { $0[left] == 0 && $0[right] == 0 }.word == "forbidden")
  }

  @Test func `A lock that spins needs no bound`() throws {
    let test = ConcurrentTest()
    let (lock, count) = (test.cell(0), test.cell(0))
    for _ in 0..<3 {
      test.thread {
        while lock.exchange(1, .acquire) != 0 { Symbolic.spin() }
        count.write(count.read() + 1)
        lock.store(0, .release)
      }
    }
    #expect(try test.verdict { $0[count] != 3 }.word == "forbidden")
    let table = try test.weakenedOrders { $0[count] != 3 }
    #expect(table.map(\.operation) == ["exchange", "store"])
    #expect(table.allSatisfy { $0.isNeeded(under: .rc11) == true })
  }

  @Test func `Orders that do nothing are told from those that are needed`() throws {
    let test = ConcurrentTest()
    let (value, ready) = (test.cell(0), test.cell(0))
    test.thread {
      value.store(1, .seqCst)
      ready.store(1, .release)
    }
    let seen = test.thread { () -> (CellValue<Symbolic, Int>, CellValue<Symbolic, Int>) in
      (ready.load(.acquire), value.load(.relaxed))
    }
    let table = try test.weakenedOrders(under: [.rc11, .x86TSO]) { $0[seen.0] == 1 && $0[seen.1] == 0 }
    #expect(table.map { "\($0.operation) \($0.from)" } == ["store seqCst", "store release", "load acquire"])
    #expect(table.map { $0.isNeeded(under: .rc11) } == [false, true, true])
    #expect(table.map { $0.isNeeded(under: .x86TSO) } == [false, false, false])
  }

  @Test func `Six relaxed exchanges by three threads are a matter of a moment`() throws {
    let test = ConcurrentTest()
    let cell = test.cell(0)
    for thread in 0..<3 {
      test.thread {
        for number in 1...2 { _ = cell.exchange(CellValue(2 * thread + number), .relaxed) }
      }
    }
    let clock = ContinuousClock()
    for model in [Model.rc11, .armv8, .lkmm] {
      let start = clock.now
      #expect(try test.verdict(model).word == "forbidden")
      #expect(clock.now - start < .seconds(10), "\(model)")
    }
  }

  // MARK: Bad input

  @Test func `A thread that waits without spin is unknown, with its line`() throws {
    let test = ConcurrentTest()
    let ready = test.cell(0)
    test.thread { ready.store(1, .release) }
    test.thread { while ready.load(.acquire) == 0 {} }
    let verdict = try test.verdict()
    #expect(verdict.word == "unknown")
    #expect(verdict.description.contains("ConcurrentTestTests.swift:\(#line - 3)"))
    #expect(verdict.description.contains("spin()"))
  }

  @Test func `What lies beyond a bound is unknown`() throws {
    let test = ConcurrentTest()
    let cell = test.cell(0)
    test.thread {
      cell.store(1, .relaxed)
      cell.store(2, .relaxed)
    }
    let seen = test.thread { () -> CellValue<Symbolic, Int> in
      let value = cell.load(.relaxed)
      if value == 2 { test.stopLooking() }
      return value
    }
    #expect(try test.verdict { $0[seen] == 3 }.word == "unknown")
    #expect(try test.verdict { $0[seen] == 1 }.word == "allowed")
    #expect(try test.verdict(bounds: SearchBounds(steps: 1)) { $0[seen] == 3 }.word == "unknown")
  }

  @Test func `A long search says how far it is`() throws {
    let test = ConcurrentTest()
    let cell = test.cell(0)
    for thread in 0..<4 {
      test.thread { for number in 1...2 { cell.store(CellValue(2 * thread + number), .relaxed) } }
    }
    let reports = Counter()
    test.onProgress { _ in _ = reports.next() }
    _ = try test.verdict(.sc, bounds: SearchBounds(steps: 40_000))
    #expect(reports.next() >= 1)
  }

  @Test func `A thread that does something else each time is found and named`() {
    let test = ConcurrentTest()
    let cell = test.cell(0)
    let runs = Counter()
    test.thread { if runs.next() % 2 == 0 { cell.store(1, .relaxed) } else { _ = cell.load(.relaxed) } }
    #expect {
      try test.verdict()
    } throws: { error in
      if case .notDeterministic(let thread, let place)? = error as? ConcurrentTestError {
        return thread == 0 && place != nil
      }
      return false
    }
  }

  @Test func `A thread that never looks at a cell again is left behind and named`() {
    let test = ConcurrentTest()
    let cell = test.cell(0)
    test.thread { while cell.load(.relaxed).number == 0 {} }
    #expect {
      try test.verdict()
    } throws: { error in
      if case .neverEnds(let place)? = error as? ConcurrentTestError { return place != nil }
      return false
    }
  }

  /// A trap, a stack that overflows, abort().
  @Test(arguments: 0...2) func `A thread that traps is left behind and named, with its last access`(way: Int)
    throws
  {
    let test = ConcurrentTest()
    let cell = test.cell(0)
    test.thread { cell.store(1, .relaxed) }
    let line = #line + 2
    test.thread {
      guard cell.load(.relaxed) == 1 else { return }
      switch way {
      case 0: _ = [Int]()[Int(cell.load(.relaxed, line: UInt(line)).number)]
      case 1: _ = Self.endless(1)
      default: abort()
      }
    }
    let error = #expect(throws: ConcurrentTestError.self) { try test.verdict() }
    guard case .traps(let thread, let place)? = error else { throw try #require(error) }
    #expect(thread == 1 && place?.line == UInt(line))
    #expect(error?.description.contains("thread 2 traps after this access") == true)
    // What comes after it is judged as if nothing had been.
    try publication(.release).requireCorrect()
  }

  private static func endless(_ number: Int) -> Int { number == 0 ? 0 : 1 + endless(number + 1) }

  @Test func `A thread that does nothing and does not end is left behind and named`() {
    let test = ConcurrentTest()
    let cell = test.cell(0)
    let line: UInt = #line + 2
    test.thread {
      cell.store(1, .relaxed)
      while true { sleep(1) }
    }
    let error = #expect(throws: ConcurrentTestError.self) {
      try test.verdict(bounds: SearchBounds(timeout: .milliseconds(10)))
    }
    #expect(error?.description.contains("ConcurrentTestTests.swift:\(line): a thread does not end") == true)
  }

  @Test func `More threads than the checker holds are named`() {
    let test = ConcurrentTest()
    for _ in 0..<17 { test.thread {} }
    #expect(throws: ConcurrentTestError.tooManyThreads(17, most: 16)) { try test.verdict() }
  }

  @Test func `A cell of another test, a cell outside of a thread, and too many of them are named`() {
    let (one, other) = (ConcurrentTest(), ConcurrentTest())
    let foreign = other.cell(0)
    one.thread { foreign.store(1, .relaxed) }
    #expect {
      try one.verdict()
    } throws: {
      if case .cellOfAnotherTest? = $0 as? ConcurrentTestError { return true }
      return false
    }
    #expect(throws: ConcurrentTestError.noThread) { try other.verdict() }
    let large = ConcurrentTest()
    _ = large.cells(count: 100, 0)
    large.thread {}
    #expect(throws: ConcurrentTestError.tooManyCells(100, most: 64)) { try large.verdict() }
  }

  @Test func `An index out of range is a fault of the execution that has it`() throws {
    let test = ConcurrentTest()
    let (slots, index) = (test.cells(count: 2, 0), test.cell(0))
    test.thread { index.store(2, .relaxed) }
    test.thread { _ = slots[index.load(.relaxed)].load(.relaxed) }
    #expect(try test.verdict().description.contains("index 2 of 2 cells"))
  }

  @Test func `A weak exchange may fail for no reason`() throws {
    let test = ConcurrentTest()
    let cell = test.cell(0)
    let strong = test.thread { () -> CellValue<Symbolic, Int> in
      cell.compareExchange(expected: 0, desired: 1, .relaxed).exchanged ? 1 : 0
    }
    #expect(try test.verdict { $0[strong] == 0 }.word == "forbidden")
    let other = ConcurrentTest()
    let its = other.cell(0)
    let weak = other.thread { () -> CellValue<Symbolic, Int> in
      its.compareExchange(expected: 0, desired: 1, .relaxed, isWeak: true).exchanged ? 1 : 0
    }
    #expect(try other.verdict { $0[weak] == 0 }.word == "allowed")
  }

  /// Each may fail on its own, so that what they leave is known only if all of them were tried.
  @Test(arguments: [(3, "forbidden"), (6, "forbidden"), (7, "unknown")])
  func `More weak exchanges than are tried with failing are no proof`(count: Int, word: String) throws {
    let test = ConcurrentTest()
    let cell = test.cell(0)
    let done = test.thread { () -> CellValue<Symbolic, Int> in
      var done = 0
      for turn in 0..<count
      where cell.compareExchange(
        expected: CellValue(done), desired: CellValue(done + 1), .relaxed, isWeak: true
      ).exchanged {
        done += turn >= 0 ? 1 : 0
      }
      return CellValue(done)
    }
    for failures in 0...min(count, 6) {
      #expect(try test.verdict { $0[done] == count - failures }.word == "allowed", "\(failures) failures")
    }
    let verdict = try test.verdict { $0[done] == count + 1 }
    #expect(verdict.word == word)
    if word == "unknown" { #expect(verdict.description.contains("more than 6 weak exchanges")) }
  }

  /// What a failed exchange reads is ordered as asked for its failure, whatever one that succeeds would be.
  @Test(arguments: [(LoadOrder.acquire, "forbidden"), (.relaxed, "race")], [0, 1])
  func `An exchange that fails acquires if that is asked for, and only then`(
    failure: (order: LoadOrder, word: String), initial: Int
  ) throws {
    let test = ConcurrentTest()
    let (value, ready) = (test.cell(0, "value"), test.cell(initial, "ready"))
    test.thread {
      value.write(42)
      ready.store(2, .release)
    }
    test.thread {
      // With 0 at first it would succeed, with 1 it fails either way.
      let (exchanged, original) = ready.compareExchange(
        expected: 0, desired: 3, .relaxed, failure: failure.order)
      if !exchanged, original == 2 { test.check(value.read() == 42) }
    }
    let verdict = try test.verdict()
    #expect(
      verdict.word == failure.word || (failure.order == .relaxed && verdict.word == "allowed"), "\(verdict)")
    let machine = try test.verdict(.armv8)
    #expect(machine.word == (failure.order == .relaxed ? "allowed" : "forbidden"))
  }

  // MARK: Deadlocks

  private func lock(_ cell: ConcurrentTest.IntCell, line: UInt = #line) {
    while cell.exchange(1, .acquire, line: line) != 0 { Symbolic.spin(line: line) }
  }

  @Test(arguments: [false, true])
  func `Two locks taken in opposite orders deadlock, and in one order they do not`(isOpposite: Bool) throws {
    let test = ConcurrentTest()
    let (a, b) = (test.cell(0, "a"), test.cell(0, "b"))
    for isSecond in [false, true] {
      test.thread {
        let (first, second) = isSecond && isOpposite ? (b, a) : (a, b)
        lock(first)
        lock(second)
        second.store(0, .release)
        first.store(0, .release)
      }
    }
    for model in [Model.sc, .rc11, .armv8, .x86TSO] {
      let verdict = try test.verdict(model)
      #expect(verdict.word == (isOpposite ? "deadlock" : "forbidden"), "\(model)")
      guard isOpposite else { continue }
      let line = #line - 9
      #expect(
        verdict.description.contains("nothing ends the wait of thread 1 at")
          && verdict.description.contains("ConcurrentTestTests.swift:\(line) and of thread 2 at"),
        "\(verdict)")
      #expect(verdict.witness?.threads.count == 2)
    }
    if isOpposite {
      let failure = #expect(throws: ConcurrentTest.Failure.self) { try test.requireCorrect() }
      #expect(failure?.description.hasPrefix("rc11: deadlock: ") == true)
    }
  }

  @Test func `A wait for what nobody does is a deadlock, also where no execution ends`() throws {
    let test = ConcurrentTest()
    let (ready, other) = (test.cell(0), test.cell(0))
    test.thread { while ready.load(.acquire) == 0 { Symbolic.spin() } }
    test.thread { other.store(1, .relaxed) }
    #expect(try test.verdict().word == "deadlock")
  }

  @Test func `A lock that is taken twice by one thread deadlocks, a lock handed on does not`() throws {
    for isHandedOn in [false, true] {
      let test = ConcurrentTest()
      let cell = test.cell(0)
      test.thread {
        lock(cell)
        if isHandedOn { cell.store(0, .release) }
        lock(cell)
        cell.store(0, .release)
      }
      test.thread {
        lock(cell)
        cell.store(0, .release)
      }
      #expect(try test.verdict().word == (isHandedOn ? "forbidden" : "deadlock"))
    }
  }

  /// Each looks whether the other has come before it; only then somebody ends the wait. Store buffering lets neither see
  /// the other.
  @Test func `A wake-up that is lost on a weaker machine only is a deadlock there only`() throws {
    let test = ConcurrentTest()
    let (sleeps, isSet, woken) = (test.cell(0), test.cell(0), test.cell(0))
    test.thread {
      sleeps.store(1, .relaxed)
      if isSet.load(.relaxed) == 0 {
        while woken.load(.acquire) == 0 { Symbolic.spin() }
      }
    }
    test.thread {
      isSet.store(1, .relaxed)
      if sleeps.load(.relaxed) == 1 { woken.store(1, .release) }
    }
    #expect(try test.verdict(.sc).word == "forbidden")
    for model in [Model.x86TSO, .armv8, .rc11] {
      #expect(try test.verdict(model).word == "deadlock", "\(model)")
    }
  }

  @Test func `A loop that only retries its weak exchange does not deadlock`() throws {
    let test = ConcurrentTest()
    let cell = test.cell(0)
    for _ in 0..<2 {
      test.thread {
        while true {
          let old = cell.load(.relaxed)
          if cell.compareExchange(expected: old, desired: old + 1, .relaxed, isWeak: true).exchanged { break }
          Symbolic.spin()
        }
      }
    }
    #expect(try test.verdict { $0[cell] != 2 }.word == "forbidden")
  }
}

private final class Counter: Sendable {
  private let count = Atomic(0)
  func next() -> Int { count.add(1, ordering: .relaxed).newValue }
}
