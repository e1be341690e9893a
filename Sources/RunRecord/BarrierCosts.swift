/// What barriers cost on one machine: each instruction by itself, and each strategy's ring worked by one thread.
/// No other thread takes part: this is the barriers' own cost, without that of cache lines in transit.
public struct BarrierCosts: Codable, Sendable {
  /// One instruction in a loop of nothing else. The loop's own part is the row `empty loop`.
  public struct InstructionCost: Codable, Sendable {
    public let instruction: String
    /// ns.
    public let ns: Double

    public init(instruction: String, ns: Double) { (self.instruction, self.ns) = (instruction, ns) }
  }

  /// A push and a pop by one thread.
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

  /// The architecture whose table of instructions was measured, by its name in `AIORing`.
  public let arch: String
  public let instructions: [InstructionCost]
  public let ring: [RingCost]

  public init(arch: String, instructions: [InstructionCost], ring: [RingCost]) {
    (self.arch, self.instructions, self.ring) = (arch, instructions, ring)
  }
}
