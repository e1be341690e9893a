import CLinux
import RingBursts

/// How threads start each burst together, and how long and how many bursts there are.
///
/// Bursts are short (about a millisecond): on a shared machine a longer one is rarely undisturbed. Each burst records
/// whether the kernel took the CPU away during it. The consumer's thread leads: before each burst it decides how many
/// operations the burst has, and whether there is another burst at all.
///
/// `@unchecked Sendable`: the leader writes the plain fields before its arrival (release), and each follower reads them
/// after it has seen that arrival (acquire). The second meeting of each burst keeps the leader from planning the next
/// one until all followers have read this one.
final class BurstSchedule: @unchecked Sendable {
  let clock: CycleClock
  /// Whether threads share a CPU: a thread that waits then yields it.
  let yields: Bool
  /// When the running burst's first event is due, ticks.
  private(set) var burstStart: UInt64 = 0

  private let deadline: UInt64
  private var size: BurstSize
  private var finished = false
  /// Of the leader with each of the followers.
  private let meetings: [Meeting]

  /// A trial with fewer bursts than this has no usable median.
  static let fewestBursts = 6

  /// A thread's part.
  enum Role {
    case leader
    case follower(Int)
  }

  /// A schedule that begins now.
  ///
  /// - Parameters:
  ///   - followers: How many threads wait for the leader, and it for them.
  ///   - firstOperations: Operations of the first burst; later ones are fitted to `burstMilliseconds`.
  ///   - limit: The most operations a burst may have.
  init(
    clock: CycleClock, durationMilliseconds: Double, burstMilliseconds: Double, yields: Bool = false,
    followers: Int = 1, firstOperations: Int = 256, limit: Int = 1 << 20
  ) {
    self.clock = clock
    self.yields = yields
    meetings = (0..<followers).map { _ in Meeting() }
    size = BurstSize(
      first: firstOperations, limit: limit, ticks: clock.ticks(nanoseconds: burstMilliseconds * 1e6))
    deadline = CycleClock.now() + clock.ticks(nanoseconds: durationMilliseconds * 1e6)
  }

  /// Waits for the others, then returns the next burst's operations; nil when there are no more bursts.
  fileprivate func begin(_ role: Role, after samples: [BurstSide.Sample]) -> Int? {
    if case .leader = role { plan(after: samples) }
    meet(role)
    return finished ? nil : size.operations
  }

  /// Waits until the others have finished the burst: a follower for the leader, and the leader for all.
  fileprivate func end(_ role: Role) { meet(role) }

  private func plan(after samples: [BurstSide.Sample]) {
    let now = CycleClock.now()
    if let last = samples.last { size.fit(to: last.ticks) }
    finished = now >= deadline && samples.count >= Self.fewestBursts
    // Far enough ahead that all are already waiting for it.
    burstStart = now + clock.ticks(nanoseconds: 3_000)
  }

  private func meet(_ role: Role) {
    switch role {
    case .leader: for meeting in meetings { meeting.meet(.leader, yields: yields) }
    case .follower(let number): meetings[number].meet(.follower, yields: yields)
    }
  }
}

/// How many operations a burst has, fitted to its intended length by how long the one before it took.
struct BurstSize {
  private(set) var operations: Int
  private let limit: Int
  private let ticks: UInt64

  /// - Parameters:
  ///   - first: Operations of the first burst.
  ///   - limit: The most operations of a burst.
  ///   - ticks: The intended length.
  init(first: Int, limit: Int, ticks: UInt64) { (operations, self.limit, self.ticks) = (first, limit, ticks) }

  /// The last burst took so many ticks.
  mutating func fit(to last: UInt64) {
    let fitting = Double(operations) * Double(ticks) / Double(max(1, last))
    operations = Int(min(max(fitting, Double(operations) / 4), Double(operations) * 4))
    operations = min(max(operations, 16), limit)
  }
}

/// One thread's side of a schedule: its bursts as that thread saw them.
struct BurstSide {
  /// One side's view of a burst.
  struct Sample {
    var operations = 0
    var start: UInt64 = 0
    var end: UInt64 = 0
    var involuntarySwitches = 0
    var onCPU = true

    var ticks: UInt64 { end &- start }

    /// A burst that begins now, on a thread that belongs on `cpu`.
    init(on cpu: Int) {
      involuntarySwitches = rb_involuntary_switches()
      onCPU = Int(rb_current_cpu()) == cpu
      start = CycleClock.now()
    }

    /// Ends the burst.
    mutating func end(made operations: Int, on cpu: Int) {
      end = CycleClock.now()
      self.operations = operations
      involuntarySwitches = rb_involuntary_switches() - involuntarySwitches
      onCPU = onCPU && Int(rb_current_cpu()) == cpu
    }
  }

  private let schedule: BurstSchedule
  /// The producers' threads follow, the consumer's leads.
  private let role: BurstSchedule.Role
  private let cpu: Int
  private var sample: Sample?
  /// The bursts so far.
  private(set) var samples: [Sample] = []

  init(_ schedule: BurstSchedule, _ role: BurstSchedule.Role, cpu: Int) {
    (self.schedule, self.role, self.cpu) = (schedule, role, cpu)
    samples.reserveCapacity(4096)
  }

  /// Waits for both sides, then starts the next burst and returns its operations; nil when there are no more. Every
  /// burst that is started must be ended.
  mutating func begin() -> Int? {
    guard let operations = schedule.begin(role, after: samples) else { return nil }
    sample = Sample(on: cpu)
    return operations
  }

  /// Ends the burst started last.
  mutating func end(made operations: Int) {
    sample?.end(made: operations, on: cpu)
    if let sample { samples.append(sample) }
    schedule.end(role)
  }
}
