/// Where the two threads of a trial run.
public struct CPUPair: Hashable, Sendable, CustomStringConvertible {
  public let producer: CPU
  public let consumer: CPU
  public let pairClass: PairClass

  /// How far apart the two are.
  public var distance: DistanceClass { pairClass.distance }

  /// The pair as selections name it: `0:1`.
  public var description: String { "\(producer):\(consumer)" }

  /// The producer's CPU alone: where one thread does everything.
  public var onProducerAlone: CPUPair {
    let kinds = pairClass.kinds.map { PairClass.Kinds(producer: $0.producer, consumer: $0.producer) }
    return CPUPair(
      producer: producer, consumer: producer,
      pairClass: PairClass(distance: .sameCPU, hops: nil, kinds: kinds))
  }
}

extension CPUPair: Codable {
  enum CodingKeys: String, CodingKey { case producer, consumer }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    producer = try container.decode(CPU.self, forKey: .producer)
    consumer = try container.decode(CPU.self, forKey: .consumer)
    pairClass = try PairClass(from: decoder)
  }

  /// Writes one flat object: both CPUs and the class.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(producer, forKey: .producer)
    try container.encode(consumer, forKey: .consumer)
    try pairClass.encode(to: encoder)
  }
}
