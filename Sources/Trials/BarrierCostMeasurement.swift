import AIORing
import RingBursts
import RunRecord
import Statistics

extension BarrierCosts {
  private static let rounds = 5

  /// Measures on one CPU, in this process: medians over bursts of a millisecond, for rings the lowest of several
  /// rounds.
  ///
  /// - Throws: ``TrialError`` when a thread cannot be made or bound to the CPU, or no table has the machine.
  public init(measuring strategies: [String], cpu: Int) throws(TrialError) {
    let clock = CycleClock.calibrated()
    guard let host = Architecture(named: ThisMachine.architecture) else {
      throw .unavailable("a table of instructions for \(ThisMachine.architecture)")
    }
    let alone = TrialSpec(
      RowKey(RingSpec("none"), workload: .barrierCost, producerCpu: cpu, consumerCpu: cpu),
      durationMilliseconds: 10)
    let loops = try InstructionLoops(host)
    let instructions = try loops.rows.map { row throws(TrialError) in
      let result = try OneSide.run(alone, clock) { row.loop }.result()
      return InstructionCost(instruction: row.name, ns: result.nsPerOperation.median)
    }
    func once(_ strategy: String) throws(TrialError) -> Double {
      let spec = TrialSpec(
        RowKey(
          RingSpec(strategy, layout: .aio, indexUse: .fresh), workload: .barrierCost, slots: 64,
          producerCpu: cpu,
          consumerCpu: cpu), durationMilliseconds: 10)
      return try Trial.run(spec, clock: clock).nsPerOperation.median
    }
    // Round by round, so that a machine that is slower for a while is slower for all of them. Whatever else runs there
    // only ever adds time, so the lowest median is the best estimate.
    var lowest: [String: Double] = [:]
    for _ in 0..<Self.rounds {
      for strategy in Set(strategies + ["none"]) {
        lowest[strategy] = min(lowest[strategy] ?? .infinity, try once(strategy))
      }
    }
    let none = lowest["none"] ?? 0
    self.init(
      arch: host.rawValue, instructions: instructions,
      ring: strategies.map { strategy in
        let ns = lowest[strategy] ?? 0
        return RingCost(strategy: strategy, ns: ns, overNone: ns - none)
      })
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
