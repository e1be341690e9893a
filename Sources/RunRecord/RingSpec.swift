import AIORing

/// The ring that a trial runs: its strategy, where its words lie, and how each side uses them.
public struct RingSpec: Codable, Hashable, Sendable {
  /// The strategy's name in the catalogue, or orderings given edge by edge (`publish=mb,retire=mb`). A name and not a type:
  /// results outlive the catalogue's rows.
  public var strategy: String
  public var layout: LayoutKind
  public var indexUse: IndexUseKind
  public var payloadStores: PayloadStoreKind

  /// Whether the orderings are given edge by edge. Such a ring reads them at run time, and is compared only with others that
  /// do.
  public var isAssigned: Bool { strategy.contains("=") }

  /// What such rings are measured over: no ordering at any edge.
  public static let assignedNone = "claim=none,publish=none,observe=none,retire=none"

  public init(
    _ strategy: String, layout: LayoutKind = .padded, indexUse: IndexUseKind = .cached,
    payloadStores: PayloadStoreKind = .ordinary
  ) {
    (self.strategy, self.layout) = (strategy, layout)
    (self.indexUse, self.payloadStores) = (indexUse, payloadStores)
  }
}
