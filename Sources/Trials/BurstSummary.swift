import RingBursts
import RunRecord
import Statistics

/// The bursts of all sides, combined.
struct BurstSummary {
  /// The first bursts, which only warm up.
  static let warmUp = 2
  /// With fewer undisturbed bursts than this, disturbed ones count as well.
  private static let enough = 3

  let counts: BurstCounts
  let stayedOnCPUs: Bool
  /// Of each producer's thread, then of the consumer's.
  let involuntarySwitches: [Int]
  let operations: UInt64
  /// Indices of the bursts that count.
  let counting: [Int]
  /// From the first start to the last end, ns an operation, of the bursts that count.
  var nsPerOperation: Spread { Spread(of: nsOfBursts) }
  /// The same of each of ``counting``.
  let nsOfBursts: [Double]

  init(producers: [[BurstSide.Sample]], consumer: [BurstSide.Sample], clock: CycleClock) {
    let sides = producers + [consumer]
    let count = sides.map(\.count).min() ?? 0
    let warm = Array(min(Self.warmUp, count)..<count)
    let undisturbed = warm.filter { burst in sides.allSatisfy { $0[burst].involuntarySwitches == 0 } }
    counting = undisturbed.count >= Self.enough ? undisturbed : warm
    counts = BurstCounts(all: warm.count, undisturbed: undisturbed.count)
    stayedOnCPUs = sides.allSatisfy { $0.allSatisfy(\.onCPU) }
    involuntarySwitches = sides.map { side in
      side.reduce(0) { $0 + $1.involuntarySwitches }
    }
    operations = consumer.reduce(0) { $0 + UInt64($1.operations) }
    nsOfBursts = counting.map { index in
      let start = sides.map { $0[index].start }.min() ?? 0
      let end = sides.map { $0[index].end }.max() ?? start
      return clock.nanoseconds(end &- start) / Double(max(1, consumer[index].operations))
    }
  }

  /// The result of a trial with these bursts.
  func result(
    nsPerOperation: Spread? = nil, latency: LatencySummary? = nil, polls: PollCounts? = nil,
    check: EventCheck? = nil, wakeUps: WakeUpCounts? = nil, clockOffsetNs: Double? = nil
  ) -> TrialResult {
    TrialResult(
      nsPerOperation: nsPerOperation ?? self.nsPerOperation, latency: latency, operations: operations,
      polls: polls, check: check, wakeUps: wakeUps, bursts: counts, stayedOnCpus: stayedOnCPUs,
      involuntarySwitches: involuntarySwitches, clockOffsetNs: clockOffsetNs)
  }
}
