import RunRecord

extension Answer {
  /// What a summary with an overview comes to; nil where no architecture was asked about, or no strategy that is correct
  /// everywhere has a figure.
  init?(_ summary: SummaryRecord) {
    let measured = (summary.overview ?? []).filter { $0.handOff != nil }
    let violated = Set(
      summary.verdicts.filter {
        $0.seen == .violated && $0.subject == .events && $0.payloadStores == .ordinary
      }
      .map(\.strategy))
    func cheapest(_ candidates: [StrategyOverview]) -> [String] {
      guard let first = candidates.first else { return [] }
      return candidates.filter { $0.strategy == first.strategy || summary.areAlike($0, first) }.map(
        \.strategy)
    }
    let correct = measured.filter {
      !$0.architectures.isEmpty && $0.correctOn.count == $0.architectures.count
        && !violated.contains($0.strategy)
    }
    guard let first = correct.first else { return nil }
    let names = Set(correct.map(\.strategy))
    let median = first.handOff?.median ?? .infinity
    self.init(
      cheapest: cheapest(correct),
      wrong: measured.filter {
        !names.contains($0.strategy)
          && (($0.handOff?.median ?? .infinity) < median || summary.areAlike($0, first))
      }
      .map { overview in
        Wrong(
          strategy: overview.strategy,
          architectures: overview.architectures.filter { !overview.correctOn.contains($0) },
          isViolatedHere: violated.contains(overview.strategy))
      }, sleeping: cheapest(correct.filter { $0.wakesOn.count == $0.architectures.count }))
  }
}
