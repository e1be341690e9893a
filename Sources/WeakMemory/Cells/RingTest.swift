import CellRings
import Cells

extension Symbolic: EventMemory {
  /// An event is one number: one that is read in part is a race, or one that is read stale.
  public typealias Event = CellValue<Symbolic, Int>

  public static var eventStride: Int { MemoryLayout<Int>.stride }
  public static func readEvent(_ slot: Address, _ place: SourcePlace) -> Event { load(slot, nil, place) }
  public static func writeEvent(_ event: Event, _ slot: Address, _ place: SourcePlace) {
    store(event, slot, nil, place)
  }
}

extension ConcurrentTest: CellPlace {
  /// Slots for events, each of which holds 0 at first.
  public func slots(count: Int, _ name: String? = nil) -> EventSlots<Symbolic> {
    EventSlots(at: cells(count: count, 0, name).first, count: count)
  }
}

/// A ring of one's own as the checker looks at it.
public struct RingTest: Sendable {
  /// Pushes by one thread and pops by another. The events are 1, 2, ...
  public let test: ConcurrentTest
  /// What must not be in the end.
  let isWrong: @Sendable (ConcurrentTest.Outcome) -> Bool
  /// The same pushes and pops by turns in one thread, where each must succeed.
  let alone: ConcurrentTest

  /// - Parameters:
  ///   - ring: The type.
  ///   - capacity: How many events the ring must hold at least; a power of two.
  ///   - pushes: The pushes of one thread; one that finds the ring full counts.
  ///   - pops: The pops of the other; one that finds the ring empty counts.
  ///   - fileID: The file that reports name.
  ///   - line: The line in it.
  public init<Ring: CellRing>(
    _ ring: Ring.Type, capacity: Int = 1, pushes: Int = 2, pops: Int = 2, fileID: StaticString = #fileID,
    line: UInt = #line
  )
  where Ring.Memory == Symbolic {
    let test = ConcurrentTest()
    let ring = Ring(capacity: capacity, in: test)
    test.thread {
      var producer = ring
      var next = 1
      for _ in 0..<pushes where producer.push(CellValue(next)) { next += 1 }
    }
    test.thread {
      var consumer = ring
      var due = 1
      for _ in 0..<pops {
        guard let event = consumer.pop() else { continue }
        test.check(
          event == CellValue(due), "pop \(due) returned another event than the one that was due",
          fileID: fileID, line: line)
        due += 1
      }
    }
    let alone = ConcurrentTest()
    let ownRing = Ring(capacity: capacity, in: alone)
    alone.thread {
      var (producer, consumer) = (ownRing, ownRing)
      for number in 1...pushes {
        alone.check(
          producer.push(CellValue(number)), "one thread alone: push \(number) found an empty ring full",
          fileID: fileID, line: line)
        let event = consumer.pop()
        alone.check(
          event != nil, "one thread alone: pop \(number) found the ring empty after a push", fileID: fileID,
          line: line)
        alone.check(
          event.map { $0 == CellValue(number) } ?? true,
          "one thread alone: pop \(number) returned another event than the one that was due", fileID: fileID,
          line: line)
      }
      alone.check(
        consumer.pop() == nil, "one thread alone: a pop of an empty ring returned an event", fileID: fileID,
        line: line)
    }
    (self.test, self.alone) = (test, alone)
    isWrong = { _ in false }
  }

  /// A lock alone: two threads count under it, and no count may be lost. A whole ring under it has too many executions.
  ///
  /// - Parameters:
  ///   - lock: The type.
  ///   - sections: How often each of the two takes the lock.
  public init<Lock: CellLock>(lock: Lock.Type, sections: (Int, Int)) where Lock.Memory == Symbolic {
    func counting(_ sections: [Int]) -> (ConcurrentTest, @Sendable (ConcurrentTest.Outcome) -> Bool) {
      let test = ConcurrentTest()
      let lock = Lock(in: test)
      let count = test.cell(0, "count")
      for (thread, sections) in sections.enumerated() {
        test.thread {
          var lock = lock
          for _ in 0..<sections {
            lock.lock(thread)
            count.write(count.read() + 1)
            lock.unlock(thread)
          }
        }
      }
      let all = sections.reduce(0, +)
      return (test, { $0[count] != all })
    }
    (test, isWrong) = counting([sections.0, sections.1])
    (alone, _) = counting([sections.0])
  }

  /// What a model says of the ring. One that fails in a single thread fails under every model.
  ///
  /// - Throws: What is wrong with the ring's code: it does not end, is not deterministic, has too many cells.
  public func verdict(
    _ model: Model, bounds: SearchBounds = ConcurrentTest.usualBounds
  ) throws(ConcurrentTestError) -> ConcurrentTest.Verdict {
    let ownVerdict = try alone.verdict(model, bounds: bounds)
    guard case .forbidden = ownVerdict else { return ownVerdict }
    let verdict = try test.verdict(model, bounds: bounds, where: isWrong)
    guard case .allowed(let witness) = verdict else { return verdict }
    return .allowed(witness.meaning("a count is lost: both threads were inside the lock"))
  }
}
