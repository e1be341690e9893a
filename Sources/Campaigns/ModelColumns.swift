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

  /// The same of a ring of the program's own. Where the checker cannot answer, that is the reason that each is unknown; none
  /// if the surrounding task is cancelled.
  ///
  /// - Parameter ring: Its name.
  public static func all(ofRing ring: String) async -> [VerificationRecord] {
    let models = Model.allCases
    let check = RingCheck(
      ring: ring, models: models, capacity: 1, pushes: nil, pops: nil, steps: nil,
      seconds: RingCheck.usualSeconds)
    do {
      return try await check.verdicts().map(VerificationRecord.init)
    } catch {
      if Task.isCancelled { return [] }
      return models.map {
        VerificationRecord(RingVerdictRecord(ring: ring, model: $0, verdict: .unknown, reason: "\(error)"))
      }
    }
  }

  /// The same of the readers in the field. Nobody sleeps on the mapped ring: wake-ups are not asked about.
  public static var readers: [VerificationRecord] {
    VerdictTable(
      Catalogue.readers.map { Subject($0) }, models: Model.allCases,
      shapes: [.publishObserve, .claimRetire, .ring]
    ).records
  }
}
