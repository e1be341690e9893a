/// Which side of the ring is delayed on purpose. In files its name is `regime`.
public enum Pacing: String, CaseIterable, Codable, Sendable {
  /// Neither: the two sides settle in a regime by themselves, which is observed and reported.
  case freeRunning = "free-running"
  /// The producer, after each push: the ring is mostly empty.
  case producerBound = "producer-bound"
  /// The consumer, after each pop: the ring is mostly full.
  case consumerBound = "consumer-bound"
  /// Both, by the same delay.
  case balanced

  /// Whether the producer is delayed.
  public var delaysProducer: Bool { self == .producerBound || self == .balanced }
  /// Whether the consumer is delayed.
  public var delaysConsumer: Bool { self == .consumerBound || self == .balanced }
}
