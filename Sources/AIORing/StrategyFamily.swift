/// What kind of row a strategy is, so that a table or a chart can show those of a kind alike.
public enum StrategyFamily: String, CaseIterable, Sendable {
  /// What the others are held against: no order at all, and the order that must fail.
  case control
  /// The kernel's own orderings over the years.
  case history
  /// A choice of barriers.
  case barriers
  case lock
  /// What a program that reads the kernel's ring really does.
  case exhibit
}
