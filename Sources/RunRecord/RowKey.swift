import AIORing

/// What a row of a summary is about: a trial's settings without its length and its round. Two trials with the same key
/// are rounds of the same thing.
public struct RowKey: Hashable, Sendable {
  /// Nil for a lower bound, which runs no ring.
  public var ring: RingSpec?
  public var workload: Workload
  public var pacing: Pacing
  /// Slots of the ring; an `aio` ring holds one event less.
  public var slots: Int
  /// Events per tail store and per head store.
  public var batch: Int
  /// Whether the consumer checks each event.
  public var checking: Bool
  /// Hand-off: events of a turn; 0 elsewhere.
  public var turnEvents: Int
  /// The negative control: the same as the row without this mark, measured as a row of its own. The two must not differ.
  public var isNegativeControl: Bool
  /// OS index of the producer's CPU.
  public var producerCpu: Int
  /// OS index of the consumer's CPU.
  public var consumerCpu: Int
  /// How far apart the two are, as in `ringbench topology`.
  public var distance: String
  /// Both threads share one CPU on purpose.
  public var oversubscribed: Bool

  /// A row of a free-running ring on two CPUs, or of a lower bound.
  public init(
    _ ring: RingSpec?, workload: Workload, pacing: Pacing = .freeRunning, slots: Int = 1024, batch: Int = 1,
    checking: Bool = true, turnEvents: Int = 0, producerCpu: Int = 0, consumerCpu: Int = 1,
    distance: String = "", oversubscribed: Bool = false, isNegativeControl: Bool = false
  ) {
    (self.ring, self.workload, self.pacing) = (ring, workload, pacing)
    (self.slots, self.batch, self.checking, self.turnEvents) = (slots, batch, checking, turnEvents)
    (self.producerCpu, self.consumerCpu, self.distance) = (producerCpu, consumerCpu, distance)
    (self.oversubscribed, self.isNegativeControl) = (oversubscribed, isNegativeControl)
  }

  /// The strategy's name; nil for a lower bound.
  public var strategy: String? { ring?.strategy }

  /// The row in one word, as other tools' formats name a benchmark: its parts from the general to the special.
  public var name: String {
    let parts =
      if let ring {
        [
          ring.strategy, workload.rawValue, ring.layout.rawValue, ring.indexUse.rawValue,
          ring.payloadStores.rawValue, pacing.rawValue, "slots:\(slots)", "batch:\(batch)",
          checking ? "checked" : "unchecked",
        ]
      } else {
        ["lower-bound", workload.rawValue]
      }
    return
      (parts + (turnEvents > 0 ? ["turn:\(turnEvents)"] : []) + ["cpus:\(producerCpu)-\(consumerCpu)"]
      + (oversubscribed ? ["oversubscribed"] : []) + (isNegativeControl ? ["negative-control"] : []))
      .joined(separator: "/")
  }
}

// In files a key is flat, and a lower bound's strategy, layout, index use and payload stores are empty.
extension RowKey: Codable {
  private enum CodingKeys: String, CodingKey {
    case strategy, layout, indexUse, payloadStores, workload, pacing, slots, batch, checking, turnEvents
    case producerCpu, consumerCpu, distance, oversubscribed
    case isNegativeControl = "negativeControl"
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let hasRing = !(try values.decode(String.self, forKey: .strategy)).isEmpty
    ring = hasRing ? try RingSpec(from: decoder) : nil
    workload = try values.decode(Workload.self, forKey: .workload)
    pacing = try values.decode(Pacing.self, forKey: .pacing)
    slots = try values.decode(Int.self, forKey: .slots)
    batch = try values.decode(Int.self, forKey: .batch)
    checking = try values.decode(Bool.self, forKey: .checking)
    turnEvents = try values.decodeIfPresent(Int.self, forKey: .turnEvents) ?? 0
    producerCpu = try values.decode(Int.self, forKey: .producerCpu)
    consumerCpu = try values.decode(Int.self, forKey: .consumerCpu)
    distance = try values.decode(String.self, forKey: .distance)
    oversubscribed = try values.decode(Bool.self, forKey: .oversubscribed)
    isNegativeControl = try values.decodeIfPresent(Bool.self, forKey: .isNegativeControl) ?? false
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(ring?.strategy ?? "", forKey: .strategy)
    try values.encode(ring?.layout.rawValue ?? "", forKey: .layout)
    try values.encode(ring?.indexUse.rawValue ?? "", forKey: .indexUse)
    try values.encode(ring?.payloadStores.rawValue ?? "", forKey: .payloadStores)
    try values.encode(workload, forKey: .workload)
    try values.encode(pacing, forKey: .pacing)
    try values.encode(slots, forKey: .slots)
    try values.encode(batch, forKey: .batch)
    try values.encode(checking, forKey: .checking)
    try values.encode(turnEvents, forKey: .turnEvents)
    try values.encode(producerCpu, forKey: .producerCpu)
    try values.encode(consumerCpu, forKey: .consumerCpu)
    try values.encode(distance, forKey: .distance)
    try values.encode(oversubscribed, forKey: .oversubscribed)
    try values.encode(isNegativeControl, forKey: .isNegativeControl)
  }
}
