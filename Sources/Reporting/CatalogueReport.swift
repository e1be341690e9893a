import AIORing

/// The catalogue as `ringbench list` prints it.
public enum CatalogueReport {
  /// A strategy as JSON has it.
  public struct Row: Codable, Sendable {
    public var name: String
    public var summary: String
    public var source: String
    /// Where its author says that it is correct.
    public var claim: CorrectnessClaim
    public var claimsWakeUps: Bool
    /// What stands at each edge.
    public var edges: [String: String]
    public var lock: String?
  }

  /// All strategies, in the catalogue's order.
  public static var rows: [Row] {
    Catalogue.entries.map { entry in
      Row(
        name: entry.name, summary: entry.summary, source: entry.source, claim: entry.correctnessClaim,
        claimsWakeUps: entry.claimsWakeUps,
        edges: Dictionary(
          uniqueKeysWithValues: Edge.allCases.map { ($0.rawValue, entry.barriers[$0].rawValue) }),
        lock: entry.barriers.lock?.rawValue)
    }
  }

  /// The table.
  public static var text: String {
    let edges = Edge.allCases.map { edge in
      TextTable<StrategyEntry>.Column.word(edge.rawValue) { entry in
        entry.barriers.lock == nil || edge == .wake || edge == .sleep ? entry.barriers[edge].rawValue : "lock"
      }
    }
    let table = TextTable<StrategyEntry>(
      columns: [.word("strategy") { $0.name }] + edges + [
        .word("claims") { $0.correctnessClaim.rawValue }, .word("what it is") { $0.summary },
        .word("source") { $0.source },
      ])
    return table.text(Catalogue.entries)
  }
}
