import AIORing
import Statistics

/// `summary.json`: the campaign's rows and verdicts.
public struct SummaryRecord: Codable, Sendable {
  public var schema: Int
  public var campaign: CampaignHead
  public var rows: [SummaryRow]
  public var verdicts: [NativeVerdict]
  /// The strategies under the memory models, shape by shape.
  public var architectures: [VerificationRecord]
  /// What each pair of CPUs was seen to reorder; absent where that was not looked at.
  public var probes: [ProbeRecord]?
  /// The kernel's own rings; absent where they were not looked at.
  public var kernelRings: KernelRecord?
  /// Whether every planned trial was run.
  public var complete: Bool
  /// How quiet the machine was, in words; absent where nothing gauged it.
  public var quietness: String?
  /// How rows were told apart; absent where no workload ranks.
  public var rankings: [RankingRecord]?
  /// The placements of each pair of CPUs, the nearest first; absent where nothing gauged them.
  public var placements: [PlacementRecord]?
  /// The rows of each other state of two CPUs than the most frequent, in the order of ``placements``; absent where they were not
  /// asked for, or where there was one state.
  public var otherStates: [OtherState]?
  /// What each strategy costs here and on how many architectures it is correct, the cheapest first; absent where nothing is
  /// known of either.
  public var overview: [StrategyOverview]?
  /// What that comes to; absent where no strategy that is correct everywhere has a figure.
  public var answer: Answer?

  public init(
    campaign: CampaignHead, rows: [SummaryRow], verdicts: [NativeVerdict],
    architectures: [VerificationRecord], complete: Bool
  ) {
    schema = SchemaVersion.current
    (self.campaign, self.rows, self.verdicts) = (campaign, rows, verdicts)
    (self.architectures, self.complete) = (architectures, complete)
  }
}

/// A campaign without its order.
public struct CampaignHead: Codable, Sendable {
  public var startedAt: String
  public var seed: UInt64
  public var rounds: Int
  public var reference: Bool
  public var environment: RunEnvironment
  /// To which rows that rank were measured while there was time.
  public var precision: Precision?
  /// What was left out because the system refuses a call that it needs; absent where nothing was.
  public var notAvailable: [String]?
  /// Others' rings that were measured; absent where there were none.
  public var peers: [PeerRecord]?
  /// Of a sweep the settings that its rows differ in, one or two; absent elsewhere.
  public var sweepAxes: [SweepAxis]?

  public init(_ campaign: CampaignRecord) {
    (startedAt, seed, rounds) = (campaign.startedAt, campaign.seed, campaign.rounds)
    (reference, environment) = (campaign.reference, campaign.environment)
    (precision, notAvailable, peers) = (campaign.precision, campaign.notAvailable, campaign.peers)
    sweepAxes = campaign.sweepAxes
  }
}

/// One thing that was measured, over its rounds.
public struct SummaryRow: Codable, Sendable {
  public var key: RowKey
  /// Over the rounds' medians, ns.
  public var nsPerOperation: Spread
  /// The same median with its confidence interval, ns; absent where no round completed, or
  /// none with the two CPUs in the state that most rows were measured in.
  public var figure: MeasuredFigure?
  /// Hand-off: the producer's part and the consumer's, ns an event.
  public var pushNs: MeasuredFigure?
  public var popNs: MeasuredFigure?
  /// What `figure` is the median of, round by round, ns, to four digits; absent where the workload ranks nothing.
  public var figuresByRound: [Double]?
  /// The figure over that of the strategy `none` beside it; absent where the workload ranks nothing.
  public var overNone: MeasuredFigure?
  /// The numbers of the groups that the row is in, from 0 for the cheapest. Rows of one ranking that share a group cannot be
  /// told apart; rows that share none are told apart. Absent where the workload ranks nothing.
  public var groups: [Int]?
  /// The instructions that order the push and the pop on this machine, edge by edge, or the lock; absent for a lower bound.
  public var orderedBy: String?
  /// Latency against offered load.
  public var load: LoadSummary?
  /// Operations per second at the median.
  public var operationsPerSecond: Double
  /// Over the rounds: the result over the same round's lower bound; absent where there is none.
  public var ratioToLowerBound: Spread?
  /// The name of the lower bound.
  public var lowerBound: String?
  /// Medians over the rounds of each percentile; the maximum is the largest of all.
  public var latency: LatencySummary?
  public var polls: PollCounts?
  /// The regime that `polls` show: `mostly empty`, `mostly full`, `alternating` or `flowing`; absent without polls. Not the
  /// pacing, which is part of the key.
  public var observedRegime: String?
  public var eventsChecked: UInt64
  public var badEvents: UInt64
  public var wakeUps: WakeUpCounts?
  /// Rounds that completed.
  public var rounds: Int
  /// Rounds that hung, crashed or failed.
  public var unfinishedRounds: Int
  /// Rounds in which a thread was seen off its CPU.
  public var movedRounds: Int
  /// Bursts without an involuntary context switch, of all.
  public var undisturbedShare: Double
  /// The figures of rounds that are set apart: those of another placement than most, or of one thread whose core was
  /// slower than at its fastest.
  public var setApart: [SetApart]?
  /// True if one thread's core was slower than at its fastest in every round: the figures are upper bounds.
  public var slowCore: Bool?
  /// Both groups, if the rounds' figures come in two: the median belongs to neither.
  public var modes: [FigureMode]?

  public init(
    key: RowKey, nsPerOperation: Spread, operationsPerSecond: Double, ratioToLowerBound: Spread?,
    lowerBound: String?,
    latency: LatencySummary?, polls: PollCounts?, eventsChecked: UInt64, badEvents: UInt64,
    wakeUps: WakeUpCounts?, rounds: Int, unfinishedRounds: Int, movedRounds: Int, undisturbedShare: Double
  ) {
    (self.key, self.nsPerOperation, self.operationsPerSecond) = (key, nsPerOperation, operationsPerSecond)
    (self.ratioToLowerBound, self.lowerBound, self.latency, self.polls) = (
      ratioToLowerBound, lowerBound, latency, polls
    )
    (self.eventsChecked, self.badEvents, self.wakeUps) = (eventsChecked, badEvents, wakeUps)
    (self.rounds, self.unfinishedRounds, self.movedRounds) = (rounds, unfinishedRounds, movedRounds)
    self.undisturbedShare = undisturbedShare
  }
}

/// A row's figures in rounds that are set apart.
public struct SetApart: Codable, Sendable {
  /// One cache line there and back between the two CPUs then, ns; absent for a thread alone.
  public var bounceNs: Double?
  /// The gauge's fixed number of additions then, ns; absent for two threads.
  public var calibrationNs: Double?
  public var nsPerOperation: Spread

  public init(bounceNs: Double?, calibrationNs: Double?, nsPerOperation: Spread) {
    (self.bounceNs, self.calibrationNs) = (bounceNs, calibrationNs)
    self.nsPerOperation = nsPerOperation
  }
}

/// One of two groups of figures.
public struct FigureMode: Codable, Equatable, Sendable {
  public var ns: Double
  /// Of all figures.
  public var share: Double

  public init(ns: Double, share: Double) { (self.ns, self.share) = (ns, share) }
}

/// What this machine showed of one strategy with one kind of payload stores.
public struct NativeVerdict: Codable, Sendable {
  public var strategy: String
  public var payloadStores: PayloadStoreKind
  /// What was checked: `events` or `wake-ups`.
  public var subject: Subject
  public var seen: Seen
  public var expected: Expected
  /// Why that is expected on this CPU.
  public var reason: String
  public var grade: Grade
  /// Whether the strategy claims to be correct on this CPU.
  public var claimsCorrectHere: Bool
  /// Events checked, or rounds.
  public var checked: UInt64
  public var bad: UInt64
  public var kinds: [String: UInt64]
  /// The edges whose missing order shows itself in this way.
  public var edges: [Edge]
  public var wraps: UInt64
  public var emptyPolls: UInt64
  public var fullPolls: UInt64
  public var first: [BadEventRecord]
  /// The same as sentences; absent where nothing bad was kept.
  public var firstInWords: [String]?

  public init(
    strategy: String, payloadStores: PayloadStoreKind, subject: Subject, seen: Seen, expected: Expected,
    reason: String,
    grade: Grade, claimsCorrectHere: Bool, checked: UInt64, bad: UInt64, kinds: [String: UInt64],
    edges: [Edge], wraps: UInt64, emptyPolls: UInt64, fullPolls: UInt64, first: [BadEventRecord]
  ) {
    (self.strategy, self.payloadStores, self.subject) = (strategy, payloadStores, subject)
    (self.seen, self.expected, self.reason, self.grade) = (seen, expected, reason, grade)
    (self.claimsCorrectHere, self.checked, self.bad) = (claimsCorrectHere, checked, bad)
    (self.kinds, self.edges, self.wraps) = (kinds, edges, wraps)
    (self.emptyPolls, self.fullPolls, self.first) = (emptyPolls, fullPolls, first)
  }

  public enum Subject: String, Codable, Sendable {
    case events
    case wakeUps = "wake-ups"
  }
  public enum Seen: String, Codable, Sendable { case clean, violated, hung, crashed, failed }
  public enum Expected: String, Codable, Sendable {
    case clean, violated
    /// The compiler or the CPU may reorder, and need not: either is as expected.
    case either
  }
  /// What was seen, graded by what was expected.
  public enum Grade: String, Codable, Sendable {
    case asExpected = "as-expected"
    /// Expected violated and not seen: never a pass.
    case notSeen = "not-seen"
    /// Violated, hung or crashed, and not expected.
    case unexpected
  }
}
