import AIORing
import Algorithms
import RunRecord
import WeakMemory

extension SummaryRecord {
  /// What each strategy of the catalogue costs and where it is correct, the cheapest first.
  ///
  /// The figure is that of the hand-off in ``ringOfTable(_:)``.
  func strategyOverviews() -> [StrategyOverview] {
    let places = rowsOfHandOff()
    let overviews = Catalogue.entries.compactMap { entry -> StrategyOverview? in
      let verdicts = architectures.filter { $0.strategy == entry.name && $0.model.isOfHardware }
      let row = places[entry.name]
      guard row != nil || !verdicts.isEmpty else { return nil }
      let asked = Array(verdicts.map(\.model).uniqued())
      func forbids(_ model: Model, _ isMeant: (RingShape?) -> Bool) -> Bool {
        let own = verdicts.filter { $0.model == model && isMeant($0.shape) }
        return !own.isEmpty && own.allSatisfy { $0.verdict == .forbidden }
      }
      let correct = asked.filter { forbids($0) { $0 != .wakeSleep } }
      return StrategyOverview(
        strategy: entry.name, family: entry.family, summary: entry.summary, source: entry.source, row: row,
        handOff: row.flatMap { rows[$0].figure }, correctOn: correct,
        wakesOn: correct.filter { forbids($0) { $0 == .wakeSleep } }, architectures: asked, isAtFront: nil)
    }
    return overviews.map { overview in
      var overview = overview
      if overview.handOff != nil, !overview.architectures.isEmpty {
        overview.isAtFront = !overviews.contains { isBetter($0, than: overview) }
      }
      return overview
    }
    .sorted { ($0.handOff?.median ?? .infinity) < ($1.handOff?.median ?? .infinity) }
  }

  /// Each strategy's row of hand-offs, as a place in `rows`.
  private func rowsOfHandOff() -> [String: Int] {
    let measured = rows.indices.filter {
      let key = rows[$0].key
      return key.workload == .handOff && rows[$0].rounds > 0 && !key.isNegativeControl
        && key.ring?.payloadStores == .ordinary && key.pacing == .freeRunning
    }
    let ring = ringOfTable(.handOff)
    return Dictionary(
      measured.filter { ring?.isOf(rows[$0].key) == true }.map { (rows[$0].key.strategy ?? "", $0) },
      uniquingKeysWith: { first, _ in first })
  }

  /// Whether the figures of two strategies cannot be told apart.
  func areAlike(_ one: StrategyOverview, _ other: StrategyOverview) -> Bool {
    func groups(_ overview: StrategyOverview) -> Set<Int> {
      Set(overview.row.flatMap { rows[$0].groups } ?? [])
    }
    return !groups(one).isDisjoint(with: groups(other))
  }

  /// Whether nobody would choose `other` for its cost here and the architectures on which it is correct.
  private func isBetter(_ one: StrategyOverview, than other: StrategyOverview) -> Bool {
    guard let own = one.handOff, let others = other.handOff else { return false }
    let areAlike = areAlike(one, other)
    let isCheaper = !areAlike && own.median < others.median
    return one.correctOn.count > other.correctOn.count
      ? areAlike || isCheaper : one.correctOn.count == other.correctOn.count && isCheaper
  }
}
