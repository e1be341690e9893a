/// Everything a thread can do, as a tree: it branches where a read's value makes a difference to what follows.
final class ThreadTree: Sendable {
  /// The events up to and including the next read, or to the end.
  let events: [ThreadEvent]
  let outputs: [ThreadRecorder.Output]
  /// What follows; nil at the end.
  let next: Continuation?
  /// The (location, value) pairs that may still be written from here on, this node's own writes included.
  let writable: EventSet
  /// The same without this node's own writes: what is left at its last read.
  let writableBelow: EventSet

  enum Continuation: Sendable {
    /// Whatever the last event reads.
    case anyValue(ThreadTree)
    /// By what the last event reads; values that lead nowhere but to a blocked thread are left out.
    case byValue([Int64: ThreadTree])
  }

  /// The read that the thread has come here by, if what it is depends on its value: an update that failed may be ordered
  /// otherwise than one that succeeded.
  let precedingRead: ThreadEvent?

  /// What the thread would do from here on is not known.
  let isTruncated: Bool

  /// Whether it waits for ever on some way from here on, or may do so beyond what is looked at.
  let mayWait: Bool

  /// What it gives out in the end whichever way it goes from here on, by register; empty unless asked for.
  let settled: [Int: ThreadRecorder.Output.Source]

  init(
    events: [ThreadEvent], outputs: [ThreadRecorder.Output], next: Continuation?, own: EventSet,
    precedingRead: ThreadEvent? = nil, isTruncated: Bool = false, waits: Bool = false,
    settlesOutputs: Bool = false
  ) {
    (self.events, self.outputs, self.next) = (events, outputs, next)
    (self.precedingRead, self.isTruncated) = (precedingRead, isTruncated)
    settled = settlesOutputs ? Self.settled(outputs, before: next) : [:]
    switch next {
    case nil: (writableBelow, mayWait) = (.none, waits || isTruncated)
    case .anyValue(let child): (writableBelow, mayWait) = (child.writable, child.mayWait)
    case .byValue(let children):
      writableBelow = children.values.reduce(.none) { $0 | $1.writable }
      mayWait = children.values.contains(where: \.mayWait)
    }
    writable = own | writableBelow
  }

  private static func settled(
    _ outputs: [ThreadRecorder.Output], before next: Continuation?
  ) -> [Int: ThreadRecorder.Output.Source] {
    switch next {
    case nil:
      return Dictionary(outputs.map { ($0.register, $0.source) }) { _, later in later }
    case .anyValue(let child): return child.settled
    case .byValue(let children):
      var rest = children.values.dropFirst()
      guard var common = children.values.first?.settled else { return [:] }
      while let child = rest.popFirst() { common = common.filter { child.settled[$0.key] == $0.value } }
      return common
    }
  }

  /// Whether it goes on from an update's read with the update's write.
  var isUpdate: Bool { events.first?.belongsToUpdate == true }

  /// The tree below a value that the last event read; nil if the thread would block.
  func child(for value: Int64) -> ThreadTree? {
    switch next {
    case nil: nil
    case .anyValue(let child): child
    case .byValue(let children): children[value]
    }
  }
}

/// The trees of a program's threads, and the values that each location may hold: a fixpoint, since what a thread
/// writes depends on what it reads.
struct ThreadTrees: Sendable {
  /// One a thread; nil where every way through it blocks.
  let trees: [ThreadTree?]
  /// The values that each location may hold, the initial one first.
  let values: [[Int64]]
  /// The numbers of (location, value) pairs in ``ThreadTree/writable``.
  let pairs: [[Int64: Int]]
  /// The numbers of each location's pairs.
  let writes: [EventSet]
  /// The pairs that some write writes without being ordered after all that its thread does before.
  let weak: EventSet
  /// The locations with writes that are neither atomic nor volatile.
  let plainlyWritten: Set<Location>
  /// Whether any access is neither atomic nor volatile.
  let hasPlainAccesses: Bool
  /// The locations that a thread may access.
  let accessed: Set<Location>

  /// - Parameter assumesCoherence: Whether a thread reads nothing but its own last write where it alone writes.
  init(
    _ program: Program, lowering: Lowering, limit: SearchLimit, assumesCoherence: Bool,
    settlesOutputs: Bool = false
  ) throws(Incompleteness) {
    var builder = ThreadTreeBuilder(
      program: program, lowering: lowering, limit: limit, assumesCoherence: assumesCoherence)
    builder.settlesOutputs = settlesOutputs
    (trees, values) = try builder.build()
    pairs = builder.pairs
    writes = pairs.map { $0.values.reduce(.none) { $0 | .only($1) } }
    weak = builder.weak | .only(EventSet.maximumCount - 1)
    (plainlyWritten, hasPlainAccesses) = (builder.plainlyWritten, builder.hasPlainAccesses)
    accessed = builder.accessed
  }

  /// Whether all that a set says is writable is written to this location. The last number stands for many pairs.
  func isOnlyWritten(_ location: Location, in writable: EventSet) -> Bool {
    (writable & ~writes[location]).isEmpty && !writable.contains(EventSet.maximumCount - 1)
  }

  /// Whether a set says that this value may still be written there.
  func canWrite(_ value: Int64, to location: Location, _ writable: EventSet) -> Bool {
    guard let pair = pairs[location][value] else { return false }
    return writable.contains(pair)
  }
}

private struct ThreadTreeBuilder {
  let program: Program
  let lowering: Lowering
  let limit: SearchLimit
  let assumesCoherence: Bool
  /// The threads found to write to each location.
  var writers: [Set<Int>]
  var pairs: [[Int64: Int]]
  var pairCount = 0
  /// For each value a location may hold, the least number of writes to that location in a chain, each made of what
  /// the one before left, that leads to it.
  var chains: [[Int64: Int]]
  var found: [[Int64: Int]]
  /// The number of the thread at hand.
  var number = 0
  /// The most writes to each location on one way through it.
  var mostWrites: [Int]
  var plainlyWritten: Set<Location> = []
  var hasPlainAccesses = false
  var accessed: Set<Location> = []
  var weak: EventSet = .none
  var hasWeakControl = false
  var settlesOutputs = false

  init(program: Program, lowering: Lowering, limit: SearchLimit, assumesCoherence: Bool) {
    (self.program, self.lowering, self.limit) = (program, lowering, limit)
    self.assumesCoherence = assumesCoherence
    writers = Array(repeating: [], count: program.initial.count)
    pairs = Array(repeating: [:], count: program.initial.count)
    chains = program.initial.map { [$0: 0] }
    found = chains
    mostWrites = Array(repeating: 0, count: program.initial.count)
  }

  /// A run's events, cut after each read.
  struct Trace {
    let recorder: ThreadRecorder
    let script: [Int64]
  }

  /// A tree and the reads on whose values it depends.
  struct Built {
    var tree: ThreadTree?
    var uses: ThreadEventSet
  }

  /// The trees, and the values that reads may return.
  ///
  /// The kernel's model has no axiom against values out of thin air: a write may be decided by a read of the value it
  /// leads to, where nothing keeps the two in order. Such values no round of the fixpoint finds. But each is computed
  /// from constants in the end (herd7 drops executions whose values depend on themselves), so that all are found by
  /// letting the branches go either way, whatever was read.
  mutating func build() throws(Incompleteness) -> (trees: [ThreadTree?], values: [[Int64]]) {
    let result = try fixpoint()
    guard case .kernel = lowering, hasWeakControl else { return result }
    let known = (chains, writers)
    try addValuesOfAllPaths()
    let hasMore = writers != known.1 || zip(chains, known.0).contains { $0.count != $1.count }
    return hasMore ? try fixpoint() : result
  }

  /// Adds what the threads write if their branches go either way.
  private mutating func addValuesOfAllPaths() throws(Incompleteness) {
    var rounds = 0
    var isStable = false
    while !isStable {
      var bound = Array(repeating: 0, count: program.initial.count)
      for (number, thread) in program.threads.enumerated() {
        self.number = number
        mostWrites = Array(repeating: 0, count: program.initial.count)
        var paths: [[Bool]] = [[]]
        while let path = paths.popLast() {
          var goesOn = false
          let trace = try run(thread, script: [], path: path)
          _ = try vary(thread, script: [], trace: trace, path: path, goesOn: &goesOn)
          if goesOn { paths += [path + [false], path + [true]] }
        }
        for location in bound.indices { bound[location] += mostWrites[location] }
      }
      rounds += 1
      isStable = !keepFound(within: bound) || rounds > bound.reduce(1, +)
    }
  }

  /// Goes through the values that the reads of one path may return, where they make a difference; gives those reads.
  private mutating func vary(
    _ thread: any ThreadProgram, script: [Int64], trace: Trace, path: [Bool], goesOn: inout Bool
  ) throws(Incompleteness) -> ThreadEventSet {
    let recorder = trace.recorder
    guard script.count < recorder.readPositions.count else {
      if recorder.branchCount > path.count { goesOn = true }
      noteWrites(recorder) { $0.data | $0.address }
      return recorder.usedReads
    }
    let read = recorder.readPositions[script.count]
    let first = recorder.readValues[script.count]
    var uses = try vary(thread, script: script + [first], trace: trace, path: path, goesOn: &goesOn)
    guard uses.contains(read) else { return uses }
    for value in values(of: recorder.events[read].location) where value != first {
      let other = script + [value]
      uses |= try vary(
        thread, script: other, trace: run(thread, script: other, path: path), path: path, goesOn: &goesOn)
    }
    return uses
  }

  private mutating func fixpoint() throws(Incompleteness) -> (trees: [ThreadTree?], values: [[Int64]]) {
    var rounds = 0
    while true {
      var trees: [ThreadTree?] = []
      var bound = Array(repeating: 0, count: program.initial.count)
      let knownWriters = writers
      for (number, thread) in program.threads.enumerated() {
        self.number = number
        mostWrites = Array(repeating: 0, count: program.initial.count)
        trees.append(try build(thread, script: [], trace: run(thread, script: [])).tree)
        for location in bound.indices { bound[location] += mostWrites[location] }
      }
      // A value whose chain is longer than the number of writes to its location cannot arise, nor can one
      // that takes more rounds than there are writes in all. This ends the search where two locations count
      // each other up.
      rounds += 1
      let isNew = keepFound(within: bound)
      // A location with a second writer has more for the first to read.
      if writers != knownWriters { continue }
      if !isNew || rounds > bound.reduce(1, +) { return (trees, chains.indices.map(values)) }
    }
  }

  /// Takes over the values found in this round whose chains are no longer than the writes there are; whether any is
  /// new.
  private mutating func keepFound(within bound: [Int]) -> Bool {
    var isNew = false
    for location in found.indices {
      for (value, chain) in found[location] where chain <= bound[location] {
        if chain < chains[location][value] ?? .max {
          chains[location][value] = chain
          isNew = true
        }
      }
    }
    return isNew
  }

  func values(of location: Location) -> [Int64] {
    let first = program.initial[location]
    return [first] + chains[location].keys.filter { $0 != first }.sorted()
  }

  func run(
    _ thread: any ThreadProgram, script: [Int64], path: [Bool]? = nil
  ) throws(Incompleteness) -> Trace {
    try limit.step()
    let recorder = ThreadRecorder(
      script: script, initial: program.initial, lowering: lowering, forcedBranches: path)
    thread.run(on: recorder)
    if case .overflowed = recorder.end { throw .events(EventSet.maximumCount) }
    return Trace(recorder: recorder, script: script)
  }

  mutating func pairNumber(_ location: Location, _ value: Int64) -> Int {
    if let number = pairs[location][value] { return number }
    // Pairs beyond the last number share it: the set then holds too much, never too little.
    let number = min(pairCount, EventSet.maximumCount - 1)
    pairCount += 1
    pairs[location][value] = number
    return number
  }

  /// What a read returns for sure: where no other thread writes, its own thread's last write, or the initial value.
  private func determined(_ read: Int, of recorder: ThreadRecorder) -> Int64? {
    let location = recorder.events[read].location
    if recorder.events[read].isRepeated { return recorder.lastValue(at: location, before: read) }
    guard assumesCoherence, writers[location].isSubset(of: [number]) else { return nil }
    let last = recorder.events[..<read].last { $0.action == .write && $0.location == location }
    return last?.number ?? program.initial[location]
  }

  /// The tree below the first `script.count` reads of a trace that returned what the script says.
  mutating func build(
    _ thread: any ThreadProgram, script: [Int64], trace: Trace
  ) throws(Incompleteness) -> Built {
    let recorder = trace.recorder
    let depth = script.count
    let start = depth == 0 ? 0 : recorder.readPositions[depth - 1] + 1
    let isLast = depth == recorder.readPositions.count
    let end = isLast ? recorder.events.count : recorder.readPositions[depth] + 1
    let events = Array(recorder.events[start..<end])
    let preceding = depth == 0 ? nil : recorder.events[recorder.readPositions[depth - 1]]
    let precedingRead = preceding?.isOrderedByOutcome == true ? preceding : nil
    let outputs = recorder.outputs.filter {
      $0.eventCount >= start && (isLast || $0.eventCount < end)
    }
    var own: EventSet = .none
    for event in events where event.action == .write {
      let pair = pairNumber(event.location, event.number)
      own |= .only(pair)
      if !event.ordersAllBefore { weak |= .only(pair) }
    }
    if isLast {
      noteWrites(recorder) { $0.data | $0.control | $0.address }
      // A thread over cells has no branch that could be made to go either way: there is nothing more to find.
      if recorder.hasWeakControl, recorder.branchCount > 0 { hasWeakControl = true }
      let tree =
        switch recorder.end {
        case .blocked, .overflowed: nil as ThreadTree?
        case .finished, .truncated, .waiting:
          ThreadTree(
            events: events, outputs: outputs, next: nil, own: own, precedingRead: precedingRead,
            isTruncated: recorder.end == .truncated, waits: recorder.end == .waiting,
            settlesOutputs: settlesOutputs)
        }
      return Built(tree: tree, uses: recorder.usedReads)
    }
    let read = recorder.readPositions[depth]
    let only = determined(read, of: recorder)
    let first = only ?? recorder.readValues[depth]
    let way = script + [first]
    let child = try build(
      thread, script: way,
      trace: first == recorder.readValues[depth] ? trace : run(thread, script: way))
    if !child.uses.contains(read) {
      let tree = child.tree.map {
        ThreadTree(
          events: events, outputs: outputs, next: .anyValue($0), own: own, precedingRead: precedingRead,
          settlesOutputs: settlesOutputs)
      }
      return Built(tree: tree, uses: child.uses)
    }
    var uses = child.uses
    var children: [Int64: ThreadTree] = [:]
    children[first] = child.tree
    for value in values(of: recorder.events[read].location) where only == nil && value != first {
      let other = script + [value]
      let built = try build(thread, script: other, trace: run(thread, script: other))
      uses |= built.uses
      children[value] = built.tree
    }
    let tree =
      children.isEmpty
      ? nil
      : ThreadTree(
        events: events, outputs: outputs, next: .byValue(children), own: own, precedingRead: precedingRead,
        settlesOutputs: settlesOutputs)
    return Built(tree: tree, uses: uses)
  }

  /// Notes what a complete run wrote. `causes` are the reads that a chain of writes goes through.
  mutating func noteWrites(_ recorder: ThreadRecorder, causes: (ThreadEvent) -> ThreadEventSet) {
    let events = recorder.events[..<(recorder.discardedFrom ?? recorder.events.count)]
    for event in events where event.action != .fence {
      if event.isPlain { hasPlainAccesses = true }
      accessed.insert(event.location)
    }
    var counts = Array(repeating: 0, count: mostWrites.count)
    for event in events where event.action == .write {
      writers[event.location].insert(number)
      if event.isPlain { plainlyWritten.insert(event.location) }
      counts[event.location] += 1
      var chain = 1
      causes(event).forEachMember { read in
        guard recorder.events[read].location == event.location,
          let ordinal = recorder.readPositions.firstIndex(of: read)
        else { return }
        chain = max(chain, 1 + (chains[event.location][recorder.readValues[ordinal]] ?? 0))
      }
      found[event.location][event.number] = min(found[event.location][event.number] ?? .max, chain)
    }
    for location in counts.indices { mostWrites[location] = max(mostWrites[location], counts[location]) }
  }
}
