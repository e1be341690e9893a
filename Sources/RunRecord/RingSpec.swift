import AIORing

/// The ring that a trial runs: its strategy, where its words lie, and how each side uses them.
public struct RingSpec: Codable, Hashable, Sendable {
  /// The strategy's name in the catalogue. A name and not a type: results outlive the catalogue's rows.
  public var strategy: String
  public var layout: LayoutKind
  public var indexUse: IndexUseKind
  public var payloadStores: PayloadStoreKind

  public init(
    _ strategy: String, layout: LayoutKind = .padded, indexUse: IndexUseKind = .cached,
    payloadStores: PayloadStoreKind = .ordinary
  ) {
    (self.strategy, self.layout) = (strategy, layout)
    (self.indexUse, self.payloadStores) = (indexUse, payloadStores)
  }
}
