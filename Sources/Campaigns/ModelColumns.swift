import AIORing
import RunRecord
import WeakMemory

extension ArchitectureVerdict {
  /// What the checker says of strategies under every memory model, as records have it: strategy by strategy.
  public static func all(of strategies: [StrategyEntry]) -> [ArchitectureVerdict] {
    StrategyVerdict.all(of: strategies).map {
      ArchitectureVerdict(
        strategy: $0.strategy, model: $0.model.rawValue, verdict: $0.verdict.rawValue,
        missingEdges: $0.missing.map(\.rawValue), claimed: $0.isClaimed)
    }
  }
}
