import Foundation
import RunRecord
import Statistics

/// Holds two campaigns against each other that were measured apart: floor-normalised figures of like rows, so that a
/// machine that was faster on one day does not look like a program that was.
public struct FileComparison: Sendable {
  public let rows: [ComparedRow]
  public let withoutPartner: [UnpairedRow]

  /// Why two campaigns cannot be held against each other.
  public enum Mismatch: Error, Equatable, CustomStringConvertible {
    case machine(base: String, candidate: String)
    case unoptimised(side: String)
    case build(base: BuildKind, candidate: BuildKind)

    /// One line for a person.
    public var description: String {
      switch self {
      case .machine(let base, let candidate):
        "the base was measured on \(base) and the candidate on \(candidate): measure both on one machine"
      case .unoptimised(let side):
        "\(side) was measured with an unoptimised build, whose figures mean nothing: use swift build -c release"
      case .build(let base, let candidate):
        "the base is a \(base.rawValue) build and the candidate a \(candidate.rawValue) build: build both alike"
      }
    }
  }

  /// What makes figures of two builds or machines comparable.
  ///
  /// - Throws: ``Mismatch``.
  public static func check(base: RunEnvironment, candidate: RunEnvironment) throws(Mismatch) {
    func machine(_ environment: RunEnvironment) -> String {
      "\(environment.architecture), \(environment.cpuModel)"
    }
    guard machine(base) == machine(candidate) else {
      throw .machine(base: machine(base), candidate: machine(candidate))
    }
    try check(base: base.build, candidate: candidate.build)
  }

  /// What makes figures of two builds comparable.
  ///
  /// - Throws: ``Mismatch``.
  public static func check(base: BuildKind, candidate: BuildKind) throws(Mismatch) {
    if !base.mayBeReference { throw .unoptimised(side: "the base") }
    if !candidate.mayBeReference { throw .unoptimised(side: "the candidate") }
    guard base == candidate else { throw .build(base: base, candidate: candidate) }
  }

  /// Compares like rows.
  ///
  /// - Throws: ``Mismatch``.
  public init(
    base: CampaignFigures, candidate: CampaignFigures, _ settings: Gate.Settings
  ) throws(Mismatch) {
    if let base = base.environment, let candidate = candidate.environment {
      try Self.check(base: base, candidate: candidate)
    }
    let keys = base.rows.keys.filter { candidate.rows[$0] != nil }.sorted(by: RowKey.inReportOrder)
    let pairs = keys.compactMap { key in
      base.rows[key].flatMap { base in
        candidate.rows[key].map { FilePair(key: key, base: base, candidate: $0) }
      }
    }
    let rejected = Holm.rejected(pairs.map(\.pValue), level: Gate.level)
    rows = zip(pairs, rejected).map { $0.judged(rejected: $1, settings) }
    func missing(
      _ side: UnpairedRow.Side, _ rows: [RowKey: CampaignFigures.Row], in other: [RowKey: CampaignFigures.Row]
    )
      -> [UnpairedRow]
    {
      rows.keys.filter { other[$0] == nil }.sorted(by: RowKey.inReportOrder).map {
        UnpairedRow(key: $0, side: side)
      }
    }
    withoutPartner =
      missing(.base, base.rows, in: candidate.rows) + missing(.candidate, candidate.rows, in: base.rows)
  }
}

/// Like rows of two campaigns.
private struct FilePair {
  let key: RowKey
  let base: CampaignFigures.Row
  let candidate: CampaignFigures.Row
  private let test: WelchTest?
  /// What the base differs from itself by in as many rounds.
  private let noise: Double

  init(key: RowKey, base: CampaignFigures.Row, candidate: CampaignFigures.Row) {
    (self.key, self.base, self.candidate) = (key, base, candidate)
    let moments =
      if let first = base.ratio, let second = candidate.ratio { (first, second) } else {
        (base.ns, candidate.ns)
      }
    if let first = moments.0, let second = moments.1 {
      test = WelchTest(first, second)
      noise = WelchTest(first, first)?.interval(level: 0.95).upperBound ?? 0
    } else {
      (test, noise) = (nil, 0)
    }
  }

  var pValue: Double { test?.pValue ?? 1 }

  func judged(rejected: Bool, _ settings: Gate.Settings) -> ComparedRow {
    let rounds = min(base.rounds, candidate.rounds)
    var row: ComparedRow
    if let test {
      row = Judgement(
        effect: test.difference, interval: test.interval(level: 0.95), noise: noise, baseNs: base.nsMedian,
        rejected: rejected, rounds: rounds
      ).row(key, settings, candidateNs: candidate.nsMedian, pValue: pValue)
    } else {
      row = ComparedRow(
        key: key, verdict: .inconclusive, baseNs: base.nsMedian, candidateNs: candidate.nsMedian,
        changePercent: 100 * (candidate.nsMedian / base.nsMedian - 1), rounds: rounds, moreRounds: 4,
        message: "a side has fewer than two rounds: nothing is known of its noise")
    }
    (row.baseModes, row.candidateModes) = (base.modes, candidate.modes)
    if row.verdict == .regression || row.verdict == .improvement, let obstacle {
      (row.verdict, row.message) = (.inconclusive, obstacle)
    }
    return row
  }

  /// Why a change may be the machine's and not the program's; nil where the floor vouches for the machine.
  private var obstacle: String? {
    guard let first = base.floorNs, let second = candidate.floorNs else {
      return
        "its floor was not measured on both sides: a change of the machine's speed cannot be told from the program's"
    }
    guard max(first, second) > NoiseMark.bounceRatio * min(first, second) else { return nil }
    return
      "its floor was \(Figures.plain(first)) ns and then \(Figures.plain(second)) ns: the machine was another one"
  }
}

extension RowKey {
  /// One word after another, as reports print them.
  static func inReportOrder(_ first: RowKey, _ second: RowKey) -> Bool { first.words < second.words }

  /// What tells the row from others, in words.
  public var words: String {
    [
      strategy, layout, indexUse, workload.rawValue, regime == .freeRunning ? "" : regime.rawValue,
      payloadStores == "ordinary" ? "" : payloadStores, slots == 1024 ? "" : "\(slots) slots",
      batch == 1 ? "" : "batch \(batch)", workload == .throughput && !checking ? "unchecked" : "",
      workload.isAlone ? "" : "CPUs \(producerCpu):\(consumerCpu)",
    ].filter { !$0.isEmpty }.joined(separator: " ")
  }
}
