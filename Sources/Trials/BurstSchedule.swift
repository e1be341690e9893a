import CLinux
import RingBursts

/// How two threads start each burst together, and how long and how many bursts there are.
///
/// Bursts are short (about a millisecond), since on a shared machine a longer one is seldom left alone; each
/// knows whether the kernel took the CPU away meanwhile. The consumer's thread leads: it decides before each
/// burst how many operations it has and whether there is one at all.
///
/// Sendable without the compiler's word for it: the leader's plain fields are written before its arrival
/// (release) and read by the follower after it has seen that arrival (acquire), and the second meeting of each
/// burst keeps the leader from the next plan until the follower has read this one.
final class BurstSchedule: @unchecked Sendable {
  let clock: CycleClock
  /// Whether both threads share one CPU: then waiting means giving it away.
  let yields: Bool
  /// Whether one thread is alone and meets nobody.
  private let solo: Bool
  /// When the running burst's first event is due, ticks.
  private(set) var burstStart: UInt64 = 0

  private let deadline: UInt64
  private let burstTicks: UInt64
  private let limit: Int
  private var operations: Int
  private var finished = false
  private let meeting = Meeting()

  /// Fewer bursts than this say nothing.
  private static let fewestBursts = 6

  /// A schedule that begins now.
  ///
  /// - Parameters:
  ///   - firstOperations: Operations of the first burst; later ones are fitted to `burstMilliseconds`.
  ///   - limit: The most operations a burst may have.
  init(
    clock: CycleClock, durationMilliseconds: Double, burstMilliseconds: Double, yields: Bool = false,
    solo: Bool = false, firstOperations: Int = 256, limit: Int = 1 << 20
  ) {
    self.clock = clock
    self.yields = yields
    self.solo = solo
    self.limit = limit
    operations = firstOperations
    burstTicks = clock.ticks(nanoseconds: burstMilliseconds * 1e6)
    deadline = CycleClock.now() + clock.ticks(nanoseconds: durationMilliseconds * 1e6)
  }

  /// The next burst's operations, once both sides have come here; nil when there are no more bursts.
  fileprivate func begin(_ side: Meeting.Side, after samples: [BurstSide.Sample]) -> Int? {
    if side == .leader { plan(after: samples) }
    meet(side)
    return finished ? nil : operations
  }

  /// Waits until both sides have ended the burst.
  fileprivate func end(_ side: Meeting.Side) { meet(side) }

  private func plan(after samples: [BurstSide.Sample]) {
    let now = CycleClock.now()
    if let last = samples.last {
      let fitting = Double(last.operations) * Double(burstTicks) / Double(max(1, last.ticks))
      operations = Int(min(max(fitting, Double(last.operations) / 4), Double(last.operations) * 4))
      operations = min(max(operations, 16), limit)
    }
    finished = now >= deadline && samples.count >= Self.fewestBursts
    // Late enough that both are waiting for it.
    burstStart = now + clock.ticks(nanoseconds: 3_000)
  }

  private func meet(_ side: Meeting.Side) {
    if !solo { meeting.meet(side, yields: yields) }
  }
}

/// One thread's part in a schedule: its bursts as it saw them.
struct BurstSide {
  /// One side's view of a burst.
  struct Sample {
    var operations = 0
    var start: UInt64 = 0
    var end: UInt64 = 0
    var involuntarySwitches = 0
    var onCPU = true

    var ticks: UInt64 { end &- start }
  }

  private let schedule: BurstSchedule
  /// The producer's thread follows, the consumer's leads.
  private let role: Meeting.Side
  private let cpu: Int
  private var sample = Sample()
  /// The bursts so far.
  private(set) var samples: [Sample] = []

  init(_ schedule: BurstSchedule, _ role: Meeting.Side, cpu: Int) {
    (self.schedule, self.role, self.cpu) = (schedule, role, cpu)
    samples.reserveCapacity(4096)
  }

  /// The next burst's operations, once both sides have come here; nil when there are no more. Every burst that
  /// is begun must be ended.
  mutating func begin() -> Int? {
    guard let operations = schedule.begin(role, after: samples) else { return nil }
    sample = Sample()
    sample.involuntarySwitches = rb_involuntary_switches()
    sample.onCPU = Int(rb_current_cpu()) == cpu
    sample.start = CycleClock.now()
    return operations
  }

  /// Ends the burst begun last.
  mutating func end(made operations: Int) {
    sample.end = CycleClock.now()
    sample.operations = operations
    sample.involuntarySwitches = rb_involuntary_switches() - sample.involuntarySwitches
    sample.onCPU = sample.onCPU && Int(rb_current_cpu()) == cpu
    samples.append(sample)
    schedule.end(role)
  }
}
