import Cells
import Examples
import WeakMemory

/// One example: a test of it, and what must not be.
struct Example: Sendable {
  let name: String
  let test: ConcurrentTest
  let isWrong: @Sendable (ConcurrentTest.Outcome) -> Bool

  init(
    _ name: String, _ test: ConcurrentTest,
    never isWrong: @escaping @Sendable (ConcurrentTest.Outcome) -> Bool = { _ in false }
  ) {
    (self.name, self.test, self.isWrong) = (name, test, isWrong)
  }

  func verdict(_ model: Model) throws -> String {
    try test.verdict(model, bounds: SearchBounds(timeout: .seconds(60)), where: isWrong).word
  }

  /// Threads that count under a lock: a lock that does not hold loses a count, or its plain accesses race.
  private static func counting(
    _ name: String, threads: Int = 2, _ test: ConcurrentTest, lock: @escaping @Sendable (Int) -> Void,
    unlock: @escaping @Sendable (Int) -> Void
  ) -> Example {
    let count = test.cell(0, "count")
    for thread in 0..<threads {
      test.thread {
        lock(thread)
        count.write(count.read() + 1)
        unlock(thread)
      }
    }
    return Example(name, test) { $0[count] != threads }
  }

  static var spinLock: Example {
    let test = ConcurrentTest()
    let lock = SpinLock(test.cell(0, "lock"))
    return counting("spin lock", threads: 3, test, lock: { _ in lock.lock() }, unlock: { _ in lock.unlock() })
  }

  static var ticketLock: Example {
    let test = ConcurrentTest()
    let lock = TicketLock(next: test.cell(0, "next"), serving: test.cell(0, "serving"))
    return counting(
      "ticket lock", threads: 2, test, lock: { _ in lock.lock() }, unlock: { _ in lock.unlock() })
  }

  static var petersonLock: Example {
    let test = ConcurrentTest()
    let lock = PetersonLock(wants: test.cells(count: 2, 0, "wants"), turn: test.cell(0, "turn"))
    return counting("Peterson's lock", test, lock: { lock.lock($0) }, unlock: { lock.unlock($0) })
  }

  static var dekkerTryLock: Example {
    let test = ConcurrentTest()
    let lock = DekkerTryLock(wants: test.cells(count: 2, 0, "wants"))
    let count = test.cell(0, "count")
    let entries = (0..<2).map { thread in
      test.thread { () -> CellValue<Symbolic, Int> in
        guard lock.tryLock(thread) else { return 0 }
        count.write(count.read() + 1)
        lock.unlock(thread)
        return 1
      }
    }
    return Example("Dekker's attempt", test) { outcome in
      outcome[count] != entries.reduce(0) { $0 + (outcome[$1] ?? 0) }
    }
  }

  static var queueLock: Example {
    let test = ConcurrentTest()
    let lock = QueueLock(
      tail: test.cell(0, "tail"), next: test.cells(count: 3, 0, "next"),
      waits: test.cells(count: 3, 0, "waits"))
    return counting("MCS lock", test, lock: { lock.lock($0 + 1) }, unlock: { lock.unlock($0 + 1) })
  }

  static var sequenceLock: Example {
    let test = ConcurrentTest()
    let lock = SequenceLock(sequence: test.cell(0, "sequence"), data: test.cells(count: 2, 0, "data"))
    test.thread { lock.write(1, 1) }
    let seen = test.thread { lock.read() }
    return Example("sequence lock", test) { $0[seen.0] != $0[seen.1] }
  }

  static func publication(byDependency: Bool) -> Example {
    let test = ConcurrentTest()
    let slots = Publication(slots: test.cells(count: 2, -1, "slots"), published: test.cell(0, "published"))
    test.thread { slots.publish(7, in: 1) }
    test.thread {
      let value = byDependency ? slots.readByDependency() : slots.read()
      test.check(value != -1, "the slot as it was before")
    }
    return Example(byDependency ? "publication by dependency" : "publication", test)
  }

  static var oneShotEvent: Example {
    let test = ConcurrentTest()
    let event = OneShotEvent(isSet: test.cell(0, "isSet"), isSleeping: test.cell(0, "isSleeping"))
    let value = test.cell(0, "value")
    let mustWake = test.thread { () -> CellValue<Symbolic, Int> in
      value.write(7)
      return event.set()
    }
    let hasCome = test.thread { () -> CellValue<Symbolic, Int> in
      let hasCome = event.prepareToSleep()
      if hasCome == 1 { test.check(value.read() == 7, "the event came without its value") }
      return hasCome
    }
    return Example("one-shot event", test) { $0[mustWake] == 0 && $0[hasCome] == 0 }
  }

  static func referenceCount(hasFence: Bool) -> Example {
    let test = ConcurrentTest()
    let references = ReferenceCount(test.cell(2, "references"))
    let object = test.cell(0, "object")
    for _ in 0..<2 {
      test.thread {
        _ = object.read()
        if hasFence {
          references.release { object.write(-1) }
        } else {
          references.releaseWithoutFence { object.write(-1) }
        }
      }
    }
    return Example(hasFence ? "reference count" : "reference count without its fence", test)
  }

  static var treiberStack: Example {
    let test = ConcurrentTest()
    let stack = TreiberStack(head: test.cell(0, "head"), next: test.cells(count: 3, 0, "next"))
    let values = test.cells(count: 3, 0, "values")
    test.thread {
      values[1].write(7)
      stack.push(1)
    }
    test.thread {
      let node = stack.pop()
      if node != 0 { test.check(values[node].read() == 7, "a node without its value") }
    }
    return Example("Treiber stack", test)
  }

  /// 1 lies on 2. One thread pops 1 while the other pops both and pushes 1 again: 2 is its own then.
  static func reusingNodes(isVersioned: Bool) -> Example {
    let test = ConcurrentTest()
    let (head, next) = (test.cell(1, "head"), test.cells([0, 2, 0], "next"))
    let (plain, versioned) = (TreiberStack(head: head, next: next), VersionedStack(head: head, next: next))
    let pop: @Sendable () -> CellValue<Symbolic, Int> = { isVersioned ? versioned.pop() : plain.pop() }
    let owned = test.thread { () -> CellValue<Symbolic, Int> in
      let first = pop()
      let second = pop()
      if first == 1 {
        if isVersioned { versioned.push(first) } else { plain.push(first) }
      }
      return second
    }
    test.thread { _ = pop() }
    return Example(isVersioned ? "stack with versions" : "Treiber stack whose nodes come back", test) {
      $0[owned] == 2 && $0[head] % 8 == 2
    }
  }

  /// Two producers and one consumer.
  static var boundedQueue: Example {
    let test = ConcurrentTest()
    let queue = BoundedQueue(
      turns: test.cells([0, 1], "turns"), values: test.cells(count: 2, 0, "values"),
      enqueued: test.cell(0, "enqueued"), dequeued: test.cell(0, "dequeued"))
    test.thread { _ = queue.enqueue(7) }
    test.thread { _ = queue.enqueue(8) }
    test.thread {
      let value = queue.dequeue()
      if value != 0 { test.check(value == 7 || value == 8, "a value that was not enqueued") }
    }
    return Example("bounded queue", test)
  }

  static var linkedQueue: Example {
    let test = ConcurrentTest()
    // Node 1 is the dummy.
    let queue = LinkedQueue(
      head: test.cell(1, "head"), tail: test.cell(1, "tail"), next: test.cells(count: 4, 0, "next"),
      values: test.cells(count: 4, 0, "values"))
    test.thread { queue.enqueue(7, node: 2) }
    test.thread {
      let value = queue.dequeue()
      if value != 0 { test.check(value == 7, "a value that was not enqueued") }
    }
    return Example("Michael-Scott queue", test)
  }

  /// Two items; the owner takes twice, a thief steals twice: no item twice.
  static var workStealingDeque: Example {
    let test = ConcurrentTest()
    let deque = WorkStealingDeque(
      top: test.cell(0, "top"), bottom: test.cell(0, "bottom"), items: test.cells(count: 2, 0, "items"))
    let taken = test.thread { () -> (CellValue<Symbolic, Int>, CellValue<Symbolic, Int>) in
      deque.push(1)
      deque.push(2)
      let first = deque.take()
      return (first, deque.take())
    }
    let stolen = test.thread { () -> (CellValue<Symbolic, Int>, CellValue<Symbolic, Int>) in
      let first = deque.steal()
      return (first, deque.steal())
    }
    return Example("Chase-Lev deque", test) { outcome in
      let items = [outcome[taken.0], outcome[taken.1], outcome[stolen.0], outcome[stolen.1]].compactMap { $0 }
        .filter { $0 != 0 }
      return Set(items).count != items.count
    }
  }

  static var hazardPointer: Example {
    let test = ConcurrentTest()
    let pointer = HazardPointer(
      current: test.cell(1, "current"), hazard: test.cell(0, "hazard"),
      values: test.cells([0, 7, 0], "values"))
    test.thread { test.check(pointer.read() != -1, "a node that was freed") }
    test.thread { pointer.replace(by: 2, holding: 8) }
    return Example("hazard pointer", test)
  }

  static var lockedValue: Example {
    let test = ConcurrentTest()
    let value = test.cell(0, "value")
    let locked = LockedValue(lock: test.cell(0, "lock"), value: value)
    for _ in 0..<2 { test.thread { locked.withLock { $0.write($0.read() + 1) } } }
    return Example("locked value", test) { $0[value] != 2 }
  }

  static var peekedValue: Example {
    let test = ConcurrentTest()
    let locked = LockedValue(lock: test.cell(0, "lock"), value: test.cell(0, "value"))
    test.thread { locked.withLock { $0.write(1) } }
    test.thread { _ = locked.peek() }
    return Example("locked value that is peeked at", test)
  }

  /// Two values, and from each something is taken over into the other.
  static func nestedLocks(areOpposite: Bool) -> Example {
    let test = ConcurrentTest()
    let left = LockedValue(lock: test.cell(0, "left lock"), value: test.cell(1, "left"))
    let right = LockedValue(lock: test.cell(0, "right lock"), value: test.cell(2, "right"))
    for isSecond in [false, true] {
      let (first, second) = isSecond && areOpposite ? (right, left) : (left, right)
      test.thread { first.withLock { one in second.withLock { other in other.write(one.read()) } } }
    }
    return Example(areOpposite ? "locks in opposite orders" : "locks in one order", test)
  }

  /// Each of two threads makes its object, and uses the one that both are to have.
  static func lazyReference(checksFirst: Bool) -> Example {
    let test = ConcurrentTest()
    let lazy = LazyReference(test.cell(0, "reference"))
    let objects = test.cells(count: 3, 0, "objects")
    let used = (1...2).map { thread in
      test.thread { () -> CellValue<Symbolic, Int> in
        objects[thread].write(7)
        let object = checksFirst ? lazy.storeAfterCheck(thread) : lazy.storeIfNone(thread)
        test.check(objects[object].read() == 7, "an object that is not made yet")
        return object
      }
    }
    test.thread {
      let object = lazy.load()
      if object != 0 { test.check(objects[object].read() == 7, "an object that is not made yet") }
    }
    return Example(checksFirst ? "lazy reference that is checked first" : "lazy reference", test) {
      $0[used[0]] != $0[used[1]]
    }
  }

  /// Those that are correct.
  static var correct: [Example] {
    [
      spinLock, ticketLock, petersonLock, dekkerTryLock, queueLock, sequenceLock,
      publication(byDependency: false),
      oneShotEvent, referenceCount(hasFence: true), treiberStack, reusingNodes(isVersioned: true),
      boundedQueue,
      linkedQueue, workStealingDeque, hazardPointer, lockedValue, lazyReference(checksFirst: false),
    ]
  }
}
