import AIORing

/// What barriers cost on one machine: each instruction by itself, each ordering at each edge of the ring, and each
/// strategy's ring.
public struct BarrierCosts: Codable, Sendable {
  /// One instruction in a loop of nothing else. The loop's own part is the row `empty loop`.
  public struct InstructionCost: Codable, Sendable {
    public let instruction: String
    /// ns.
    public let ns: Double

    public init(instruction: String, ns: Double) { (self.instruction, self.ns) = (instruction, ns) }
  }

  /// A push and a pop of an event.
  public struct RingCost: Codable, Sendable {
    public let strategy: String
    /// ns for the two.
    public let ns: Double
    /// What the strategy's barriers add, ns.
    public let overNone: Double

    public init(strategy: String, ns: Double, overNone: Double) {
      (self.strategy, self.ns, self.overNone) = (strategy, ns, overNone)
    }

    enum CodingKeys: String, CodingKey {
      case strategy, ns
      case overNone = "over_none"
    }
  }

  /// An ordering at one edge, with nothing at the others.
  public struct EdgeCost: Codable, Sendable {
    public let edge: Edge
    public let ordering: Ordering
    /// What it adds to a push and a pop, ns; 0 where it becomes no instruction.
    public let overNone: Double

    public init(edge: Edge, ordering: Ordering, overNone: Double) {
      (self.edge, self.ordering, self.overNone) = (edge, ordering, overNone)
    }

    enum CodingKeys: String, CodingKey {
      case edge, ordering
      case overNone = "over_none"
    }
  }

  /// The architecture whose table of instructions was measured, by its name in `AIORing`.
  public let arch: String
  /// How rings and edges were measured: `hand-off` on two CPUs, or `barrier-cost` where only one is allowed.
  public let workload: Workload
  public let instructions: [InstructionCost]
  /// The edges that a push and a pop pass.
  public let edges: [EdgeCost]
  public let ring: [RingCost]

  public init(
    arch: String, workload: Workload, instructions: [InstructionCost], edges: [EdgeCost], ring: [RingCost]
  ) {
    (self.arch, self.workload, self.instructions) = (arch, workload, instructions)
    (self.edges, self.ring) = (edges, ring)
  }
}
