/// A class of pairs whose figures can be compared: how far apart the two CPUs are, and of which kinds.
public struct PairClass: Hashable, Sendable {
  public let distance: DistanceClass
  /// NUMA hops between the two, where pairs of this distance have different numbers of them on this machine; else nil.
  public let hops: Int?
  /// The producer's and the consumer's kind, on a machine that has several; else nil.
  public let kinds: Kinds?

  /// The names of the two kinds.
  public struct Kinds: Hashable, Sendable {
    public let producer: String
    public let consumer: String

    /// `intel-core`, or `intel-core-to-intel-atom` for a pair of two kinds.
    public var name: String { producer == consumer ? producer : "\(producer)-to-\(consumer)" }
  }

  /// The class in one word, as rows are keyed and selections written: `shared-l3`, `across-packages/2-hops`,
  /// `same-package/intel-core-to-intel-atom`.
  public var name: String {
    [distance.rawValue, hops.map(Self.name(ofHops:)), kinds?.name].compactMap { $0 }.joined(separator: "/")
  }

  /// `1-hop`, `2-hops`.
  static func name(ofHops hops: Int) -> String { hops == 1 ? "1-hop" : "\(hops)-hops" }
}

extension PairClass: Comparable {
  /// Nearer comes first; of the same distance, fewer hops; then by the kinds' names.
  public static func < (one: Self, other: Self) -> Bool {
    (one.distance, one.hops ?? -1, one.kinds?.name ?? "")
      < (other.distance, other.hops ?? -1, other.kinds?.name ?? "")
  }
}

extension PairClass: Codable {
  enum CodingKeys: String, CodingKey { case distance, hops, kinds }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    distance = try container.decode(DistanceClass.self, forKey: .distance)
    hops = try container.decodeIfPresent(Int.self, forKey: .hops)
    let names = try container.decodeIfPresent([String].self, forKey: .kinds)
    if let names, names.count != 2 {
      throw DecodingError.dataCorruptedError(
        forKey: .kinds, in: container, debugDescription: "the kinds of a pair are two")
    }
    kinds = names.map { Kinds(producer: $0[0], consumer: $0[1]) }
  }

  /// Writes `hops` and `kinds` (the producer's and the consumer's) only where they tell classes apart.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(distance, forKey: .distance)
    try container.encodeIfPresent(hops, forKey: .hops)
    try container.encodeIfPresent(kinds.map { [$0.producer, $0.consumer] }, forKey: .kinds)
  }
}
