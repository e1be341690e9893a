/// Everything a trial is told: what is run, where and for how long. One child process runs one trial.
public struct TrialSpec: Codable, Hashable, Sendable {
  /// The strategy's name; empty for a floor.
  public var strategy: String
  /// `aio` or `padded`.
  public var layout: String
  /// `fresh` or `cached`.
  public var indexUse: String
  /// `ordinary` or `streaming`.
  public var payloadStores: String
  public var workload: Workload
  public var regime: Regime
  /// Slots of the ring; an `aio` ring holds one event less.
  public var slots: Int
  /// Events per tail store and per head store.
  public var batch: Int
  /// Whether the consumer checks each event.
  public var checking: Bool
  /// OS index of the producer's CPU.
  public var producerCpu: Int
  /// OS index of the consumer's CPU.
  public var consumerCpu: Int
  /// How far apart the two are, as in `ringbench topology`.
  public var distance: String
  /// Both threads share one CPU on purpose.
  public var oversubscribed: Bool
  /// How long bursts are made, ms.
  public var durationMilliseconds: Double
  /// How long one burst is meant to be, ms: short ones are seldom interrupted.
  public var burstMilliseconds: Double
  /// The delay that makes the regime, ns.
  public var delayNanoseconds: Double
  /// One-way: events per second; 0 elsewhere.
  public var ratePerSecond: Double
  /// One-way: the rate as a share of the measured peak; 0 elsewhere.
  public var rateShare: Double
  /// Work added to each operation on purpose, ns: how the gate is tested. 0 in every real trial.
  public var injectedDelayNanoseconds: Double

  /// A trial of a strategy, free-running, on two CPUs.
  public init(
    strategy: String, layout: String = "padded", indexUse: String = "cached",
    payloadStores: String = "ordinary", workload: Workload, regime: Regime = .freeRunning, slots: Int = 1024,
    batch: Int = 1, checking: Bool = true, producerCpu: Int = 0, consumerCpu: Int = 1, distance: String = "",
    oversubscribed: Bool = false, durationMilliseconds: Double = 20, burstMilliseconds: Double = 1,
    delayNanoseconds: Double = 0, ratePerSecond: Double = 0, rateShare: Double = 0,
    injectedDelayNanoseconds: Double = 0
  ) {
    (self.strategy, self.layout, self.indexUse) = (strategy, layout, indexUse)
    (self.payloadStores, self.workload, self.regime) = (payloadStores, workload, regime)
    (self.slots, self.batch, self.checking) = (slots, batch, checking)
    (self.producerCpu, self.consumerCpu, self.distance) = (producerCpu, consumerCpu, distance)
    self.oversubscribed = oversubscribed
    (self.durationMilliseconds, self.burstMilliseconds) = (durationMilliseconds, burstMilliseconds)
    self.delayNanoseconds = delayNanoseconds
    (self.ratePerSecond, self.rateShare) = (ratePerSecond, rateShare)
    self.injectedDelayNanoseconds = injectedDelayNanoseconds
  }

  /// What makes two trials rounds of the same thing.
  public var row: RowKey {
    RowKey(
      strategy: strategy, layout: layout, indexUse: indexUse, payloadStores: payloadStores,
      workload: workload,
      regime: regime, slots: slots, batch: batch, checking: checking, rateShare: rateShare,
      producerCpu: producerCpu, consumerCpu: consumerCpu, distance: distance, oversubscribed: oversubscribed)
  }
}

/// What a row of a summary is about: a trial's settings without its length and its round.
public struct RowKey: Codable, Hashable, Sendable {
  public var strategy: String
  public var layout: String
  public var indexUse: String
  public var payloadStores: String
  public var workload: Workload
  public var regime: Regime
  public var slots: Int
  public var batch: Int
  public var checking: Bool
  public var rateShare: Double
  public var producerCpu: Int
  public var consumerCpu: Int
  public var distance: String
  public var oversubscribed: Bool

  /// The row in one word, as other tools' formats name a benchmark: its parts from the general to the special.
  public var name: String {
    let parts =
      workload.isFloor
      ? ["floor", workload.rawValue]
      : [
        strategy, workload.rawValue, layout, indexUse, payloadStores, regime.rawValue, "slots:\(slots)",
        "batch:\(batch)", checking ? "checked" : "unchecked",
      ]
    return (parts + ["cpus:\(producerCpu)-\(consumerCpu)"] + (oversubscribed ? ["oversubscribed"] : []))
      .joined(separator: "/")
  }
}
