import AIORing
import RingBursts
import RunRecord
import Statistics

extension BarrierCosts {
  private static let rounds = 7

  /// Measures on two CPUs, in this process; `consumerCPU` nil: on one, where a locked instruction may hide in the time of
  /// the ring's other accesses. Figures are medians over rounds, and what something adds is the median of its differences
  /// within rounds.
  ///
  /// - Throws: ``TrialError`` when a thread cannot be made or bound to a CPU, or no table has the machine.
  public init(measuring strategies: [String], producerCPU: Int, consumerCPU: Int?) throws(TrialError) {
    let clock = CycleClock.calibrated()
    guard let host = Architecture(named: ThisMachine.architecture) else {
      throw .unavailable("a table of instructions for \(ThisMachine.architecture)")
    }
    let alone = TrialSpec(
      RowKey(
        RingSpec("none"), workload: .barrierCost, producerCpu: producerCPU, consumerCpu: producerCPU),
      durationMilliseconds: 10)
    let loops = try InstructionLoops(host)
    let instructions = try loops.rows.map { row throws(TrialError) in
      let result = try OneSide.run(alone, clock) { row.loop }.result()
      return InstructionCost(instruction: row.name, ns: result.nsPerOperation.median)
    }
    let workload = consumerCPU == nil ? Workload.barrierCost : .handOff
    let slots = 1024
    func once(_ strategy: String) throws(TrialError) -> Double {
      let spec = TrialSpec(
        RowKey(
          RingSpec(strategy, layout: .aio, indexUse: .fresh), workload: workload, slots: slots,
          checking: workload == .handOff, turnEvents: workload == .handOff ? slots / 4 : 0,
          producerCpu: producerCPU, consumerCpu: consumerCPU ?? producerCPU), durationMilliseconds: 8,
        burstMilliseconds: 0.5)
      return try Trial.run(spec, clock: clock).nsPerOperation.median
    }
    let orderings = EdgeOrdering.all(on: InstructionMapping(host))
    // An ordering that becomes no instruction costs nothing, and those that become the same ones cost the same.
    let assigned = orderings.compactMap(\.ring)
    let rings = Set(strategies + ["none"] + assigned + [RingSpec.assignedNone])
    // Round by round, so that a machine that is slower for a while is slower for all of them.
    var figures: [String: [Double]] = [:]
    for _ in 0..<Self.rounds {
      for ring in rings.shuffled() { figures[ring, default: []].append(try once(ring)) }
    }
    func added(_ ring: String, over base: String) -> Double {
      median(of: zip(figures[ring] ?? [], figures[base] ?? []).map { $0 - $1 }) ?? 0
    }
    self.init(
      arch: host.rawValue, workload: workload, instructions: instructions,
      edges: orderings.map { ordering in
        EdgeCost(
          edge: ordering.edge, ordering: ordering.ordering,
          overNone: ordering.ring.map { max(0, added($0, over: RingSpec.assignedNone)) } ?? 0)
      },
      ring: strategies.map { strategy in
        RingCost(
          strategy: strategy, ns: median(of: figures[strategy] ?? []) ?? 0,
          overNone: added(strategy, over: "none"))
      })
  }
}

/// An ordering at an edge of push or pop, and the ring by which it is measured.
private struct EdgeOrdering {
  var edge: Edge
  var ordering: Ordering
  /// The ring that has the same instructions there, and nothing elsewhere; nil where there are none.
  var ring: String?

  static func all(on mapping: InstructionMapping) -> [EdgeOrdering] {
    [Edge.claim, .publish, .observe, .retire].flatMap { edge in
      var rings: [[Instruction]: String] = [:]
      return Ordering.allCases.filter { $0.mayStand(at: edge) && $0 != .membarrier }.map { ordering in
        var barriers = AssignedBarriers()
        barriers[edge] = ordering
        let instructions = mapping.ordering(barriers, at: edge)
        guard !instructions.isEmpty else { return EdgeOrdering(edge: edge, ordering: ordering) }
        let ring = rings[instructions] ?? "\(edge.rawValue)=\(ordering.rawValue)"
        rings[instructions] = ring
        return EdgeOrdering(edge: edge, ordering: ordering, ring: ring)
      }
    }
  }
}

/// A loop for each barrier and each ordered access that the host's table of instructions has.
private struct InstructionLoops {
  struct Row {
    let name: String
    let loop: (Int) -> Void
  }
  private(set) var rows: [Row] = []
  private let ring: Ring

  /// Keeps the words that the loops access.
  private final class Ring {
    let mapped: MappedRing<AIOLayout>
    init() throws(RingError) { mapped = try MappedRing(slots: 2) }
  }

  init(_ host: Architecture) throws(TrialError) {
    let ring: Ring
    do throws(RingError) { ring = try Ring() } catch { throw .ring(error) }
    self.ring = ring
    let memory = HardwareMemory(ring.mapped, stores: OrdinaryStores())
    let mapping = InstructionMapping(host)
    func add(_ name: String?, _ loop: @escaping (Int) -> Void) {
      guard let name, !rows.contains(where: { $0.name == name }) else { return }
      rows.append(Row(name: name, loop: loop))
    }
    func spelt(_ access: AccessInstructions) -> String {
      [access.before, access.access, access.after].compactMap { $0?.rawValue }.joined(separator: " + ")
    }
    add("empty loop") { count in for _ in 0..<count { memory.fence(.compiler) } }
    add(mapping.wmb?.rawValue) { count in for _ in 0..<count { memory.fence(.wmb) } }
    add(mapping.rmb?.rawValue) { count in for _ in 0..<count { memory.fence(.rmb) } }
    add(mapping.mb?.rawValue) { count in for _ in 0..<count { memory.fence(.mb) } }
    add(mapping.fence(.mfence)?.rawValue) { count in for _ in 0..<count { memory.fence(.mfence) } }
    add(mapping.fence(.sfence)?.rawValue) { count in for _ in 0..<count { memory.fence(.sfence) } }
    add(mapping.acquireFence?.rawValue) { count in for _ in 0..<count { memory.fence(.acquireFence) } }
    add(mapping.releaseFence?.rawValue) { count in for _ in 0..<count { memory.fence(.releaseFence) } }
    add(mapping.seqCstFence?.rawValue) { count in for _ in 0..<count { memory.fence(.seqCstFence) } }
    add(spelt(mapping.store(.relaxed))) { count in
      for _ in 0..<count {
        memory.store(1, to: .tail, .relaxed)
        memory.fence(.compiler)
      }
    }
    add(spelt(mapping.store(.release))) { count in
      for _ in 0..<count {
        memory.store(1, to: .tail, .release)
        memory.fence(.compiler)
      }
    }
    add(spelt(mapping.store(.seqCst))) { count in
      for _ in 0..<count {
        memory.store(1, to: .tail, .seqCst)
        memory.fence(.compiler)
      }
    }
    add(spelt(mapping.load(.relaxed))) { count in
      for _ in 0..<count {
        _ = memory.load(.head, .relaxed)
        memory.fence(.compiler)
      }
    }
    add(spelt(mapping.load(.acquire))) { count in
      for _ in 0..<count {
        _ = memory.load(.head, .acquire)
        memory.fence(.compiler)
      }
    }
    add(spelt(mapping.load(.seqCst))) { count in
      for _ in 0..<count {
        _ = memory.load(.head, .seqCst)
        memory.fence(.compiler)
      }
    }
  }
}
