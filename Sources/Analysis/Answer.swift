import RunRecord
import WeakMemory

/// What a campaign says in short: which strategies are the cheapest of those that are correct on every architecture that was
/// asked about, and which are as cheap and wrong.
public struct Answer: Sendable {
  /// The cheapest strategy that is correct everywhere, and those that cannot be told apart from it and are correct too.
  public let cheapest: [StrategyOverview]
  /// Cheaper strategies, and such as cannot be told apart from the cheapest, that are wrong somewhere.
  public let wrong: [Wrong]
  /// The cheapest of those that lose no wake-up of a sleeping consumer either; empty where none was measured.
  public let sleeping: [StrategyOverview]
  /// The cheapest row's figure over that of no barriers at all.
  public let overNone: MeasuredFigure?

  /// A strategy that is wrong on some architecture, or was seen to be wrong here.
  public struct Wrong: Sendable {
    public var strategy: String
    /// The architectures whose models allow a bad event.
    public var architectures: [Model]
    public var isViolatedHere: Bool
  }

  /// Nil where no architecture was asked about, or no strategy that is correct everywhere has a figure.
  public init?(_ summary: SummaryRecord) {
    let measured = (summary.overview ?? []).filter { $0.handOff != nil }
    let violated = Set(
      summary.verdicts.filter {
        $0.seen == .violated && $0.subject == .events && $0.payloadStores == .ordinary
      }
      .map(\.strategy))
    func isTied(_ one: StrategyOverview, _ other: StrategyOverview) -> Bool {
      let groups = [one, other].map { Set($0.row.flatMap { summary.rows[$0].groups } ?? []) }
      return !groups[0].isDisjoint(with: groups[1])
    }
    func cheapest(_ candidates: [StrategyOverview]) -> [StrategyOverview] {
      guard let first = candidates.first else { return [] }
      return [first] + candidates.dropFirst().filter { isTied($0, first) }
    }
    let correct = measured.filter {
      !$0.architectures.isEmpty && $0.correctOn.count == $0.architectures.count
        && !violated.contains($0.strategy)
    }
    self.cheapest = cheapest(correct)
    guard let first = self.cheapest.first else { return nil }
    let names = Set(correct.map(\.strategy))
    let median = first.handOff?.median ?? .infinity
    wrong = measured.filter {
      !names.contains($0.strategy) && (($0.handOff?.median ?? .infinity) < median || isTied($0, first))
    }
    .map { overview in
      Wrong(
        strategy: overview.strategy,
        architectures: overview.architectures.filter { !overview.correctOn.contains($0) },
        isViolatedHere: violated.contains(overview.strategy))
    }
    sleeping = cheapest(correct.filter { $0.wakesOn.count == $0.architectures.count })
    overNone = first.row.flatMap { summary.rows[$0].overNone }
  }
}
