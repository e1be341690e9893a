import Dispatch
import Synchronization

/// Searches all executions of a program that a model allows.
public struct Explorer: Sendable {
  public var model: Model
  public var ia64: IA64Accesses
  public var bounds: SearchBounds
  /// The number of threads that search.
  public var workers: Int
  /// Called from time to time during a long search with the number of partial executions looked at so far.
  public var progress: (@Sendable (Int) -> Void)?
  /// The name of a rule of the model to leave out: tests show by this that each is needed.
  var omitted: String?
  /// Allows whatever is coherent and atomic, whatever the model says: to find what the model forbids.
  var ignoresModel = false
  /// Whether to look for all that the model warns of; else only for the first data race.
  var findsFlags = false
  /// Whether only executions are of interest in which a thread waits for ever. What is not is neither counted nor searched.
  var findsWaits = false
  /// Whether executions that begin so are of interest; nil: all are. What is not is neither counted nor searched, so
  /// that the number of executions means nothing then.
  var isOfInterest: (@Sendable (PartialState) -> Bool)?

  public init(
    _ model: Model, ia64: IA64Accesses = .plain, bounds: SearchBounds = SearchBounds(), workers: Int = 1,
    progress: (@Sendable (Int) -> Void)? = nil
  ) {
    (self.model, self.ia64, self.bounds) = (model, ia64, bounds)
    (self.workers, self.progress) = (workers, progress)
  }

  /// Explores the executions of `program` that the model allows: all of them, or, with `stopsAtMatch`, those
  /// up to the first in which `predicate` holds. That match, and the race, are the same whatever the number of workers. An execution
  /// whose final state is not kept is counted, but neither matched nor examined for races and other flags.
  public func explore(
    _ program: Program, stopsAtMatch: Bool = true,
    keeping isKept: @escaping @Sendable (FinalState) -> Bool = { _ in true },
    where predicate: @escaping @Sendable (FinalState) -> Bool
  ) -> Exploration {
    let limit = SearchLimit(bounds, progress: progress)
    let trees: ThreadTrees
    do {
      trees = try ThreadTrees(
        program, lowering: model.page.lowering(ia64: ia64), limit: limit,
        assumesCoherence: omitted == nil && !ignoresModel, settlesOutputs: isOfInterest != nil)
    } catch {
      return Exploration(incompleteness: error)
    }
    guard trees.accessed.count <= EventSet.maximumCount else {
      return Exploration(incompleteness: .events(EventSet.maximumCount))
    }
    // If a thread can only block, the program has no execution.
    let roots = trees.trees.compactMap(\.self)
    guard roots.count == program.threads.count else { return Exploration() }
    let problem = Problem(
      permits: ignoresModel ? Self.isCoherentAndAtomic : model.checker(omitting: omitted),
      findRace: findsFlags ? nil : model.page.raceFinder,
      addFlags: findsFlags ? model.page.flagFinder : nil,
      assumptions: omitted == nil && !ignoresModel ? model.page.assumptions : nil,
      isOfInterest: isOfInterest, findsWaits: findsWaits, trees: trees, roots: roots,
      program: program, isKept: isKept, predicate: predicate, stopsAtMatch: stopsAtMatch, limit: limit)
    if workers <= 1 {
      let search = Search(problem)
      search.run()
      search.result.hasPlainAccesses = trees.hasPlainAccesses
      return search.result
    }
    var result = explore(problem, stopsAtMatch: stopsAtMatch)
    result.hasPlainAccesses = trees.hasPlainAccesses
    return result
  }

  @Sendable private static func isCoherentAndAtomic(_ x: Relations) -> Bool { x.isCoherent && x.isAtomic }

  /// Splits the problem into paths at a depth that gives each worker several, and has the workers share them out.
  private func explore(_ problem: Problem, stopsAtMatch: Bool) -> Exploration {
    var depth = 4
    var split = Search(problem, splitDepth: depth)
    split.run()
    while split.frontier.count < 16 * workers, depth < 12, !split.frontier.isEmpty,
      split.result.incompleteness == nil
    {
      depth += 2
      split = Search(problem, splitDepth: depth)
      split.run()
    }
    let paths = split.frontier
    let results = Mutex([Exploration?](repeating: nil, count: paths.count))
    // Paths beyond the first that has a match need not be followed. All come before a match above the split, which ended that.
    let firstMatch = Atomic(Int.max)
    let nextPath = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: workers) { _ in
      while true {
        let index = nextPath.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < paths.count, index < firstMatch.load(ordering: .relaxed) else { return }
        let search = Search(problem, path: paths[index]) { index > firstMatch.load(ordering: .relaxed) }
        search.run()
        if search.result.matching > 0, stopsAtMatch {
          firstMatch.min(index, ordering: .relaxed)
        }
        results.withLock { $0[index] = search.result }
      }
    }
    let first = firstMatch.load(ordering: .relaxed)
    let hasEnded = first < paths.count
    let followed = results.withLock { $0.prefix(hasEnded ? first + 1 : paths.count).map(\.self) }
    return Self.inOrder(split, followed, hasEnded: hasEnded)
  }

  /// What the search above the split and those of the paths below it found, as one search of all finds it: it comes through the
  /// paths and the executions above the split in turn.
  ///
  /// - Parameter hasEnded: Whether a match in the last path that was followed ended the search.
  private static func inOrder(_ split: Search, _ followed: [Exploration?], hasEnded: Bool) -> Exploration {
    func first(_ own: Witness?, after place: Int?, _ found: (Exploration) -> Witness?) -> Witness? {
      let place = place ?? 0
      if let before = followed.prefix(place).compactMap({ $0.flatMap(found) }).first { return before }
      // Nobody came to what is above the split if a path before it ended the search.
      if hasEnded, place >= followed.count { return nil }
      return own ?? followed.dropFirst(place).compactMap { $0.flatMap(found) }.first
    }
    var total = split.result
    total.witness = first(total.witness, after: split.pathsBeforeWitness, \.witness)
    total.race = first(total.race, after: split.pathsBeforeRace, \.race)
    for result in followed.compactMap(\.self) {
      total.executions += result.executions
      total.matching += result.matching
      total.flags.formUnion(result.flags)
      total.incompleteness = total.incompleteness ?? result.incompleteness
    }
    return total
  }
}

/// What all searches of one exploration have in common.
private struct Problem: Sendable {
  let permits: @Sendable (Relations) -> Bool
  let findRace: RaceFinder?
  let addFlags: FlagFinder?
  /// What the search need not try; nil where a test leaves a rule out: then everything is tried.
  let assumptions: SearchAssumptions?
  let isOfInterest: (@Sendable (PartialState) -> Bool)?
  let findsWaits: Bool
  let trees: ThreadTrees
  /// The root of each thread's tree.
  let roots: [ThreadTree]
  let program: Program
  let isKept: @Sendable (FinalState) -> Bool
  let predicate: @Sendable (FinalState) -> Bool
  let stopsAtMatch: Bool
  let limit: SearchLimit
}

/// One depth-first search. The thread to go on with depends on the partial execution alone, so that each execution is
/// reached along one path only. A read may return a value that nobody has written yet; it then waits for the write.
private final class Search {
  let problem: Problem
  let trees: ThreadTrees
  /// A read that waits holds up its thread.
  let runsInOrder: Bool
  /// Whether plain accesses, too, stay behind what a read before them returns.
  let keepsPlainBehind: Bool
  /// What breaks coherence is not even tried.
  let looksAhead: Bool
  let ordersSameLocationLoads: Bool
  /// The choices to follow before searching freely.
  let path: [Int]
  /// The number of choices after which to note the path instead of searching on.
  let splitDepth: Int?
  let isCancelled: () -> Bool

  let execution: Execution
  /// The nodes each thread has come through, and how far it is in the last.
  var nodes: [[ThreadTree]]
  var offsets: [Int]
  /// Reads whose write is still to come.
  var waiting: [Wait] = []
  var choices: [Int] = []
  var result = Exploration()
  /// The paths that end at the split depth.
  var frontier: [[Int]] = []
  /// How many of them come before the result's witness, and before its race.
  private(set) var pathsBeforeWitness: Int?
  private(set) var pathsBeforeRace: Int?
  var isStopped = false

  /// A read that waits for its write.
  struct Wait {
    enum Values {
      /// The one that its thread has gone on with.
      case one
      /// Whatever is written: the thread is held up until then.
      case all
      /// Whatever makes it part of an update: with that it holds up its thread.
      case updates
    }
    let read: Int
    let values: Values
  }

  init(
    _ problem: Problem, path: [Int] = [], splitDepth: Int? = nil,
    isCancelled: @escaping () -> Bool = { false }
  ) {
    (self.problem, trees) = (problem, problem.trees)
    looksAhead = problem.assumptions != nil
    runsInOrder = problem.assumptions?.forbidsLoadBuffering ?? false
    keepsPlainBehind = problem.assumptions?.keepsPlainAccessesBehind ?? false
    ordersSameLocationLoads = problem.assumptions?.ordersSameLocationLoads ?? false
    (self.path, self.splitDepth, self.isCancelled) = (path, splitDepth, isCancelled)
    execution = Execution(
      threadCount: problem.program.threads.count, initial: problem.program.initial,
      accessed: trees.accessed)
    nodes = problem.roots.map { [$0] }
    offsets = problem.roots.map { _ in 0 }
  }

  func run() {
    if problem.roots.contains(where: \.isTruncated) {
      result.incompleteness = .truncated
      return
    }
    do {
      try step()
    } catch {
      result.incompleteness = error
    }
  }

  /// The next event of a thread; nil at its end.
  private func next(_ thread: Int) -> ThreadEvent? {
    guard let node = nodes[thread].last, offsets[thread] < node.events.count else { return nil }
    return node.events[offsets[thread]]
  }

  private func step() throws(Incompleteness) {
    try problem.limit.step()
    if isCancelled() { isStopped = true }
    if isStopped { return }
    let before = execution.count
    let offsetsBefore = offsets
    defer {
      while execution.count > before { execution.removeLast() }
      offsets = offsetsBefore
    }
    // Barriers leave no choice.
    for thread in nodes.indices {
      while let event = next(thread), event.action == .fence {
        try append(event, thread: thread)
        offsets[thread] += 1
      }
    }
    guard let thread = chooseThread(), let event = next(thread) else {
      if waiting.isEmpty && nodes.indices.allSatisfy({ next($0) == nil }) { complete() }
      return
    }
    if event.action == .write {
      try write(event, thread: thread)
    } else {
      try read(event, thread: thread)
    }
  }

  @discardableResult
  private func append(_ event: ThreadEvent, thread: Int) throws(Incompleteness) -> Int {
    guard execution.count < EventSet.maximumCount else { throw .events(EventSet.maximumCount) }
    return execution.append(event, thread: thread, number: event.number)
  }

  /// The thread to go on with: one that writes, else one whose read no other thread can still write for, else
  /// the one with the fewest events.
  ///
  /// The last turn of a thread that waits for ever comes after all that others do: it may be as late as one likes, and
  /// changes nothing.
  private func chooseThread() -> Int? {
    var best: Int?
    var bestRank = (Int.max, Int.max)
    var repeating: Int?
    for thread in nodes.indices {
      guard let event = next(thread) else { continue }
      if waiting.contains(where: { execution.events[$0.read].thread == thread && holdsUp($0) }) { continue }
      if event.isRepeated {
        repeating = repeating ?? thread
        continue
      }
      if event.action == .write { return thread }
      let waits = !(othersWritable(thread) & trees.writes[event.location]).isEmpty
      let rank = (waits ? 1 : 0, execution.threads[thread].count)
      if rank < bestRank { (best, bestRank) = (thread, rank) }
    }
    return best ?? (waiting.isEmpty ? repeating : nil)
  }

  /// Whether a waiting read holds up its thread: all later events come after the read, and so after the write
  /// it waits for, which therefore cannot depend on them.
  private func holdsUp(_ wait: Wait) -> Bool {
    if runsInOrder || wait.values != .one { return true }
    let read = execution.events[wait.read]
    if isOnlyWritten(read.event.location) { return true }
    guard looksAhead, keepsPlainBehind || !mayBePlain(read.event) else { return false }
    if read.event.ordersAllAfter { return !read.event.opensAtomic || isUpdate(wait.read) }
    // The fence after the read is the last event of its thread: the thread has been held up since.
    guard let last = execution.recorded[read.thread].last else { return false }
    let lastEvent = execution.events[last].event
    return lastEvent.action == .fence && lastEvent.ordersAllAfter && !lastEvent.precedesAtomic
      && !read.event.isUnreturned
  }

  /// The values with which a read that waits holds up its thread from the start. Of reads that are no half of an update
  /// each value is tried by itself.
  private func openValues(_ read: ThreadEvent) -> Wait.Values {
    guard looksAhead, read.opensAtomic else { return .one }
    if runsInOrder || isOnlyWritten(read.location) { return .all }
    return read.ordersAllAfter && (keepsPlainBehind || !mayBePlain(read)) ? .updates : .one
  }

  /// Reads that hold each other up close a cycle of orderings, which the model may allow if there are plain accesses in
  /// it.
  private func mayBePlain(_ read: ThreadEvent) -> Bool {
    read.isPlain || trees.plainlyWritten.contains(read.location)
  }

  /// Whether this is the only location that any thread still writes: a write that depended on what comes after a read
  /// it satisfies would then break coherence.
  private func isOnlyWritten(_ location: Location) -> Bool {
    looksAhead && nodes.indices.allSatisfy { trees.isOnlyWritten(location, in: writable($0)) }
  }

  /// Whether a read belongs to an atomic update that succeeds: what follows it is the update's write, or the
  /// fence that comes with that write. Later updates of the thread say nothing about this one.
  private func isUpdate(_ id: Int) -> Bool {
    let read = execution.events[id]
    let order = execution.recorded[read.thread]
    guard read.event.opensAtomic, let place = order.lastIndex(of: id) else { return false }
    let follower = place == order.count - 1 ? next(read.thread) : execution.events[order[place + 1]].event
    return follower?.belongsToUpdate ?? false
  }

  /// Whether an update already reads from this write. A second one would need the same place in coherence
  /// order.
  private func isUpdated(_ write: Int) -> Bool {
    var result = false
    execution.rf.rows[write].forEachMember { if isUpdate($0) { result = true } }
    return result
  }

  /// Whether a new write may stand at `place` of its location's coherence order: the write of an update comes
  /// immediately after the write that the update read from.
  private func isFree(_ place: Int, for write: Int) -> Bool {
    let order = execution.coherence[execution.events[write].event.location]
    let source = order[place - 1]
    if place < order.count, execution.updateSource(of: order[place]) == source { return false }
    return execution.updateSource(of: write).map { $0 == source } ?? true
  }

  /// What the other threads may still write.
  private func othersWritable(_ thread: Int) -> EventSet {
    var result: EventSet = .none
    for other in nodes.indices where other != thread { result |= writable(other) }
    return result
  }

  /// What a thread may still write; too much, never too little, while the thread is inside a node.
  private func writable(_ thread: Int) -> EventSet {
    guard let node = nodes[thread].last else { return .none }
    let left = node.events.count - offsets[thread]
    return left <= (node.next == nil ? 0 : 1) ? node.writableBelow : node.writable
  }

  /// Takes one choice; as long as there is a path to follow, only the choice that is on it.
  private func choose(_ index: inout Int, _ body: () throws(Incompleteness) -> Void) throws(Incompleteness) {
    defer { index += 1 }
    let depth = choices.count
    if isStopped || (depth < path.count && path[depth] != index) { return }
    choices.append(index)
    defer { choices.removeLast() }
    try body()
  }

  /// Searches on, unless the split depth is reached: then notes the path. What is beyond a bound of the program's own
  /// is not known.
  private func descend() throws(Incompleteness) {
    if nodes.contains(where: { $0.last?.isTruncated == true }) {
      result.incompleteness = result.incompleteness ?? .truncated
      return
    }
    if let splitDepth, choices.count >= splitDepth {
      frontier.append(choices)
      return
    }
    try step()
  }

  private func read(_ event: ThreadEvent, thread: Int) throws(Incompleteness) {
    guard let node = nodes[thread].last else { return }
    let offset = offsets[thread]
    let id = try append(event, thread: thread)
    defer { execution.removeLast() }
    let order = execution.coherence[event.location]
    // A read returns nothing older than what its thread has written or read before.
    var first = 0
    for (place, write) in order.enumerated() where looksAhead {
      if execution.po.rows[write].contains(id) { first = place }
      if ordersSameLocationLoads {
        var isRead = false
        execution.rf.rows[write].forEachMember { if execution.po.rows[$0].contains(id) { isRead = true } }
        if isRead { first = max(first, place) }
      }
    }
    if event.isRepeated { first = order.count - 1 }
    var index = 0
    for write in order[first...].reversed() {
      let number = execution.events[write].number
      guard let child = node.child(for: number) else { continue }
      if looksAhead, child.isUpdate, isUpdated(write) { continue }
      try choose(&index) { () throws(Incompleteness) in
        execution.setReadNumber(number, of: id)
        execution.setSource(write, of: id)
        defer { execution.clearSource(of: id) }
        try enter(child, by: id, thread: thread) { problem.permits(Relations(execution)) }
      }
    }
    let writable = event.isRepeated ? .none : othersWritable(thread)
    let open = openValues(event)
    var staysOpen = false
    for value in trees.values[event.location] where trees.canWrite(value, to: event.location, writable) {
      guard let child = node.child(for: value) else { continue }
      if open == .all || (open == .updates && child.isUpdate) {
        staysOpen = true
        continue
      }
      try choose(&index) { () throws(Incompleteness) in
        execution.setReadNumber(value, of: id)
        waiting.append(Wait(read: id, values: .one))
        defer { waiting.removeLast() }
        try enter(child, by: id, thread: thread) { canAllBeSatisfied() }
      }
    }
    if staysOpen {
      try choose(&index) { () throws(Incompleteness) in
        waiting.append(Wait(read: id, values: open))
        defer { waiting.removeLast() }
        guard canAllBeSatisfied() else { return }
        try descend()
      }
    }
    offsets[thread] = offset
  }

  private func enter(
    _ child: ThreadTree, by read: Int, thread: Int, if mayGoOn: () -> Bool
  ) throws(Incompleteness) {
    let offset = offsets[thread]
    let event = execution.events[read].event
    if let precedingRead = child.precedingRead { execution.setEvent(precedingRead, of: read) }
    defer { if child.precedingRead != nil { execution.setEvent(event, of: read) } }
    nodes[thread].append(child)
    offsets[thread] = 0
    defer {
      nodes[thread].removeLast()
      offsets[thread] = offset
    }
    if isOfInterest(), mayWait(), mayGoOn() { try descend() }
  }

  private func write(_ event: ThreadEvent, thread: Int) throws(Incompleteness) {
    let id = try append(event, thread: thread)
    offsets[thread] += 1
    defer {
      execution.removeLast()
      offsets[thread] -= 1
    }
    let order = execution.coherence[event.location]
    var first = 1
    for (place, write) in order.enumerated() where looksAhead {
      if execution.po.rows[write].contains(id) { first = place + 1 }
      var isRead = false
      execution.rf.rows[write].forEachMember { if execution.po.rows[$0].contains(id) { isRead = true } }
      if isRead { first = max(first, place + 1) }
    }
    if event.isRepeated { first = order.count }
    let candidates = waiting.filter { canSatisfy($0, id) }
    let updates = candidates.indices.filter {
      looksAhead && becomesUpdate(candidates[$0], with: event.number)
    }
    .reduce(0) { $0 | 1 << $1 }
    var index = 0
    for place in (first...order.count).reversed() where !looksAhead || isFree(place, for: id) {
      // Each subset of the reads that wait for this value may read it from here, but of updates only one.
      for subset in (0..<(1 << candidates.count)).reversed() where (subset & updates).nonzeroBitCount <= 1 {
        try choose(&index) { () throws(Incompleteness) in
          let satisfied = candidates.indices.filter { subset >> $0 & 1 != 0 }.map { candidates[$0] }
          execution.placeInCoherence(id, at: place)
          for wait in satisfied { satisfy(wait, with: id) }
          let waitingBefore = waiting
          waiting.removeAll { wait in satisfied.contains { $0.read == wait.read } }
          defer {
            waiting = waitingBefore
            for wait in satisfied.reversed() { retract(wait) }
            execution.removeFromCoherence(id)
          }
          // The last write to a location that no waiting read reads from closes no cycle; that of an atomic
          // update may still break atomicity.
          guard satisfied.isEmpty || isOfInterest(), mayWait() else { return }
          let isLast = place == order.count && satisfied.isEmpty && !event.completesAtomic
          guard isLast || problem.permits(Relations(execution)) else { return }
          guard canAllBeSatisfied() else { return }
          try descend()
        }
      }
    }
  }

  /// Whether what the threads have come to may still end as the search wants it.
  private func isOfInterest() -> Bool {
    guard let isOfInterest = problem.isOfInterest else { return true }
    return isOfInterest(
      PartialState { [self] thread, register in
        switch nodes[thread].last?.settled[register] {
        case nil: return nil
        case .number(let number): return number
        case .read(let position):
          let order = execution.recorded[thread]
          guard position < order.count else { return nil }
          let isOpen = waiting.contains { $0.read == order[position] && $0.values != .one }
          return isOpen ? nil : execution.events[order[position]].number
        }
      })
  }

  /// Whether a thread may still wait for ever, if that is what the search is for.
  private func mayWait() -> Bool { !problem.findsWaits || nodes.contains { $0.last?.mayWait == true } }

  // MARK: Reads that wait

  /// Whether a waiting read may read from this write.
  private func canSatisfy(_ wait: Wait, _ write: Int) -> Bool {
    let (read, write) = (execution.events[wait.read], execution.events[write])
    guard read.event.location == write.event.location, read.thread != write.thread else { return false }
    return wait.values == .one
      ? read.number == write.number : child(of: wait, for: write.number) != nil
  }

  /// Where the thread of an open wait goes on with a value; nil if it does not wait for that value.
  private func child(of wait: Wait, for value: Int64) -> ThreadTree? {
    guard let child = nodes[execution.events[wait.read].thread].last?.child(for: value) else { return nil }
    return wait.values == .all || child.isUpdate ? child : nil
  }

  /// Whether a waiting read is, or with this value becomes, part of an update that succeeds.
  private func becomesUpdate(_ wait: Wait, with value: Int64) -> Bool {
    wait.values == .one ? isUpdate(wait.read) : child(of: wait, for: value)?.isUpdate == true
  }

  /// Gives a waiting read its write. The thread of an open wait goes on.
  private func satisfy(_ wait: Wait, with write: Int) {
    if wait.values != .one {
      let (thread, number) = (execution.events[wait.read].thread, execution.events[write].number)
      guard let child = child(of: wait, for: number) else { return }
      execution.setReadNumber(number, of: wait.read)
      if let precedingRead = child.precedingRead { execution.setEvent(precedingRead, of: wait.read) }
      nodes[thread].append(child)
      offsets[thread] = 0
    }
    execution.setSource(write, of: wait.read)
  }

  /// Has a read wait again.
  private func retract(_ wait: Wait) {
    execution.clearSource(of: wait.read)
    guard wait.values != .one else { return }
    let thread = execution.events[wait.read].thread
    let child = nodes[thread].removeLast()
    offsets[thread] = (nodes[thread].last?.events.count ?? 1) - 1
    if child.precedingRead != nil, let event = nodes[thread].last?.events.last {
      execution.setEvent(event, of: wait.read)
    }
  }

  /// Whether every read that waits may still be given its value.
  private func canAllBeSatisfied() -> Bool {
    if waiting.isEmpty { return true }
    let held = waiting.filter(holdsUp)
    return waiting.allSatisfy { canBeSatisfied($0, held: held) }
  }

  /// Whether other threads may write what a read waits for before it returns. What the read's own thread writes releases them
  /// only if it is not ordered after the read: all that they do from then on comes after the read.
  private func canBeSatisfied(_ wait: Wait, held: [Wait]) -> Bool {
    let read = execution.events[wait.read]
    let isOrdering = keepsPlainBehind || !mayBePlain(read.event)
    let own: EventSet =
      runsInOrder ? .none : isOrdering ? trees.weak & writable(read.thread) : writable(read.thread)
    var written: EventSet = .none
    while !isWritten(wait, in: written) {
      let before = written
      for thread in nodes.indices where thread != read.thread {
        written |= writable(thread, held: held, after: written | own)
      }
      if written == before { return false }
    }
    return true
  }

  /// Whether a set says that what a read waits for is written.
  private func isWritten(_ wait: Wait, in written: EventSet) -> Bool {
    let event = execution.events[wait.read]
    if wait.values == .one { return trees.canWrite(event.number, to: event.event.location, written) }
    return trees.values[event.event.location].contains {
      trees.canWrite($0, to: event.event.location, written) && child(of: wait, for: $0) != nil
    }
  }

  /// What a thread may write if what a set says is all that is written before.
  private func writable(_ thread: Int, held: [Wait], after written: EventSet) -> EventSet {
    var open: Wait?
    for wait in held where execution.events[wait.read].thread == thread {
      guard isWritten(wait, in: written) else { return .none }
      if wait.values != .one { open = wait }
    }
    guard let node = nodes[thread].last, offsets[thread] == node.events.count - 1,
      let event = node.events.last,
      case .byValue(let children) = node.next
    else { return writable(thread) }
    var result: EventSet = .none
    for (value, child) in children {
      let isNew = trees.canWrite(value, to: event.location, written)
      let mayGoOn =
        if let open { isNew && (open.values == .all || child.isUpdate) } else {
          isNew || !holdsUp(child.precedingRead ?? event, before: child)
            || execution.coherence[event.location].contains {
              execution.events[$0].number == value && !(child.isUpdate && isUpdated($0))
            }
        }
      if mayGoOn { result |= child.writable }
    }
    return result
  }

  /// Whether all that its thread does after a read comes after the write that the read returns.
  private func holdsUp(_ read: ThreadEvent, before child: ThreadTree) -> Bool {
    if runsInOrder { return true }
    return looksAhead && read.ordersAllAfter && (!read.opensAtomic || child.isUpdate)
      && (keepsPlainBehind || !mayBePlain(read))
  }

  private func complete() {
    // Fences are recorded without asking the model, and what a grace period orders needs no access after it.
    if execution.hasGracePeriods, !problem.permits(Relations(execution)) { return }
    result.executions += 1
    let outputs = nodes.indices.map { thread in
      var values: [Int: Int64] = [:]
      for node in nodes[thread] {
        for output in node.outputs {
          switch output.source {
          case .number(let number): values[output.register] = number
          case .read(let position):
            values[output.register] = execution.events[execution.recorded[thread][position]].number
          }
        }
      }
      return values
    }
    let state = FinalState(execution: execution, outputs: outputs)
    guard problem.isKept(state) else { return }
    problem.addFlags?(Relations(execution), &result.flags)
    if result.race == nil, let race = problem.findRace?(Relations(execution)) {
      result.race = Witness(execution, race: race)
      pathsBeforeRace = frontier.count
    }
    guard problem.predicate(state) else { return }
    result.matching += 1
    if result.witness == nil {
      result.witness = Witness(execution, outputs: outputs)
      pathsBeforeWitness = frontier.count
    }
    if problem.stopsAtMatch { isStopped = true }
  }
}
