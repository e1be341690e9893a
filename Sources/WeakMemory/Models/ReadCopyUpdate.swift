/// What grace periods order together with read-side sections: the kernel's rcu-order, rcu-fence and rb.
///
/// A sequence of grace periods and read-side sections that has at least as many of the former orders like a strong fence
/// (tools/memory-model/Documentation/explanation.txt, "RCU relations").
struct ReadCopyUpdate {
  /// RCU, or one SRCU domain: sections and grace periods count against each other within it only.
  struct Domain {
    let gracePeriods: EventSet
    /// From the unlock of each read-side section back to its lock.
    let sections: Relation
  }

  /// Accesses and fences around such a sequence (rcu-fence).
  let fence: Relation
  /// What it puts in order from thread to thread (rb).
  let before: Relation

  /// `executesBefore` is hb* ; pb*.
  init(
    _ domains: [Domain], po: Relation, propagates: Relation, executesBefore: Relation, marked: EventSet
  ) {
    let link = po.orSelf.then(executesBefore).then(propagates).then(po)
    var order = Relation(count: po.count)
    var steps: [(gracePeriods: Relation, sections: Relation)] = []
    for domain in domains where !domain.gracePeriods.isEmpty {
      let identity = Relation(count: po.count).orSelf.from(domain.gracePeriods)
      order |= identity
      steps.append((identity, domain.sections))
    }
    while true {
      var next = order
      // With nothing or with a shorter sequence in between.
      let between = link | link.then(order).then(link)
      for (gracePeriods, sections) in steps where !sections.isEmpty {
        next |= gracePeriods.then(between).then(sections)
        next |= sections.then(between).then(gracePeriods)
      }
      next |= order.then(link).then(order)
      if next == order { break }
      order = next
    }
    fence = po.then(order).then(po.orSelf)
    before = propagates.then(fence).then(executesBefore).to(marked)
  }
}

extension Execution {
  /// From the rcu_read_unlock() of each section back to its rcu_read_lock(), and those of either kind that have no
  /// partner. Sections nest.
  var rcuSections: (backwards: Relation, unmatchedLocks: Bool, unmatchedUnlocks: Bool) {
    var backwards = Relation(count: count)
    var (unmatchedLocks, unmatchedUnlocks) = (false, false)
    for thread in threads {
      var open: [Int] = []
      for id in thread where events[id].event.action == .fence {
        switch events[id].event.fence {
        case .rcuReadLock: open.append(id)
        case .rcuReadUnlock:
          if let lock = open.popLast() { backwards.rows[id] |= .only(lock) } else { unmatchedUnlocks = true }
        default: break
        }
      }
      if !open.isEmpty { unmatchedLocks = true }
    }
    return (backwards, unmatchedLocks, unmatchedUnlocks)
  }

  /// From the srcu_read_unlock() of each section back to its srcu_read_lock(): the lock whose index, handed on through
  /// local variables, other threads and other variables, it was given, if it is of the same domain.
  var srcuSections: Relation {
    let locks = events { $0.lock == .srcuReadLock }
    guard !locks.isEmpty else { return Relation(count: count) }
    let unlocks = events { $0.lock == .srcuReadUnlock }
    let handedOn = data.to(~unlocks).then(rf).star
    var sections = handedOn.then(data).from(locks, to: unlocks)
    locks.forEachMember { sections.rows[$0] &= locationSets[events[$0].event.location] }
    return sections.inverse
  }

  /// RCU and the SRCU domains in which grace periods occur.
  var rcuDomains: [ReadCopyUpdate.Domain] {
    var domains: [ReadCopyUpdate.Domain] = []
    let rcu = events { $0.action == .fence && $0.fence == .synchronizeRCU }
    if !rcu.isEmpty {
      domains.append(ReadCopyUpdate.Domain(gracePeriods: rcu, sections: rcuSections.backwards))
    }
    let srcu = events { $0.action == .fence && $0.fence == .synchronizeSRCU }
    guard !srcu.isEmpty else { return domains }
    let sections = srcuSections
    for location in coherence.indices {
      let gracePeriods = srcu & events { $0.action == .fence && $0.location == location }
      if gracePeriods.isEmpty { continue }
      domains.append(
        ReadCopyUpdate.Domain(
          gracePeriods: gracePeriods, sections: sections.from(locationSets[location])))
    }
    return domains
  }

  /// Whether a grace period may have closed a cycle without an access after it.
  var hasGracePeriods: Bool {
    fences.contains(where: {
      events[$0].event.fence == .synchronizeRCU || events[$0].event.fence == .synchronizeSRCU
    })
  }
}

extension EventSet {
  fileprivate func contains(where condition: (Int) -> Bool) -> Bool {
    var found = false
    forEachMember { if condition($0) { found = true } }
    return found
  }
}
