import AIORing

/// A candidate execution, complete or partial: its events and the base relations between them. The explorer
/// appends events at its end and removes them again.
final class Execution {
  /// An event of the execution.
  struct Event {
    var event: ThreadEvent
    /// The thread's number; -1 for the writes that make up the initial state.
    var thread: Int
    /// What a read returns, what a write writes.
    var number: Int64
    /// The write that a read reads from; nil while it waits for a write that is still to come.
    var source: Int?
  }

  private(set) var events: [Event] = []
  /// The events of each thread in program order.
  private(set) var threads: [[Int]]
  /// The events of each thread in the order in which they were recorded, by which dependencies number them.
  private(set) var recorded: [[Int]]
  /// The writes to each location in coherence order, the initial one first.
  private(set) var coherence: [[Int]]

  // Sets of events.
  private(set) var reads: EventSet = .none
  private(set) var writes: EventSet = .none
  private(set) var fences: EventSet = .none
  private(set) var initialWrites: EventSet = .none
  private(set) var threadSets: [EventSet]
  private(set) var locationSets: [EventSet]

  // Base relations. Program order leaves the initial writes out.
  private(set) var po: Relation
  private(set) var rf: Relation
  private(set) var co: Relation
  private(set) var address: Relation
  private(set) var data: Relation
  private(set) var control: Relation
  private(set) var rmw: Relation

  /// The value of each location before anything happens.
  let initial: [Int64]

  /// An execution of nothing but the initial state of those locations that a thread may access: what nobody accesses
  /// takes no events.
  init(threadCount: Int, initial: [Int64], accessed: Set<Location>) {
    self.initial = initial
    threads = Array(repeating: [], count: threadCount)
    recorded = threads
    threadSets = Array(repeating: .none, count: threadCount)
    locationSets = Array(repeating: .none, count: initial.count)
    coherence = Array(repeating: [], count: initial.count)
    let none = Relation(count: 0)
    (po, rf, co, address, data, control, rmw) = (none, none, none, none, none, none, none)
    for (location, number) in initial.enumerated() where accessed.contains(location) {
      var event = ThreadEvent(action: .write)
      event.location = location
      event.number = number
      grow()
      let id = events.count
      events.append(Event(event: event, thread: -1, number: number, source: nil))
      writes |= .only(id)
      initialWrites |= .only(id)
      locationSets[location] |= .only(id)
      coherence[location].append(id)
    }
  }

  var count: Int { events.count }
  var all: EventSet { .before(events.count) }
  var accesses: EventSet { reads | writes }

  private func grow() {
    po.rows.append(.none)
    rf.rows.append(.none)
    co.rows.append(.none)
    address.rows.append(.none)
    data.rows.append(.none)
    control.rows.append(.none)
    rmw.rows.append(.none)
  }

  /// Appends an event of a thread and returns its number. A write must then be given its place in coherence
  /// order.
  @discardableResult
  func append(_ event: ThreadEvent, thread: Int, number: Int64) -> Int {
    let id = events.count
    let bit = EventSet.only(id)
    grow()
    events.append(Event(event: event, thread: thread, number: number, source: nil))
    var place = threads[thread].count
    // The barrier in front of a read-modify-write stands before its read, which is the last event so far.
    if event.precedesAtomic { place -= 1 }
    for earlier in threads[thread][..<place] { po.rows[earlier] |= bit }
    for later in threads[thread][place...] { po.rows[id] |= .only(later) }
    threads[thread].insert(id, at: place)
    threadSets[thread] |= bit
    let order = recorded[thread]
    func depend(_ set: ThreadEventSet, _ relation: inout Relation) {
      set.forEachMember { relation.rows[order[$0]] |= bit }
    }
    if !event.address.isEmpty { depend(event.address, &address) }
    if !event.data.isEmpty { depend(event.data, &data) }
    if !event.control.isEmpty { depend(event.control, &control) }
    recorded[thread].append(id)
    switch event.action {
    case .read:
      reads |= bit
      locationSets[event.location] |= bit
    case .write:
      writes |= bit
      locationSets[event.location] |= bit
      if event.completesAtomic,
        let read = event.exclusiveRead.map({ order[$0] }) ?? order.last(where: { reads.contains($0) })
      {
        rmw.rows[read] |= bit
      }
    case .fence: fences |= bit
    }
    return id
  }

  /// From the reads that decide which of several values an access's address or datum is made of to the access.
  var picks: Relation {
    var result = Relation(count: events.count)
    for (id, event) in events.enumerated() where event.thread >= 0 {
      event.event.pick.forEachMember { result.rows[recorded[event.thread][$0]] |= .only(id) }
    }
    return result
  }

  /// Removes the last event. A write must have been taken out of coherence order before, and its readers must
  /// have lost their source.
  func removeLast() {
    guard let last = events.popLast() else { return }
    let id = events.count
    let keep = ~EventSet.only(id)
    func shrink(_ relation: inout Relation) {
      relation.rows.removeLast()
      for row in 0..<relation.rows.count { relation.rows[row] &= keep }
    }
    shrink(&po)
    shrink(&rf)
    shrink(&co)
    shrink(&address)
    shrink(&data)
    shrink(&control)
    shrink(&rmw)
    threads[last.thread].removeAll { $0 == id }
    recorded[last.thread].removeLast()
    threadSets[last.thread] &= keep
    reads &= keep
    writes &= keep
    fences &= keep
    if last.event.action != .fence { locationSets[last.event.location] &= keep }
  }

  /// What a read returns.
  func setReadNumber(_ number: Int64, of read: Int) { events[read].number = number }

  /// Changes how a read is ordered.
  func setEvent(_ event: ThreadEvent, of read: Int) { events[read].event = event }

  /// Has a read read from a write.
  func setSource(_ write: Int, of read: Int) {
    events[read].source = write
    rf.rows[write] |= .only(read)
  }

  /// Has a read wait again.
  func clearSource(of read: Int) {
    guard let write = events[read].source else { return }
    events[read].source = nil
    rf.rows[write] &= ~EventSet.only(read)
  }

  /// Puts a write at a place of its location's coherence order.
  func placeInCoherence(_ write: Int, at place: Int) {
    let location = events[write].event.location
    for earlier in coherence[location][..<place] { co.rows[earlier] |= .only(write) }
    for later in coherence[location][place...] { co.rows[write] |= .only(later) }
    coherence[location].insert(write, at: place)
  }

  /// For the write of an atomic update, the write that the update read from; nil for other writes, and while
  /// the read waits. Between the halves of an exclusive pair its own thread may write.
  func updateSource(of write: Int) -> Int? {
    guard events[write].event.completesAtomic, events[write].event.exclusiveRead == nil else { return nil }
    return rmw.rows.firstIndex { $0.contains(write) }.flatMap { events[$0].source }
  }

  /// Takes a write out of coherence order.
  func removeFromCoherence(_ write: Int) {
    let location = events[write].event.location
    coherence[location].removeAll { $0 == write }
    co.rows[write] = .none
    for earlier in coherence[location] { co.rows[earlier] &= ~EventSet.only(write) }
  }

  /// The events for which a condition holds.
  func events(where condition: (ThreadEvent) -> Bool) -> EventSet {
    var result: EventSet = .none
    for (id, event) in events.enumerated() where event.thread >= 0 && condition(event.event) {
      result |= .only(id)
    }
    return result
  }
}
