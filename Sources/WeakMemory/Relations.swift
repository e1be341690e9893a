import AIORing

/// The relations of an execution that memory models are written in, by their usual names (Alglave, Maranget,
/// Tautschnig, "Herding Cats", TOPLAS 2014).
struct Relations {
  let execution: Execution
  let count: Int
  let reads: EventSet
  let writes: EventSet
  let accesses: EventSet
  /// Pairs of events of one thread; the initial state is on no thread.
  let po: Relation
  /// Program order between accesses.
  let poAccesses: Relation
  /// Program order between accesses to one location.
  let poLoc: Relation
  let rf, rfe, rfi: Relation
  let co, coe, coi: Relation
  let fr, fre, fri: Relation
  /// co | rf | fr.
  let com: Relation
  let address, data, control, rmw: Relation
  /// The writes that atomic updates add, and the reads they belong to.
  let atomicReads, atomicWrites: EventSet

  init(_ x: Execution) {
    execution = x
    count = x.count
    reads = x.reads
    writes = x.writes
    accesses = x.accesses
    (po, rf, co, rmw) = (x.po, x.rf, x.co, x.rmw)
    (address, data, control) = (x.address, x.data, x.control)
    let accesses = accesses
    var poAccesses = Relation(count: x.count)
    var poLoc = poAccesses
    var fr = poAccesses
    var same = [EventSet](repeating: .none, count: x.count)
    for id in 0..<x.count {
      let event = x.events[id]
      if event.thread >= 0 { same[id] = x.threadSets[event.thread] }
      if event.event.action == .fence { continue }
      poAccesses.rows[id] = x.po.rows[id] & accesses
      poLoc.rows[id] = x.po.rows[id] & x.locationSets[event.event.location]
      // A read reads before every write that comes after its own in coherence order.
      if event.event.action == .read, let source = event.source {
        fr.rows[id] = x.co.rows[source] & ~EventSet.only(id)
      }
    }
    var rfe = x.rf
    var coe = x.co
    var fre = fr
    for id in 0..<x.count {
      rfe.rows[id] &= ~same[id]
      coe.rows[id] &= ~same[id]
      fre.rows[id] &= ~same[id]
    }
    (self.poAccesses, self.poLoc, self.fr) = (poAccesses, poLoc, fr)
    (self.rfe, self.coe, self.fre) = (rfe, coe, fre)
    rfi = x.rf - rfe
    coi = x.co - coe
    fri = fr - fre
    com = x.co | x.rf | fr
    atomicReads = rmw.domain
    atomicWrites = rmw.range
  }

  var empty: Relation { Relation(count: count) }

  /// Pairs on different threads; the initial state is on none.
  func external(_ relation: Relation) -> Relation {
    var result = relation
    for id in 0..<count where execution.events[id].thread >= 0 {
      result.rows[id] &= ~execution.threadSets[execution.events[id].thread]
    }
    return result
  }

  /// Pairs on one thread.
  func `internal`(_ relation: Relation) -> Relation {
    var result = relation
    for id in 0..<count {
      let thread = execution.events[id].thread
      // An initial write is on one thread with nothing but itself.
      result.rows[id] &= thread >= 0 ? execution.threadSets[thread] : .only(id)
    }
    return result
  }

  /// Pairs that access one location.
  func sameLocation(_ relation: Relation) -> Relation {
    var result = relation
    for id in 0..<count {
      let event = execution.events[id].event
      result.rows[id] &= event.action == .fence ? .none : execution.locationSets[event.location]
    }
    return result
  }

  /// Pairs of accesses with one of these barriers between them.
  func separated(by fences: EventSet) -> Relation {
    var result = empty
    fences.forEachMember { fence in
      let after = po.rows[fence] & accesses
      if after.isEmpty { return }
      for id in execution.threads[execution.events[fence].thread] {
        if id == fence { break }
        result.rows[id] |= after
      }
    }
    return result.from(accesses)
  }

  /// Pairs of accesses with a barrier instruction between them that orders them.
  func fenced(where isWanted: (Instruction) -> Bool = { _ in true }) -> Relation {
    var result = empty
    execution.fences.forEachMember { fence in
      let event = execution.events[fence]
      guard let instruction = event.event.instruction, isWanted(instruction) else { return }
      let orders = instruction.orders
      let after = po.rows[fence]
      var afterLoad: EventSet = .none
      var afterStore: EventSet = .none
      if orders.contains(.loadLoad) { afterLoad |= after & reads }
      if orders.contains(.loadStore) { afterLoad |= after & writes }
      if orders.contains(.storeLoad) { afterStore |= after & reads }
      if orders.contains(.storeStore) { afterStore |= after & writes }
      for id in execution.threads[event.thread] {
        if id == fence { break }
        if reads.contains(id) {
          result.rows[id] |= afterLoad
        } else if writes.contains(id) {
          result.rows[id] |= afterStore
        }
      }
    }
    return result
  }

  /// Pairs of an event and the accesses that come after an instruction barrier behind it.
  func poThenBarrier(_ instruction: Instruction) -> Relation {
    let barriers = instructions(instruction)
    return barriers.isEmpty ? empty : po.to(barriers).then(poAccesses(from: barriers))
  }

  /// Pairs of a read and the accesses behind an instruction barrier that a branch on the read decides.
  func controlThenBarrier(_ instruction: Instruction) -> Relation {
    let barriers = instructions(instruction)
    return barriers.isEmpty ? empty : control.to(barriers).then(poAccesses(from: barriers))
  }

  /// Pairs of a barrier and the accesses after it.
  private func poAccesses(from barriers: EventSet) -> Relation { po.from(barriers, to: accesses) }

  /// The events that are one of these instructions.
  func instructions(_ wanted: Instruction...) -> EventSet {
    execution.events { event in event.instruction.map(wanted.contains) ?? false }
  }

  /// Accesses to one location are not reordered: what every model asks, Herding Cats' "SC per location".
  var isCoherent: Bool { (poLoc | com).isAcyclic }

  /// No write comes between the read and the write of an atomic update.
  var isAtomic: Bool { (rmw & fre.then(coe)).isEmpty }
}
