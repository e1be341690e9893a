import AIORing
import Algorithms
import RunRecord
import WeakMemory

/// The catalogue as `ringbench list` prints it: what each strategy is, what it claims, and what the checker finds true.
public struct CatalogueReport {
  /// A strategy as JSON has it.
  public struct Row: Encodable, Sendable {
    public var name: String
    public var summary: String
    public var source: String
    /// What kind of row it is.
    public var family: StrategyFamily
    /// Where its author says that it is correct.
    public var claim: CorrectnessClaim
    public var claimsWakeUps: Bool
    /// The shapes in which it claims to be correct there.
    public var claimedShapes: [RingShape]
    /// For each shape, the models that forbid the violation.
    public var forbiddenUnder: [String: [Model]]
    /// For each shape, the models that allow it.
    public var allowedUnder: [String: [Model]]
    /// For each shape, the models under which plain accesses to the payload would race.
    public var dataRaceUnder: [String: [Model]]
    /// What stands at each edge.
    public var edges: [String: String]
    public var lock: String?
  }

  let entries: [StrategyEntry]
  let verdicts: [String: [VerificationRecord]]

  /// The strategies of a table that has all shapes.
  public init(_ table: VerdictTable) {
    entries = table.subjects.compactMap(\.entry)
    verdicts = Dictionary(grouping: table.records, by: \.strategy)
  }

  /// All strategies, in the catalogue's order.
  public var rows: [Row] {
    entries.map { entry in
      let verdicts = verdicts[entry.name] ?? []
      func models(_ condition: (VerificationRecord) -> Bool) -> [String: [Model]] {
        Dictionary(grouping: verdicts.filter(condition)) { $0.shape?.rawValue ?? "" }
          .mapValues { $0.map(\.model) }
      }
      return Row(
        name: entry.name, summary: entry.summary, source: entry.source, family: entry.family,
        claim: entry.correctnessClaim,
        claimsWakeUps: entry.claimsWakeUps,
        claimedShapes: Array(verdicts.filter(\.claimed).compactMap(\.shape).uniqued()),
        forbiddenUnder: models { $0.verdict == .forbidden }, allowedUnder: models { $0.verdict == .allowed },
        dataRaceUnder: models { $0.dataRace == true },
        edges: Dictionary(
          uniqueKeysWithValues: Edge.allCases.map { ($0.rawValue, entry.barriers[$0].rawValue) }),
        lock: entry.barriers.lock?.rawValue)
    }
  }

  /// The table and what its columns mean.
  public var text: String {
    let edges = Edge.allCases.map { edge in
      TextTable<StrategyEntry>.Column.word(edge.rawValue) { entry in
        entry.barriers.lock == nil || edge == .wake || edge == .sleep ? entry.barriers[edge].rawValue : "lock"
      }
    }
    let table = TextTable<StrategyEntry>(
      columns: [.word("strategy") { $0.name }] + edges + [
        .word("claims events") { $0.correctnessClaim.rawValue },
        .word("events hold") { holds($0) { $0 != .wakeSleep } },
        .word("claims wake-ups") { ($0.claimsWakeUps ? $0.correctnessClaim : .nowhere).rawValue },
        .word("wake-ups hold") { holds($0) { $0 == .wakeSleep } },
        .word("what it is") { $0.summary }, .word("source") { $0.source },
      ])
    return """
      \(table.text(entries))

      claims: where its author says that it is correct; total-store-order: where only a store and a later load are reordered
      hold: the memory models that forbid every violation, of events (the shapes publish-observe, claim-retire and ring) \
      and of wake-ups (wake-sleep)
      *  with plain payload accesses a data race in C11, undefined whatever the verdict
      """
  }

  /// The models under which every shape that is meant is without a violation.
  private func holds(_ entry: StrategyEntry, in isMeant: (RingShape) -> Bool) -> String {
    let verdicts = (verdicts[entry.name] ?? []).filter { $0.shape.map(isMeant) ?? true }
    let models = Array(verdicts.map(\.model).uniqued())
    let right = models.filter { model in
      verdicts.allSatisfy { $0.model != model || $0.verdict == .forbidden }
    }
    let wrong = models.filter { !right.contains($0) }
    let racy = right.filter { model in verdicts.contains { $0.model == model && $0.dataRace == true } }
    func names(_ models: [Model]) -> String {
      models.map { $0.rawValue + (racy.contains($0) ? "*" : "") }.joined(separator: ", ")
    }
    if right.isEmpty { return "nowhere" }
    if right.count <= wrong.count { return names(right) }
    return (wrong.isEmpty ? "everywhere" : "all but \(names(wrong))")
      + (racy.isEmpty ? "" : " (\(names(racy)))")
  }
}
