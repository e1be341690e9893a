/// One access of a shape's thread.
public struct LitmusAccess: Sendable, Equatable {
  let kind: Kind
  let place: Place
  /// What a store stores; 0 for a load.
  let value: UInt64

  /// What it does.
  enum Kind: Sendable {
    case load, store
    /// A store that x86 orders with no other one (Intel SDM volume 1, 10.4.6.2); on arm64 a hint that changes
    /// nothing (Arm ARM, C3.2.4).
    case streamingStore
  }

  /// The two locations of an instance.
  enum Place: String, Sendable { case x, y }

  static func load(_ place: Place) -> LitmusAccess { LitmusAccess(kind: .load, place: place, value: 0) }

  static func store(_ value: UInt64, to place: Place) -> LitmusAccess {
    LitmusAccess(kind: .store, place: place, value: value)
  }

  static func stream(_ value: UInt64, to place: Place) -> LitmusAccess {
    LitmusAccess(kind: .streamingStore, place: place, value: value)
  }
}
