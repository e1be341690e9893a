/// Where the author of a strategy claims that it is correct, for ordinary payload stores. The claim is the author's, not
/// this suite's: the checker and the measurements judge it.
public enum CorrectnessClaim: String, Sendable {
  /// On every architecture.
  case everywhere
  /// Where the hardware reorders nothing but a store with a later load: x86, SPARC TSO, z.
  case totalStoreOrder = "total-store-order"
  /// Nowhere: the strategy is in the catalogue to be caught.
  case nowhere
}

extension CorrectnessClaim {
  /// Whether it covers the architecture of `mapping`.
  public func covers(_ mapping: InstructionMapping) -> Bool {
    switch self {
    case .everywhere: true
    case .totalStoreOrder: mapping.isTotalStoreOrder
    case .nowhere: false
    }
  }
}
