/// What the kernel's own completion rings gave: `ringbench kernel`.
public struct KernelRecord: Codable, Sendable {
  public var schema = SchemaVersion.current
  public var startedAt: String
  public var environment: RunEnvironment
  /// The rings that were used.
  public var rings: [KernelRing] = []
  /// One sentence for each ring, or kind of request, that cannot be had here, and why.
  public var notAvailable: [String] = []
  /// Whether somebody ended the run before it was done.
  public var interrupted = false
  public var runs: [KernelRunSummary] = []
  /// What a look at an empty ring costs.
  public var emptyPolls: [EmptyPollCost] = []
  /// io_uring's poller, put to sleep and woken.
  public var pollerWakeUps: [PollerWakeUps] = []
  /// What the readers of the ring in the field risk on each architecture, as the checker has it.
  public var readers: [VerificationRecord] = []

  public init(startedAt: String, environment: RunEnvironment) {
    (self.startedAt, self.environment) = (startedAt, environment)
  }
}

/// A ring that the kernel made.
public struct KernelRing: Codable, Sendable, Equatable {
  /// `aio` or `io-uring`.
  public var ring: String
  /// Completion slots, as the kernel chose them.
  public var slots: UInt32
  /// Completions that it holds at most.
  public var capacity: UInt32

  public init(ring: String, slots: UInt32, capacity: UInt32) {
    (self.ring, self.slots, self.capacity) = (ring, slots, capacity)
  }
}

/// One way to take completions, in one setting.
public struct KernelRunSummary: Codable, Sendable {
  /// `aio` or `io-uring`.
  public var ring: String
  /// A strategy, or the system call that takes completions instead: `io_getevents`, `io_uring_enter`.
  public var way: String
  /// `poll` (an eventfd), `read` (a cached file), `write` (O_DIRECT, a temporary file) or `nop`.
  public var request: String
  /// `lockstep`: a batch is submitted when the one before has been taken. `streaming`: submitted as long as the ring
  /// has room.
  public var mode: String
  /// Whether the kernel's poller takes the requests (SQPOLL), on ``otherCpu``.
  public var poller: Bool
  /// The submitter's CPU.
  public var cpu: Int
  /// The reaper's CPU, or the poller's; the same as ``cpu`` for one thread that submits and reaps.
  public var otherCpu: Int
  /// How far apart the two are.
  public var distance: String
  /// Requests a submission, and the most completions taken at a time.
  public var batch: Int
  /// Requests submitted, each completion of which was checked.
  public var events: Int
  /// Taking one completion out of a full batch, ns: the lower quartile of blocks of 64; only where all are there when
  /// the reaper looks.
  public var reapNs: Double?
  /// Submitting and taking, both included.
  public var eventsPerSecond: Double
  /// From just before the submission until the completion has been taken, ns.
  public var latency: LatencySummary?
  /// Looks at an empty ring.
  public var emptyPolls: Int
  public var faults: CompletionFaults
  /// Times at which io_uring's poller slept on a request and had to be woken.
  public var lostWakeUps: Int
  /// Whether the strategy claims to be correct here.
  public var claimsCorrectHere: Bool

  public init(
    ring: String, way: String, request: String, mode: String, poller: Bool, cpu: Int, otherCpu: Int,
    distance: String, batch: Int, events: Int, reapNs: Double?, eventsPerSecond: Double,
    latency: LatencySummary?, emptyPolls: Int, faults: CompletionFaults, lostWakeUps: Int,
    claimsCorrectHere: Bool
  ) {
    (self.ring, self.way, self.request, self.mode, self.poller) = (ring, way, request, mode, poller)
    (self.cpu, self.otherCpu, self.distance, self.batch) = (cpu, otherCpu, distance, batch)
    (self.events, self.reapNs, self.eventsPerSecond) = (events, reapNs, eventsPerSecond)
    (self.latency, self.emptyPolls, self.faults) = (latency, emptyPolls, faults)
    (self.lostWakeUps, self.claimsCorrectHere) = (lostWakeUps, claimsCorrectHere)
  }
}

/// What was wrong with completions, counted.
public struct CompletionFaults: Codable, Equatable, Sendable {
  /// Submitted, and never seen.
  public var lost = 0
  /// Seen twice.
  public var duplicate = 0
  /// The result, or another word of the completion, is not what the request has to give.
  public var wrongResult = 0
  /// Belongs to no request in flight: a stale slot.
  public var foreign = 0

  public init() {}

  /// All of them.
  public var total: Int { lost + duplicate + wrongResult + foreign }

  public static func += (sum: inout Self, more: Self) {
    sum.lost += more.lost
    sum.duplicate += more.duplicate
    sum.wrongResult += more.wrongResult
    sum.foreign += more.foreign
  }
}

/// What one look at an empty ring costs.
public struct EmptyPollCost: Codable, Sendable {
  /// `aio` or `io-uring`.
  public var ring: String
  /// A strategy or a system call.
  public var way: String
  public var ns: Double

  public init(ring: String, way: String, ns: Double) { (self.ring, self.way, self.ns) = (ring, way, ns) }
}

/// The wake edge against the kernel: requests submitted around the time at which io_uring's poller falls asleep.
public struct PollerWakeUps: Codable, Sendable {
  public var strategy: String
  /// Requests submitted, one at a time.
  public var rounds: Int
  /// Rounds in which the poller was found asleep and woken.
  public var woken: Int
  /// Rounds in which it slept on a request: each side missed the other.
  public var lost: Int
  /// Whether a full barrier stands between the tail store and the load of the poller's flag.
  public var hasFullBarrier: Bool

  public init(strategy: String, rounds: Int, woken: Int, lost: Int, hasFullBarrier: Bool) {
    (self.strategy, self.rounds, self.woken) = (strategy, rounds, woken)
    (self.lost, self.hasFullBarrier) = (lost, hasFullBarrier)
  }
}
