import AIORing
import RunRecord

extension BarrierCosts {
  /// What each ordering adds at each edge on this machine, ns. At the edges of push and pop it is measured in the ring; at
  /// those of a consumer that sleeps it is the sum of the instructions' own times. An ordering that was not measured is
  /// absent.
  public var prices: [Edge: [Ordering: Double]] {
    let inRing = Dictionary(grouping: edges, by: \.edge).mapValues { costs in
      Dictionary(costs.map { ($0.ordering, $0.overNone) }, uniquingKeysWith: min)
    }
    let alone = orderings
    return Dictionary(uniqueKeysWithValues: Edge.allCases.map { ($0, inRing[$0] ?? alone) })
  }

  /// What each ordering adds to ordinary accesses on this machine, ns: its instructions' times, less those of what
  /// would stand there without it. An ordering whose instruction was not measured is absent.
  private var orderings: [Ordering: Double] {
    guard let architecture = Architecture(rawValue: arch) else { return [:] }
    let mapping = InstructionMapping(architecture)
    let alone = Dictionary(instructions.map { ($0.instruction, $0.ns) }, uniquingKeysWith: min)
    let empty = alone["empty loop"] ?? 0
    func added(_ instruction: Instruction?) -> Double? {
      guard let instruction else { return 0 }
      return alone[instruction.rawValue].map { max(0, $0 - empty) }
    }
    func added(_ access: AccessInstructions, over plain: Instruction) -> Double? {
      guard let before = added(access.before), let own = added(access.access),
        let after = added(access.after), let plain = added(plain)
      else { return nil }
      return before + max(0, own - plain) + after
    }
    var costs: [Ordering: Double] = [:]
    for ordering in Ordering.allCases where ordering != .membarrier {
      switch ordering {
      case .none: costs[ordering] = 0
      case .acquire: costs[ordering] = added(mapping.load(.acquire), over: .load)
      case .release: costs[ordering] = added(mapping.store(.release), over: .store)
      case .seqCst: costs[ordering] = added(mapping.store(.seqCst), over: .store)
      default: costs[ordering] = added(mapping.fence(ordering))
      }
    }
    return costs
  }
}
