/// What the checker says of a strategy under one memory model: a cell of the closing table.
public struct ArchitectureVerdict: Codable, Sendable {
  public var strategy: String
  /// The model's name, as `ringbench verify --arch` takes it.
  public var model: String
  /// `forbidden`, `allowed` or `unknown`.
  public var verdict: String
  /// The edges at which an order is missing.
  public var missingEdges: [String]
  /// Whether the strategy claims to be correct there.
  public var claimed: Bool

  public init(strategy: String, model: String, verdict: String, missingEdges: [String], claimed: Bool) {
    (self.strategy, self.model, self.verdict) = (strategy, model, verdict)
    (self.missingEdges, self.claimed) = (missingEdges, claimed)
  }
}
