import RingBursts
import RunRecord
import Statistics

/// The bursts of both sides, combined.
struct BurstSummary {
  /// The first bursts, which only warm up.
  static let warmUp = 2
  /// With fewer undisturbed bursts than this, disturbed ones count as well.
  private static let enough = 3

  let counts: BurstCounts
  let stayedOnCPUs: Bool
  /// Of the producer's thread, then of the consumer's.
  let involuntarySwitches: [Int]
  let operations: UInt64
  /// Indices of the bursts that count.
  let counting: [Int]
  /// From the first start to the last end, ns an operation, of the bursts that count.
  let nsPerOperation: Spread

  init(producer: [BurstSide.Sample], consumer: [BurstSide.Sample], clock: CycleClock) {
    let count = min(producer.count, consumer.count)
    let warm = Array(min(Self.warmUp, count)..<count)
    let undisturbed = warm.filter {
      producer[$0].involuntarySwitches == 0 && consumer[$0].involuntarySwitches == 0
    }
    counting = undisturbed.count >= Self.enough ? undisturbed : warm
    counts = BurstCounts(all: warm.count, undisturbed: undisturbed.count)
    stayedOnCPUs = (producer + consumer).allSatisfy(\.onCPU)
    involuntarySwitches = [producer, consumer].map { side in
      side.reduce(0) { $0 + $1.involuntarySwitches }
    }
    operations = consumer.reduce(0) { $0 + UInt64($1.operations) }
    nsPerOperation = Spread(
      of: counting.map { index in
        let start = min(producer[index].start, consumer[index].start)
        let end = max(producer[index].end, consumer[index].end)
        return clock.nanoseconds(end &- start) / Double(max(1, consumer[index].operations))
      })
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
