import AIORing
import RunRecord
import WeakMemory

extension VerificationRecord {
  /// What the checker says of strategies under every memory model, shape by shape.
  ///
  /// - Parameter names: Strategies of the catalogue, or orderings given edge by edge.
  public static func all(of names: Set<String>) -> [VerificationRecord] {
    let strategies = Catalogue.entries.filter { names.contains($0.name) }.map { Subject($0) }
    let assigned = names.sorted().filter { Catalogue.entry(named: $0) == nil }
      .compactMap { try? EdgeAssignment($0) }.map { Subject(edges: $0) }
    return VerdictTable(strategies + assigned, models: Model.allCases).records
  }

  /// The same of the readers in the field. Nobody sleeps on the mapped ring: wake-ups are not asked about.
  public static var readers: [VerificationRecord] {
    VerdictTable(
      Catalogue.readers.map { Subject($0) }, models: Model.allCases,
      shapes: [.publishObserve, .claimRetire, .ring]
    ).records
  }
}
