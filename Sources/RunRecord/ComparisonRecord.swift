/// What `ringbench compare --json` prints.
public struct ComparisonRecord: Codable, Sendable {
  public var schema: Int
  public var method: Method
  /// The two sides as they were given.
  public var base: String
  public var candidate: String
  public var verdict: ComparisonVerdict
  public var rows: [ComparedRow]
  /// Rows that only one side has.
  public var withoutPartner: [UnpairedRow]
  /// The smallest change that matters, per cent; absent where each workload has its own.
  public var detectPercent: Double?
  /// A change of fewer ns is none.
  public var thresholdNs: Double
  /// Work added to the candidate on purpose, per cent; 0 in every real comparison.
  public var injectedPercent: Double
  /// Wall-clock time of the trials, s; 0 where files were read.
  public var seconds: Double
  /// How quiet the machine was, in words.
  public var quietness: String

  public init(
    method: Method, base: String, candidate: String, verdict: ComparisonVerdict, rows: [ComparedRow],
    withoutPartner: [UnpairedRow],
    detectPercent: Double?, thresholdNs: Double, injectedPercent: Double, seconds: Double, quietness: String
  ) {
    schema = SchemaVersion.current
    (self.method, self.base, self.candidate, self.verdict) = (method, base, candidate, verdict)
    (self.rows, self.withoutPartner) = (rows, withoutPartner)
    (self.detectPercent, self.thresholdNs) = (detectPercent, thresholdNs)
    self.injectedPercent = injectedPercent
    (self.seconds, self.quietness) = (seconds, quietness)
  }

  /// How the two were held against each other.
  public enum Method: String, Codable, Sendable {
    /// Trials of both, interleaved in one campaign.
    case executables
    /// Figures of two campaigns, each over its lower bound.
    case files
  }
}

/// What a row, or a comparison, comes to.
public enum ComparisonVerdict: String, Codable, Sendable {
  case regression, improvement
  case noChange = "no change"
  case inconclusive
}

/// One row of a comparison.
public struct ComparedRow: Codable, Sendable {
  public var key: RowKey
  public var verdict: ComparisonVerdict
  /// Medians over the rounds, ns; of executables over the pairs that were measured in the most frequent state of the two CPUs.
  public var baseNs: Double
  public var candidateNs: Double
  /// The figures over the same rounds' lower bound, where the change is that of these ratios and not of the ns: in files
  /// that both have the row's lower bound.
  public var baseRatio: Double?
  public var candidateRatio: Double?
  /// The change, per cent of the base; above 0 is slower.
  public var changePercent: Double
  /// Its confidence interval; absent where too few rounds say anything.
  public var lowPercent: Double?
  public var highPercent: Double?
  /// What the base differs from itself by in as many rounds, per cent.
  public var noisePercent: Double?
  /// How likely a change as clear is without one, before correcting for the number of rows.
  public var pValue: Double
  /// Rounds that counted.
  public var rounds: Int
  /// Of executables: a trial of each, measured with the two CPUs in one state. The change is over these pairs.
  public var pairs: Int?
  /// Of executables: trials in no pair, since the two CPUs were not in one state, or in one in which the other build had none.
  public var trialsApart: Int?
  /// Where it is inconclusive: about how many rounds more would decide; absent where no number is in sight.
  public var moreRounds: Int?
  /// Where a side's figures come in two groups: both.
  public var baseModes: [FigureMode]?
  public var candidateModes: [FigureMode]?
  /// Why nothing could be measured.
  public var message: String?

  // In files a lower bound is called a floor.
  private enum CodingKeys: String, CodingKey {
    case key, verdict, baseNs, candidateNs
    case baseRatio = "baseRatioToFloor"
    case candidateRatio = "candidateRatioToFloor"
    case changePercent, lowPercent, highPercent, noisePercent, pValue, rounds, pairs, trialsApart, moreRounds
    case baseModes, candidateModes, message
  }

  public init(
    key: RowKey, verdict: ComparisonVerdict, baseNs: Double = 0, candidateNs: Double = 0,
    changePercent: Double = 0,
    interval: ClosedRange<Double>? = nil, noisePercent: Double? = nil, pValue: Double = 1, rounds: Int,
    trialsApart: Int? = nil, moreRounds: Int? = nil, baseModes: [FigureMode]? = nil,
    candidateModes: [FigureMode]? = nil,
    message: String? = nil
  ) {
    (self.key, self.verdict, self.baseNs, self.candidateNs) = (key, verdict, baseNs, candidateNs)
    (self.changePercent, lowPercent, highPercent) = (
      changePercent, interval?.lowerBound, interval?.upperBound
    )
    (self.noisePercent, self.pValue) = (noisePercent, pValue)
    (self.rounds, self.trialsApart, self.moreRounds) = (rounds, trialsApart, moreRounds)
    (self.baseModes, self.candidateModes, self.message) = (baseModes, candidateModes, message)
  }
}

/// A row that only one side has.
public struct UnpairedRow: Codable, Sendable {
  public var key: RowKey
  /// `base` or `candidate`: who has it.
  public var side: Side

  public enum Side: String, Codable, Sendable { case base, candidate }

  public init(key: RowKey, side: Side) { (self.key, self.side) = (key, side) }
}
