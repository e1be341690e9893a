import AIORing
import RunRecord

/// Which rows of two campaigns are compared.
public struct RowSelection: Sendable {
  /// The strategies' names; nil: all.
  public var strategies: [String]?
  /// Nil: all.
  public var workloads: [Workload]?
  /// Nil: all.
  public var layouts: [LayoutKind]?

  public init(
    strategies: [String]? = nil, workloads: [Workload]? = nil, layouts: [LayoutKind]? = nil
  ) {
    (self.strategies, self.workloads, self.layouts) = (strategies, workloads, layouts)
  }

  /// Whether the row is compared. A row without a ring has no strategy and no layout to select it by.
  public func contains(_ key: RowKey) -> Bool {
    func selects<Value: Equatable>(_ values: [Value]?, _ value: Value?) -> Bool {
      values.map { values in value.map(values.contains) ?? false } ?? true
    }
    return selects(strategies, key.strategy) && selects(layouts, key.ring?.layout)
      && selects(workloads, key.workload)
  }
}
