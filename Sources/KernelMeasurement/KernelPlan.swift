import AIORing

/// What is run on the kernel's rings, and how much of it.
public struct KernelPlan: Sendable {
  /// The rings, by name.
  public var rings = KernelRingKind.allCases
  /// The strategies; the system call is always measured beside them.
  public var strategies = Catalogue.entries.filter(\.hasConsumerSide)
  /// Completions checked for each strategy on each ring in one thread; the other settings take shares of it.
  public var events = 1_000_000
  public var batches = [1, 8, 32, 128]
  /// The runs are split into so many rounds, and in each every strategy and batch has its turn, in an order shuffled
  /// by ``seed``: what drifts hits all.
  public var rounds = 16
  /// Requests at the moment at which the poller falls asleep, for each strategy: some 40 ms each.
  public var wakeUps = 10
  /// Seed of the rounds' orders and of the moments of ``wakeUps``.
  public var seed: UInt64 = 1

  public init() {}

  /// A second or two on two CPUs.
  public static var quick: Self {
    var plan = Self()
    (plan.events, plan.batches, plan.rounds, plan.wakeUps) = (4_096, [1, 32], 4, 0)
    return plan
  }

  /// What somebody asked for that cannot be, in one line.
  public struct Mistake: Error, CustomStringConvertible, Equatable {
    public var description: String
  }

  /// Replaces what is given: `rings` and `batches` are lists separated by commas, or `all` rings.
  public mutating func choose(
    rings: String, strategies: [String], events: Int?, batches: String?, wakeUps: Int?, seed: UInt64?
  ) throws(Mistake) {
    if rings != "all" {
      self.rings = []
      for name in rings.split(separator: ",", omittingEmptySubsequences: false).map(String.init) {
        let known = KernelRingKind.allCases.map(\.rawValue)
        guard let ring = KernelRingKind(rawValue: name) else {
          throw Mistake(description: NearestName.complaint("ring", name, among: known + ["all"]))
        }
        if !self.rings.contains(ring) { self.rings.append(ring) }
      }
    }
    if !strategies.isEmpty {
      self.strategies = []
      for name in strategies {
        let known = Catalogue.entries.map(\.name)
        guard let entry = Catalogue.entry(named: name) else {
          throw Mistake(
            description: NearestName.complaint("strategy", name, among: known) + "; see ringbench list")
        }
        guard entry.hasConsumerSide else {
          throw Mistake(
            description: "\(name) has no consumer side here: it is a lock, and the kernel does not take it")
        }
        if !self.strategies.contains(where: { $0.name == name }) { self.strategies.append(entry) }
      }
    }
    if let events {
      guard events >= 1, events <= 1 << 31 else {
        throw Mistake(description: "--events takes a number from 1 to \(1 << 31), not \(events)")
      }
      self.events = events
    }
    if let batches {
      self.batches = []
      for text in batches.split(separator: ",", omittingEmptySubsequences: false) {
        guard let batch = Int(text), batch >= 1, batch <= Self.largestBatch else {
          throw Mistake(
            description: "--batch takes numbers from 1 to \(Self.largestBatch), not '\(text)'")
        }
        if !self.batches.contains(batch) { self.batches.append(batch) }
      }
    }
    if let wakeUps {
      guard wakeUps >= 0, wakeUps <= 1 << 20 else {
        throw Mistake(description: "--wake-ups takes a number from 0 to \(1 << 20), not \(wakeUps)")
      }
      self.wakeUps = wakeUps
    }
    if let seed { self.seed = seed }
  }

  /// As many requests as are asked for in flight.
  static let largestBatch = Int(OpenRing.requests)

  /// The settings in which every strategy is run.
  var settings: [KernelSetting] { rings.flatMap { ring in KernelSetting.all.filter { $0.ring == ring } } }
}

/// A setting: a ring, what is asked of it, and who takes what.
struct KernelSetting: Sendable {
  var ring: KernelRingKind
  var request: RequestKind
  var threads: Threads
  /// The events, as a share of ``KernelPlan/events``, all batches together: less where one takes longer.
  var share: Double

  enum Threads: Sendable {
    /// One that submits a batch and takes it.
    case one
    /// One, and the kernel's poller on the other CPU.
    case poller
    /// Two, a batch in flight.
    case lockstep
    /// Two, as many requests in flight as the ring holds.
    case streaming
  }

  /// To measure another kind of request, add a row.
  static let all: [Self] = [
    Self(ring: .aio, request: .poll, threads: .one, share: 1),
    Self(ring: .aio, request: .read, threads: .one, share: 0.04),
    Self(ring: .aio, request: .write, threads: .one, share: 0.001),
    Self(ring: .aio, request: .poll, threads: .lockstep, share: 0.02),
    Self(ring: .aio, request: .poll, threads: .streaming, share: 0.25),
    Self(ring: .ioUring, request: .nop, threads: .one, share: 1),
    Self(ring: .ioUring, request: .read, threads: .one, share: 0.04),
    Self(ring: .ioUring, request: .nop, threads: .lockstep, share: 0.02),
    Self(ring: .ioUring, request: .nop, threads: .streaming, share: 0.25),
    Self(ring: .ioUring, request: .nop, threads: .poller, share: 0.02),
  ]

  /// The batches it is run with. Streaming, the batch is no more than a detail.
  func batches(_ plan: KernelPlan) -> [Int] {
    switch threads {
    case .one, .poller, .lockstep: plan.batches
    case .streaming:
      Array(plan.batches.filter { $0 <= 32 }.suffix(1)) + (plan.batches.contains { $0 <= 32 } ? [] : [32])
    }
  }
}
