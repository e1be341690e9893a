/// Whether a side loads the other side's index each time or only when it must.
public protocol IndexUse: Sendable, SendableMetatype {
  static var kind: IndexUseKind { get }
}

/// The index uses by name.
public enum IndexUseKind: String, CaseIterable, Sendable {
  /// Loaded at every push and pop, as the kernel does.
  case fresh
  /// Loaded only when the copy kept from last time says full or empty.
  case cached
}

/// ``IndexUseKind/fresh`` as a type.
public enum FreshIndex: IndexUse { @inlinable public static var kind: IndexUseKind { .fresh } }
/// ``IndexUseKind/cached`` as a type.
public enum CachedIndex: IndexUse { @inlinable public static var kind: IndexUseKind { .cached } }
