import AIORing

@testable import WeakMemory

/// A program with a question: can it end so?
struct Probe: Sendable, CustomStringConvertible {
  var description: String
  var program: Program
  var isFound: @Sendable (FinalState) -> Bool

  func verdict(_ model: Model, omitting rule: String? = nil) -> Verdict {
    var explorer = Explorer(model)
    explorer.omitted = rule
    return explorer.explore(program, where: isFound).verdict
  }
}

/// Litmus tests made from cycles, as diy makes them: each thread has one or two accesses, and each ends where the
/// next begins, on one location, by reads-from, from-reads or coherence.
struct Cycle: Sendable {
  enum Access: Sendable { case read, write }

  /// What stands between a thread's two accesses.
  enum Link: Sendable {
    case none, address, data, control
    /// An address dependency to a third access in between.
    case addressThenAnother
    case fence(Fence)
    /// The accesses themselves order.
    case kinds(AccessOrder?, AccessOrder?)
    /// The first or second access is an atomic update.
    case firstAtomic(AccessOrder)
    case secondAtomic(AccessOrder)
    case firstAtomicThen(Fence)
    case secondAtomicAfter(Fence)
    /// A lock is given back and another taken in between.
    case unlockLock(Fence?)
    case lock(Fence?)
  }

  var name: String
  var threads: [[Access]]

  static let families = [
    Cycle(name: "MP", threads: [[.write, .write], [.read, .read]]),
    Cycle(name: "SB", threads: [[.write, .read], [.write, .read]]),
    Cycle(name: "LB", threads: [[.read, .write], [.read, .write]]),
    Cycle(name: "S", threads: [[.write, .write], [.read, .write]]),
    Cycle(name: "R", threads: [[.write, .write], [.write, .read]]),
    Cycle(name: "2+2W", threads: [[.write, .write], [.write, .write]]),
    Cycle(name: "WRC", threads: [[.write], [.read, .write], [.read, .read]]),
    Cycle(name: "ISA2", threads: [[.write, .write], [.read, .write], [.read, .read]]),
    Cycle(name: "RWC", threads: [[.write], [.read, .read], [.write, .read]]),
    Cycle(name: "W+RWC", threads: [[.write, .write], [.read, .read], [.write, .read]]),
    Cycle(name: "Z6.3", threads: [[.write, .write], [.write, .write], [.read, .read]]),
    Cycle(name: "IRIW", threads: [[.write], [.read, .read], [.write], [.read, .read]]),
  ]

  static let links: [Link] = [
    .none, .address, .data, .control, .addressThenAnother, .fence(.rmb), .fence(.wmb), .fence(.mb),
    .fence(.acquireFence),
    .fence(.releaseFence), .kinds(.acquire, .relaxed), .kinds(.relaxed, .release), .kinds(.release, .acquire),
    .kinds(.acquire, .release), .kinds(.release, .release), .kinds(.acquire, .acquire),
    .kinds(.seqCst, .seqCst),
    .kinds(.plain, .plain), .kinds(.plain, .release), .kinds(.acquire, .plain), .firstAtomic(.relaxed),
    .firstAtomic(.acquire), .firstAtomic(.seqCst), .secondAtomic(.relaxed), .secondAtomic(.release),
    .secondAtomic(.seqCst),
    .firstAtomicThen(.afterAtomic), .secondAtomicAfter(.beforeAtomic), .unlockLock(nil),
    .unlockLock(.afterUnlockLock), .lock(nil), .lock(.afterSpinlock),
  ]

  /// All combinations of links for two-access threads; for larger cycles one link for all threads, or one for the
  /// first and another for the rest.
  static let probes: [Probe] = families.flatMap { family in
    links.flatMap { first in links.map { second in family.probe(first, second) } }
  }

  func probe(_ first: Link, _ second: Link) -> Probe {
    // Locations: a thread with two accesses ends one and begins the next.
    var location = 0
    var places: [[Int]] = []
    for thread in threads {
      if thread.count == 1 {
        places.append([location])
      } else {
        places.append([location, location + 1])
        location += 1
      }
    }
    let count = location
    places = places.map { $0.map { $0 % count } }
    // Values: in the order of the cycle, from the first access to each location on. The last thread's second access
    // comes before the first thread's first.
    var written = Array(repeating: Int64(0), count: count)
    var values = places.map { $0.map { _ in Int64(0) } }
    var order = threads.indices.flatMap { thread in places[thread].indices.map { (thread, $0) } }
    if places.last?.count == 2 { order.insert(order.removeLast(), at: 0) }
    for (thread, index) in order {
      let place = places[thread][index]
      if threads[thread][index] == .write { written[place] += 1 }
      values[thread][index] = written[place]
    }
    let (accesses, wheres, numbers) = (threads, places, values)
    let scratch = count
    let double = accesses.indices.first { accesses[$0].count == 2 }
    let programs = accesses.indices.map { thread -> ClosureProgram in
      let link = thread == double ? first : second
      return ClosureProgram { recorder in
        Self.run(accesses[thread], wheres[thread], numbers[thread], link, scratch + 3 * thread, recorder)
      }
    }
    let finals = (0..<count).filter { place in
      accesses.indices.reduce(0) { sum, thread in
        sum
          + wheres[thread].indices.filter { wheres[thread][$0] == place && accesses[thread][$0] == .write }
          .count
      } > 1
    }
    let last = written
    return Probe(
      description: "\(name) \(first) \(second)",
      program: Program(threads: programs, initial: Array(repeating: 0, count: count + 3 * accesses.count))
    ) { final in
      finals.allSatisfy { final.memory($0) == last[$0] }
        && accesses.indices.allSatisfy { thread in
          accesses[thread].indices.allSatisfy {
            accesses[thread][$0] == .write || final.register(thread: thread, $0) == numbers[thread][$0]
          }
        }
    }
  }

  private static func run(
    _ accesses: [Access], _ places: [Int], _ values: [Int64], _ link: Link, _ scratch: Int,
    _ thread: ThreadRecorder
  ) {
    var kinds: (AccessOrder?, AccessOrder?) = (.relaxed, .relaxed)
    var atomic: (AccessOrder?, AccessOrder?) = (nil, nil)
    switch link {
    case .kinds(let one, let other): kinds = (one, other)
    case .firstAtomic(let kind): atomic.0 = kind
    case .secondAtomic(let kind): atomic.1 = kind
    case .firstAtomicThen: atomic.0 = .relaxed
    case .secondAtomicAfter: atomic.1 = .relaxed
    default: break
    }
    func access(
      _ index: Int, _ kind: AccessOrder?, _ atomic: AccessOrder?, address: TracedValue?, data: TracedValue?
    ) -> TracedValue? {
      if accesses[index] == .read {
        let value: TracedValue
        if let atomic {
          // A read that is an update: it writes back what it read.
          value = thread.readModifyWrite(places[index], UpdateOrder(atomic), address: address) { $0 }
        } else {
          let readKind: AccessOrder? = kind == .release ? .relaxed : kind
          value = thread.read(places[index], readKind, address: address)
        }
        thread.output(index, value)
        return value
      }
      let number = data.map { value in value.map { _ in values[index] } } ?? .constant(values[index])
      if let atomic {
        _ = thread.readModifyWrite(places[index], UpdateOrder(atomic), address: address) { _ in number }
      } else {
        thread.write(places[index], number, kind == .acquire ? .relaxed : kind, address: address)
      }
      return nil
    }
    switch link {
    case .unlockLock, .lock: thread.lock(scratch)
    default: break
    }
    if case .lock = link { thread.unlock(scratch) }
    let value = access(0, kinds.0, atomic.0, address: nil, data: nil)
    if accesses.count == 1 {
      if case .unlockLock = link { thread.unlock(scratch) }
      return
    }
    var address: TracedValue?
    var data: TracedValue?
    switch link {
    case .address: address = value
    case .data: data = value
    case .control: if let value { _ = thread.branch(on: value) }
    case .addressThenAnother: _ = thread.read(scratch + 2, .relaxed, address: value)
    case .fence(let fence), .firstAtomicThen(let fence), .secondAtomicAfter(let fence): thread.fence(fence)
    case .unlockLock(let fence):
      thread.unlock(scratch)
      thread.lock(scratch + 1)
      if let fence { thread.fence(fence) }
    case .lock(let fence):
      thread.lock(scratch + 1)
      if let fence { thread.fence(fence) }
    default: break
    }
    _ = access(1, kinds.1, atomic.1, address: address, data: data)
    switch link {
    case .unlockLock, .lock: thread.unlock(scratch + 1)
    default: break
    }
  }
}

/// Tests that no cycle of pairs makes.
enum SpecialProbes {
  private static func probe(
    _ name: String, locations: Int, _ threads: [@Sendable (ThreadRecorder) -> Void],
    _ isFound: @escaping @Sendable (FinalState) -> Bool
  ) -> Probe {
    Probe(
      description: name,
      program: Program(
        threads: threads.map(ClosureProgram.init), initial: Array(repeating: 0, count: locations)),
      isFound: isFound)
  }

  private static let (x, y, z) = (0, 1, 2)

  /// The writer of message passing, with a full barrier.
  private static let writer: @Sendable (ThreadRecorder) -> Void = { thread in
    thread.write(x, .constant(1), .relaxed)
    thread.fence(.mb)
    thread.write(y, .constant(1), .relaxed)
  }

  /// Two threads update two locations, in opposite order: does each thread's first update come last?
  static let updatesOfTwo = probe(
    "2+2W of updates", locations: 2,
    [
      { thread in
        _ = thread.readModifyWrite(x, .relaxed) { _ in .constant(1) }
        _ = thread.readModifyWrite(y, .relaxed) { _ in .constant(2) }
      },
      { thread in
        _ = thread.readModifyWrite(y, .relaxed) { _ in .constant(1) }
        _ = thread.readModifyWrite(x, .relaxed) { _ in .constant(2) }
      },
    ]
  ) { $0.memory(x) == 1 && $0.memory(y) == 1 }

  /// Message passing in machine code: a barrier between the writes, and another between the reads, behind a branch on
  /// the first.
  private static func messages(
    _ name: String, _ writer: Instruction, _ reader: Instruction, isBranching: Bool = true
  ) -> Probe {
    probe(
      "MP+\(name)", locations: 2,
      [
        { thread in
          thread.write(x, 1, by: .store)
          thread.barrier(writer)
          thread.write(y, 1, by: .store)
        },
        { thread in
          let flag = thread.read(y, by: .load)
          thread.output(0, flag)
          if isBranching { _ = thread.branch(on: flag) }
          thread.barrier(reader)
          thread.output(1, thread.read(x, by: .load))
        },
      ]
    ) { $0.register(thread: 1, 0) == 1 && $0.register(thread: 1, 1) == 0 }
  }

  /// Store buffering in which both stores are one acquiring and releasing instruction.
  private static let fullAtomics = probe(
    "SB+swpals", locations: 2,
    [(x, y), (y, x)].map { mine, other in
      { thread in
        _ = thread.exchange(mine, by: .ldaxr, .stlxr, isOneInstruction: true) { _ in .constant(1) }
        thread.output(0, thread.read(other, by: .load))
      }
    }
  ) { $0.register(thread: 0, 0) == 0 && $0.register(thread: 1, 0) == 0 }

  /// Message passing whose first message is an atomic exchange that the second one's value depends on: what comes before
  /// the exchange's write comes before its read too if the exchange is one operation, as on RISC-V.
  private static let exchangeThenData = probe(
    "MP+amo-data+fence.r.r", locations: 2,
    [
      { thread in
        let old = thread.exchange(x, by: .atomic, .atomic, isOneInstruction: true) { _ in .constant(1) }
        thread.write(y, old.map { _ in 1 }, by: .store)
      },
      { thread in
        thread.output(0, thread.read(y, by: .load))
        thread.barrier(.fenceRR)
        thread.output(1, thread.read(x, by: .load))
      },
    ]
  ) { $0.register(thread: 1, 0) == 1 && $0.register(thread: 1, 1) == 0 }

  /// Message passing whose reader takes the flag by an atomic exchange and acquires what it wrote itself.
  private static let acquiresOwnExchange = probe(
    "MP+dmb+swp-rfi-ldapr", locations: 2,
    [
      { thread in
        thread.write(x, 1, by: .store)
        thread.barrier(.dmbIsh)
        thread.write(y, 1, by: .store)
      },
      { thread in
        let flag = thread.exchange(y, by: .load, .store, isOneInstruction: true) { _ in .constant(2) }
        thread.output(0, flag)
        thread.output(1, thread.read(y, by: .ldapr))
        thread.output(2, thread.read(x, by: .load))
      },
    ]
  ) {
    $0.register(thread: 1, 0) == 1 && $0.register(thread: 1, 1) == 2 && $0.register(thread: 1, 2) == 0
  }

  /// Load buffering through a variable of the thread's own, whose value depends on the first load only in that this picked
  /// it.
  private static let picksThroughMemory = probe(
    "LB+csel-rfi-data+rel", locations: 3,
    [
      { thread in
        let first = thread.read(x, by: .load)
        thread.output(0, first)
        thread.write(2, TracedValue.constant(1).picked(by: first), by: .store)
        thread.write(y, thread.read(2, by: .load).map { _ in 1 }, by: .store)
      },
      { thread in
        thread.output(0, thread.read(y, by: .load))
        thread.write(x, .constant(1), by: .stlr)
      },
    ]
  ) { $0.register(thread: 0, 0) == 1 && $0.register(thread: 1, 0) == 1 }

  static let all: [Probe] = [
    exchangeThenData, picksThroughMemory, acquiresOwnExchange,
    messages("sync+ctrlisync", .sync, .isync), messages("dmb+ctrlisb", .dmbIsh, .isb),
    messages("eieio+sync", .eieio, .sync, isBranching: false), fullAtomics,
    probe(
      "CoRR", locations: 1,
      [
        { $0.write(x, .constant(1), .relaxed) },
        { thread in
          thread.output(0, thread.read(x, .relaxed))
          thread.output(1, thread.read(x, .relaxed))
        },
      ]
    ) { $0.register(thread: 1, 0) == 1 && $0.register(thread: 1, 1) == 0 },
    probe(
      "CoWW", locations: 1,
      [
        { thread in
          thread.write(x, .constant(1), .relaxed)
          thread.write(x, .constant(2), .relaxed)
        }
      ]
    ) { $0.memory(x) == 1 },
    probe(
      "CoWR", locations: 1,
      [
        { thread in
          thread.write(x, .constant(1), .relaxed)
          thread.output(0, thread.read(x, .relaxed))
        },
        { $0.write(x, .constant(2), .relaxed) },
      ]
    ) { $0.register(thread: 0, 0) == 2 && $0.memory(x) == 1 || $0.register(thread: 0, 0) == 0 },
    probe(
      "CoRW", locations: 1,
      [
        { thread in
          thread.output(0, thread.read(x, .relaxed))
          thread.write(x, .constant(1), .relaxed)
        },
        { $0.write(x, .constant(2), .relaxed) },
      ]
    ) { $0.register(thread: 0, 0) == 2 && $0.memory(x) == 2 },
    probe(
      "two updates read the same", locations: 1,
      [
        { thread in thread.output(0, thread.readModifyWrite(x, .relaxed) { _ in .constant(1) }) },
        { thread in thread.output(0, thread.readModifyWrite(x, .relaxed) { _ in .constant(2) }) },
      ]
    ) { $0.register(thread: 0, 0) == 0 && $0.register(thread: 1, 0) == 0 },
    probe(
      "a write between the halves of an update", locations: 1,
      [
        { thread in thread.output(0, thread.readModifyWrite(x, .relaxed) { _ in .constant(1) }) },
        { $0.write(x, .constant(2), .relaxed) },
      ]
    ) { $0.register(thread: 0, 0) == 0 && $0.memory(x) == 1 },
    updatesOfTwo,
    probe(
      "MP+sync+section", locations: 2,
      [
        { thread in
          thread.write(x, .constant(1), .relaxed)
          thread.fence(.synchronizeRCU)
          thread.write(y, .constant(1), .relaxed)
        },
        { thread in
          thread.fence(.rcuReadLock)
          thread.output(0, thread.read(y, .relaxed))
          thread.output(1, thread.read(x, .relaxed))
          thread.fence(.rcuReadUnlock)
        },
      ]
    ) { $0.register(thread: 1, 0) == 1 && $0.register(thread: 1, 1) == 0 },
    probe(
      "SB+after-srcu-read-unlocks", locations: 3,
      [(x, y), (y, x)].map { mine, other in
        { thread in
          thread.write(mine, .constant(1), .relaxed)
          thread.srcuReadUnlock(z, thread.srcuReadLock(z))
          thread.fence(.afterSRCUReadUnlock)
          thread.output(0, thread.read(other, .relaxed))
        }
      }
    ) { $0.register(thread: 0, 0) == 0 && $0.register(thread: 1, 0) == 0 },
    probe(
      "MP+mb+data-rfi-addr", locations: 3,
      [
        writer,
        { thread in
          let first = thread.read(y, .relaxed)
          thread.output(0, first)
          thread.write(z, first.map { _ in 1 }, .relaxed)
          let second = thread.read(z, .relaxed)
          thread.output(1, second)
          thread.output(2, thread.read(x, .relaxed, address: second))
        },
      ]
    ) {
      $0.register(thread: 1, 0) == 1 && $0.register(thread: 1, 1) == 1 && $0.register(thread: 1, 2) == 0
    },
    probe(
      "MP+mb+addr-rdw-addr", locations: 3,
      [
        writer,
        { thread in
          let first = thread.read(y, .relaxed)
          thread.output(0, first)
          thread.output(1, thread.read(z, .relaxed, address: first))
          let second = thread.read(z, .relaxed)
          thread.output(2, second)
          thread.output(3, thread.read(x, .relaxed, address: second))
        },
        { $0.write(z, .constant(1), .relaxed) },
      ]
    ) {
      $0.register(thread: 1, 0) == 1 && $0.register(thread: 1, 1) == 0 && $0.register(thread: 1, 2) == 1
        && $0.register(thread: 1, 3) == 0
    },
    probe(
      "MP+mb+mb-rdw-mb", locations: 3,
      [
        writer,
        { thread in
          thread.output(0, thread.read(y, .relaxed))
          thread.fence(.mb)
          thread.output(1, thread.read(z, .relaxed))
          thread.output(2, thread.read(z, .relaxed))
          thread.fence(.mb)
          thread.output(3, thread.read(x, .relaxed))
        },
        { $0.write(z, .constant(1), .relaxed) },
      ]
    ) {
      $0.register(thread: 1, 0) == 1 && $0.register(thread: 1, 1) == 0 && $0.register(thread: 1, 2) == 1
        && $0.register(thread: 1, 3) == 0
    },
    probe(
      "MP+mb+data-detour-addr", locations: 3,
      [
        writer,
        { thread in
          let first = thread.read(y, .relaxed)
          thread.output(0, first)
          thread.write(z, first.map { _ in 1 }, .relaxed)
          let second = thread.read(z, .relaxed)
          thread.output(1, second)
          thread.output(2, thread.read(x, .relaxed, address: second))
        },
        { $0.write(z, .constant(2), .relaxed) },
      ]
    ) {
      $0.register(thread: 1, 0) == 1 && $0.register(thread: 1, 1) == 2 && $0.register(thread: 1, 2) == 0
        && $0.memory(z) == 2
    },
    probe(
      "LB+data+data-wsi", locations: 2,
      [
        { thread in
          let value = thread.read(y, .relaxed)
          thread.output(0, value)
          thread.write(x, value.map { _ in 1 }, .relaxed)
          thread.write(x, .constant(2), .relaxed)
        },
        { thread in
          let value = thread.read(x, .relaxed)
          thread.output(0, value)
          thread.write(y, value.map { _ in 1 }, .relaxed)
        },
      ]
    ) { $0.register(thread: 0, 0) == 1 && $0.register(thread: 1, 0) == 2 },
    probe(
      "LB+data-rfi-data", locations: 3,
      [
        { thread in
          let first = thread.read(y, .relaxed)
          thread.output(0, first)
          thread.write(z, first.map { _ in 1 }, .relaxed)
          let second = thread.read(z, .relaxed)
          thread.output(1, second)
          thread.write(x, second.map { _ in 1 }, .relaxed)
        },
        { thread in
          let value = thread.read(x, .relaxed)
          thread.output(0, value)
          thread.write(y, value.map { _ in 1 }, .relaxed)
        },
      ]
    ) {
      $0.register(thread: 0, 0) == 1 && $0.register(thread: 0, 1) == 1 && $0.register(thread: 1, 0) == 1
    },
    probe(
      "MP+mb+data-rfi-acquire", locations: 3,
      [
        writer,
        { thread in
          let first = thread.read(y, .relaxed)
          thread.output(0, first)
          thread.write(z, first.map { _ in 1 }, .relaxed)
          thread.output(1, thread.read(z, .acquire))
          thread.output(2, thread.read(x, .relaxed))
        },
      ]
    ) {
      $0.register(thread: 1, 0) == 1 && $0.register(thread: 1, 1) == 1 && $0.register(thread: 1, 2) == 0
    },
    probe(
      "LB+data-plain-rfi-data", locations: 3,
      [
        { thread in
          let first = thread.read(y, .relaxed)
          thread.output(0, first)
          thread.write(z, first, .plain)
          let second = thread.read(z, .plain)
          thread.write(x, second, .relaxed)
        },
        { thread in
          let value = thread.read(x, .relaxed)
          thread.output(0, value)
          thread.write(y, value.map { _ in 1 }, .relaxed)
        },
      ]
    ) { $0.register(thread: 0, 0) == 1 && $0.register(thread: 1, 0) == 1 },
    // By control on the other side, so that no value is computed from itself.
    probe(
      "LB+ctrl+data-plain-rfi-data", locations: 3,
      [
        { thread in
          let first = thread.read(y, .relaxed)
          thread.output(0, first)
          thread.write(z, first, .plain)
          thread.write(x, thread.read(z, .plain), .relaxed)
        },
        { thread in
          let value = thread.read(x, .relaxed)
          thread.output(0, value)
          _ = thread.branch(on: value)
          thread.write(y, .constant(1), .relaxed)
        },
      ]
    ) { $0.register(thread: 0, 0) == 1 && $0.register(thread: 1, 0) == 1 },
    throughOneLocation("an update reads what hangs on it") { thread in
      thread.output(0, thread.readModifyWrite(x, .relaxed) { _ in .constant(2) })
    },
    throughOneLocation("a write over what its thread read") { thread in
      thread.output(0, thread.read(x, .relaxed))
      thread.write(x, .constant(2), .relaxed)
    },
    forwarded("a forwarded update", .relaxed),
    forwarded("a forwarded update, acquired", .acquire),
    probe(
      "SB of release and acquire updates", locations: 2,
      [
        { thread in
          _ = thread.readModifyWrite(x, .release) { _ in .constant(1) }
          thread.output(0, thread.readModifyWrite(y, .acquire) { _ in .constant(2) })
        },
        { thread in
          _ = thread.readModifyWrite(y, .release) { _ in .constant(1) }
          thread.output(0, thread.readModifyWrite(x, .acquire) { _ in .constant(2) })
        },
      ]
    ) { $0.register(thread: 0, 0) == 0 && $0.register(thread: 1, 0) == 0 },
    probe(
      "MP by an acquire update", locations: 2,
      [
        writer,
        { thread in
          thread.output(0, thread.readModifyWrite(y, .acquire) { _ in .constant(2) })
          thread.output(1, thread.read(x, .relaxed))
        },
      ]
    ) { $0.register(thread: 1, 0) == 1 && $0.register(thread: 1, 1) == 0 },
    probe(
      "MP by a release update", locations: 2,
      [
        { thread in
          thread.write(x, .constant(1), .relaxed)
          _ = thread.readModifyWrite(y, .release) { _ in .constant(1) }
        },
        { thread in
          thread.output(0, thread.read(y, .relaxed))
          thread.fence(.mb)
          thread.output(1, thread.read(x, .relaxed))
        },
      ]
    ) { $0.register(thread: 1, 0) == 1 && $0.register(thread: 1, 1) == 0 },
    probe(
      "a release sequence", locations: 2,
      [
        { thread in
          thread.write(x, .constant(1), .relaxed)
          thread.write(y, .constant(1), .release)
          thread.write(y, .constant(2), .relaxed)
        },
        { thread in
          thread.output(0, thread.read(y, .acquire))
          thread.output(1, thread.read(x, .relaxed))
        },
      ]
    ) { $0.register(thread: 1, 0) == 2 && $0.register(thread: 1, 1) == 0 },
    probe(
      "a release sequence of updates", locations: 2,
      [
        { thread in
          thread.write(x, .constant(1), .relaxed)
          thread.write(y, .constant(1), .release)
        },
        { thread in thread.output(0, thread.readModifyWrite(y, .relaxed) { _ in .constant(2) }) },
        { thread in
          thread.output(0, thread.read(y, .acquire))
          thread.output(1, thread.read(x, .relaxed))
        },
      ]
    ) {
      $0.register(thread: 1, 0) == 1 && $0.register(thread: 2, 0) == 2 && $0.register(thread: 2, 1) == 0
    },
    probe(
      "an address, a plain write, smp_wmb", locations: 3,
      [
        { thread in
          let value = thread.read(x, .relaxed)
          thread.output(0, value)
          thread.write(z, .constant(1), .plain, address: value)
          thread.fence(.wmb)
          thread.write(y, .constant(1), .relaxed)
        },
        { thread in
          let value = thread.read(y, .relaxed)
          thread.output(0, value)
          thread.write(x, value.map { _ in 1 }, .relaxed)
        },
      ]
    ) { $0.register(thread: 0, 0) == 1 && $0.register(thread: 1, 0) == 1 },
  ]

  /// One thread goes on from the location it starts with; two others carry it back by data.
  private static func throughOneLocation(
    _ name: String, _ first: @escaping @Sendable (ThreadRecorder) -> Void
  ) -> Probe {
    probe(
      name, locations: 2,
      [
        first,
        { thread in
          let value = thread.read(x, .relaxed)
          thread.output(0, value)
          thread.write(y, value.map { _ in 1 }, .relaxed)
        },
        { thread in
          let value = thread.read(y, .relaxed)
          thread.output(0, value)
          thread.write(x, value.map { _ in 1 }, .relaxed)
        },
      ]
    ) {
      $0.register(thread: 0, 0) == 1 && $0.register(thread: 1, 0) == 2 && $0.register(thread: 2, 0) == 1
    }
  }

  /// Store buffering in which one thread reads its own update back before it goes on.
  private static func forwarded(_ name: String, _ kind: AccessOrder?) -> Probe {
    probe(
      name, locations: 2,
      [
        { thread in
          _ = thread.readModifyWrite(x, .relaxed) { _ in .constant(1) }
          let value = thread.read(x, kind)
          thread.output(0, value)
          thread.output(1, thread.read(y, .relaxed, address: value))
        },
        { thread in
          thread.write(y, .constant(1), .relaxed)
          thread.fence(.mb)
          thread.output(0, thread.read(x, .relaxed))
        },
      ]
    ) {
      $0.register(thread: 0, 0) == 1 && $0.register(thread: 0, 1) == 0 && $0.register(thread: 1, 0) == 0
    }
  }
}
