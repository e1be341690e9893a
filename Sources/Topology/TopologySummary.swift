/// A machine, the classes of its pairs, and the pairs chosen on it.
public struct TopologySummary: Codable, Sendable {
  public let machine: Machine
  public let smt: Bool
  public let allowedCPUs: [CPU]
  /// The classes that pairs of allowed CPUs fall into, nearest first.
  public let classes: [ClassSize]
  public let pairs: [CPUPair]
  /// What was measured between them; nil where nothing was.
  public var matrix: [PairFigure]?

  /// How many pairs a class has.
  public struct ClassSize: Codable, Sendable {
    public let pairClass: PairClass
    public let pairs: Int

    enum CodingKeys: String, CodingKey { case pairs }

    init(pairClass: PairClass, pairs: Int) { (self.pairClass, self.pairs) = (pairClass, pairs) }

    public init(from decoder: any Decoder) throws {
      pairClass = try PairClass(from: decoder)
      pairs = try decoder.container(keyedBy: CodingKeys.self).decode(Int.self, forKey: .pairs)
    }

    /// Writes one flat object: the class and its number of pairs.
    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(pairs, forKey: .pairs)
      try pairClass.encode(to: encoder)
    }
  }

  enum CodingKeys: String, CodingKey {
    case machine, smt, classes, pairs, matrix
    case allowedCPUs = "allowed_cpus"
  }

  /// Sums up a machine and the pairs chosen.
  public init(_ machine: Machine, pairs: [CPUPair]) {
    self.machine = machine
    self.pairs = pairs
    smt = machine.hasSMT
    allowedCPUs = machine.allowedCPUs
    classes = machine.classes.map { ClassSize(pairClass: $0.pairClass, pairs: $0.pairs) }
  }
}
