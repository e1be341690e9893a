import AIORing

/// What is run on the kernel's rings, and how much of it.
public struct KernelPlan: Sendable {
  public var rings = KernelRingKind.allCases
  /// The strategies; the system call is always measured beside them. Each has a consumer side.
  public private(set) var strategies = Catalogue.entries.filter(\.hasConsumerSide)
  /// Completions checked for each strategy on each ring in one thread; the other settings take shares of it.
  public private(set) var events = 1_000_000
  /// Requests a submission.
  public private(set) var batches = [1, 8, 32, 128]
  /// The runs are split into this many rounds. In each, every strategy and batch has its turn, in an order shuffled by
  /// ``seed``, so that a drift of the machine affects all alike.
  public private(set) var rounds = 16
  /// Requests at the moment at which the poller falls asleep, for each strategy.
  public private(set) var wakeUps = 10
  /// Seed of the order of turns and of the moments of ``wakeUps``.
  public var seed: UInt64 = 1

  public init() {}

  /// A second or two on two CPUs.
  public static var quick: Self {
    var plan = Self()
    (plan.events, plan.batches, plan.rounds, plan.wakeUps) = (4_096, [1, 32], 4, 0)
    return plan
  }

  public static let eventRange = 1...1 << 31
  /// As many requests as are asked for in flight.
  public static let batchRange = 1...Int(OpenRing.requests)
  public static let wakeUpRange = 0...1 << 20

  /// Replaces what is given.
  ///
  /// - Throws: ``KernelPlanError``; the plan is unchanged then.
  public mutating func set(
    strategies: [StrategyEntry]? = nil, events: Int? = nil, batches: [Int]? = nil, wakeUps: Int? = nil
  ) throws(KernelPlanError) {
    if let lock = strategies?.first(where: { !$0.hasConsumerSide }) { throw .noConsumerSide(lock.name) }
    if let events, !Self.eventRange.contains(events) { throw .events(events) }
    if let batches {
      if batches.isEmpty { throw .noBatch }
      if let batch = batches.first(where: { !Self.batchRange.contains($0) }) { throw .batch(batch) }
    }
    if let wakeUps, !Self.wakeUpRange.contains(wakeUps) { throw .wakeUps(wakeUps) }
    self.strategies = strategies ?? self.strategies
    self.events = events ?? self.events
    self.batches = batches ?? self.batches
    self.wakeUps = wakeUps ?? self.wakeUps
  }

  /// How completions are taken: by the system call, and with each strategy.
  var ways: [ReapingWay] { [.systemCall] + strategies.map { .strategy($0) } }

  /// The settings in which every strategy is run.
  var settings: [KernelSetting] { rings.flatMap { ring in KernelSetting.all.filter { $0.ring == ring } } }

  /// About how long it takes on `pairs` pairs of CPUs, s.
  public func seconds(pairs: Int) -> Double {
    let runs = settings.reduce(0) { $0 + seconds($1, pairs: pairs) }
    return runs + (rings.contains(.ioUring) && pairs > 0 ? secondsOfWakeUps : 0)
  }

  /// Completions of each strategy and batch in each round.
  func events(of setting: KernelSetting, batch: Int) -> Int {
    let turns = setting.batches(self).count * rounds
    return max(batch, Int((Double(events) * setting.share / Double(turns)).rounded(.up)))
  }

  /// About how long a setting takes, s.
  func seconds(_ setting: KernelSetting, pairs: Int) -> Double {
    let completions = setting.batches(self).reduce(0) { $0 + rounds * events(of: setting, batch: $1) }
    let runs = setting.threads == .one ? 1 : pairs
    return Double(completions) * Double(ways.count * runs) * setting.nanoseconds / 1e9
  }

  /// About how long all wake-ups of the poller take, s: it sleeps after a few of the kernel's ticks without a request.
  var secondsOfWakeUps: Double { 0.04 * Double(wakeUps * strategies.count) }
}

/// Why a plan cannot be.
public enum KernelPlanError: Error, Equatable, Sendable {
  /// The strategy of that name is a lock, and the kernel does not take it.
  case noConsumerSide(String)
  /// Not in ``KernelPlan/eventRange``.
  case events(Int)
  /// Not in ``KernelPlan/batchRange``.
  case batch(Int)
  case noBatch
  /// Not in ``KernelPlan/wakeUpRange``.
  case wakeUps(Int)
}
