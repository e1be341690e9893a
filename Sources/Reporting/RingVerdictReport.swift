import Algorithms
import RunRecord
import WeakMemory

/// What the models say of rings of one's own, as `ringbench verify` prints it.
public struct RingVerdictReport {
  /// The verdicts on one ring, all rings by the same models.
  private let rows: [[RingVerdictRecord]]

  /// - Parameter verdicts: Those on each ring, one for each model.
  public init(_ verdicts: [[RingVerdictRecord]]) { rows = verdicts }

  /// The table, what is wrong, and, if asked for, an execution for each thing that is.
  public func text(withWitnesses: Bool) -> String {
    let models = rows.first?.map(\.model) ?? []
    let columns = models.indices.map { index in
      TextTable<[RingVerdictRecord]>.Column.word(models[index].rawValue, tone: Self.tone) {
        Self.mark($0[index].verdict)
      }
    }
    let table = TextTable<[RingVerdictRecord]>(columns: [.word("ring") { $0.first?.ring ?? "" }] + columns)
    let marks = Set(rows.joined().map { Self.mark($0.verdict) })
    let legend = Self.legend.filter { marks.contains($0.mark) }.map { "\($0.mark)  \($0.words)" }
    let findings = rows.flatMap(findings)
    return
      ([table.text(rows) + "\n\n" + legend.joined(separator: "\n")]
      + (findings.isEmpty ? [] : [findings.joined(separator: "\n")])
      + (withWitnesses ? rows.joined().compactMap(witness) : [])).joined(separator: "\n\n")
  }

  /// The rows as JSON has them, if asked for with each execution.
  public func records(withWitnesses: Bool) -> [RingVerdictRecord] {
    rows.joined().map { record in
      var record = record
      if !withWitnesses { record.witness = nil }
      return record
    }
  }

  /// What the rings come to, which claim to be correct everywhere.
  public var outcome: VerdictTable.Outcome {
    let verdicts = Set(rows.joined().map(\.verdict))
    if !verdicts.isDisjoint(with: [.allowed, .race, .deadlock]) { return .violated }
    return verdicts.contains(.unknown) ? .inconclusive : .correct
  }

  private static let legend: [(mark: String, words: String)] = [
    ("-", "no violation in any execution of two threads, as long as they are here"),
    ("wrong", "a pop may return another event than the one that is due, or two threads be inside a lock"),
    ("race", "two accesses race, one of them plain: undefined in Swift"),
    ("deadlock", "a side may wait for what never comes"),
    ("?", "a search was cut short: nothing is known"),
  ]

  private static func mark(_ verdict: RingVerdictRecord.Verdict) -> String {
    switch verdict {
    case .forbidden: "-"
    case .allowed: "wrong"
    case .race, .deadlock: verdict.rawValue
    case .unknown: "?"
    }
  }

  private static func tone(_ mark: String) -> Tone? {
    switch mark {
    case "-": nil
    case "?": .caution
    default: .bad
    }
  }

  /// A line for each reason, with the models that have it.
  private func findings(_ row: [RingVerdictRecord]) -> [String] {
    row.compactMap(\.reason).uniqued().map { reason in
      let models = row.filter { $0.reason == reason }.map(\.model.rawValue)
      return "\(row[0].ring), \(models.joined(separator: ", ")): \(reason)"
    }
  }

  private func witness(_ record: RingVerdictRecord) -> String? {
    record.witness.map { "\(record.ring), \(record.model.rawValue): \(record.reason ?? "")\n\($0)" }
  }
}
