import AIORing

/// IA-64: a write becomes visible to its own processor first and to each other one at a time; `ld.acq`, `st.rel`
/// and `mf` order, a `st.rel` and an atomic instruction's write become visible to all others at once, and plain loads of
/// one location may pass each other.
///
/// Intel, "A Formal Specification of Intel Itanium Processor Family Memory Ordering", 2002 (document 251429), with
/// the names that Yang, Gopalakrishnan and Lindstrom gave its rules, CHARME 2003. That a store does not pass the
/// branch it hangs on: stores are not speculative (Itanium SDM volume 1, 4.4.7).
enum Itanium: MemoryModel {
  static let architectures: [Architecture] = [.ia64]
  static let assumptions = SearchAssumptions(ordersSameLocationLoads: false)

  static func lowering(ia64: IA64Accesses) -> Lowering {
    .instructions(InstructionMapping(.ia64), volatileAccesses: ia64 == .volatile)
  }

  enum Rule: String, CaseIterable {
    case memoryDataDependence = "memory-data-dependence"
    case atomicity
    case order
    case acquire, release, fence
    case dataFlow = "data-flow-dependence"
    case control
    case coherence
    case readsFrom = "reads-from"
    case fromReads = "from-reads"
    case writeOperation = "write-operation-order"
    case atomicRelease = "atomic-release"
  }

  static func permits(_ x: Relations, without omitted: Rule?) -> Bool {
    let readRead = x.poLoc.from(x.reads, to: x.reads)
    guard axiom(.memoryDataDependence, omitted, ((x.poLoc - readRead) | x.com).isAcyclic),
      axiom(.atomicity, omitted, x.isAtomic)
    else { return false }
    return axiom(.order, omitted, VisibilityOrder(x, without: omitted).isAcyclic)
  }

  /// The order of visibility: a read happens once, a write once for its own processor and once for each.
  private struct VisibilityOrder {
    let x: Relations
    let threadCount: Int
    /// Writes that become visible to all at once.
    let atOnce: EventSet
    var successors: [[Int32]]
    var predecessorCounts: [Int32]

    /// A read, or a write as its own processor sees it.
    func local(_ event: Int) -> Int { event }

    /// A write as a processor sees it.
    func visible(_ write: Int, to thread: Int) -> Int {
      x.count * (1 + (atOnce.contains(write) ? 0 : thread)) + write
    }

    mutating func order(_ first: Int, _ second: Int) {
      if first == second { return }
      successors[first].append(Int32(second))
      predecessorCounts[second] += 1
    }

    init(_ x: Relations, without omitted: Rule?) {
      self.x = x
      threadCount = x.execution.threads.count
      let acquires = x.instructions(.ldAcq, .xchgAcq)
      let releases = x.instructions(.stRel)
      // Semaphores too, whether they acquire or release (Itanium SDM volume 2, part 2, 2.2.1.12).
      atOnce = omitted == .atomicRelease ? .none : releases | x.atomicWrites
      successors = Array(repeating: [], count: x.count * (1 + threadCount))
      predecessorCounts = Array(repeating: 0, count: successors.count)
      let threads = 0..<threadCount
      let fenced = omitted == .fence ? x.empty : x.fenced()
      var dependence = omitted == .dataFlow ? x.empty : x.address | x.data
      if omitted != .control { dependence |= x.control.to(x.writes) }
      for first in 0..<x.count where x.accesses.contains(first) {
        let isWrite = x.writes.contains(first)
        if isWrite, omitted != .writeOperation {
          for thread in threads { order(local(first), visible(first, to: thread)) }
        }
        if isWrite, omitted != .coherence {
          x.co.rows[first].forEachMember { second in
            for thread in threads { order(visible(first, to: thread), visible(second, to: thread)) }
          }
        }
        if isWrite, omitted != .readsFrom {
          x.rfe.rows[first].forEachMember { read in
            order(visible(first, to: x.execution.events[read].thread), local(read))
          }
        }
        let own = x.execution.events[first].thread
        if !isWrite, omitted != .fromReads {
          x.fr.rows[first].forEachMember { write in
            let isOwn = x.execution.events[write].thread == own
            order(local(first), isOwn ? local(write) : visible(write, to: own))
          }
        }
        x.poAccesses.rows[first].forEachMember { second in
          let sameLocation = x.poLoc.contains(first, second)
          // Read after write, write after read and write after write, but not read after read.
          if sameLocation, isWrite || x.writes.contains(second), omitted != .memoryDataDependence {
            order(local(first), local(second))
          }
          if dependence.contains(first, second) || (acquires.contains(first) && omitted != .acquire) {
            order(local(first), local(second))
          }
          if releases.contains(second), omitted != .release {
            order(local(first), local(second))
            for thread in threads where isWrite {
              order(visible(first, to: thread), visible(second, to: thread))
            }
            if !isWrite { order(local(first), local(second)) }
          }
          if fenced.contains(first, second) {
            if isWrite {
              for thread in threads { order(visible(first, to: thread), local(second)) }
            } else {
              order(local(first), local(second))
            }
          }
        }
      }
    }

    /// Whether it has no cycle: removes nodes without a predecessor until none is left, or only cycles are.
    var isAcyclic: Bool {
      var counts = predecessorCounts
      var ready = counts.indices.filter { counts[$0] == 0 }
      var gone = 0
      while let node = ready.popLast() {
        gone += 1
        for next in successors[node] {
          counts[Int(next)] -= 1
          if counts[Int(next)] == 0 { ready.append(Int(next)) }
        }
      }
      return gone == counts.count
    }
  }
}
