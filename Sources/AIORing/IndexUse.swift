/// Whether a side loads the other side's index each time or only when it must.
public protocol IndexUse: Sendable {
  var kind: IndexUseKind { get }
}

/// The index uses by name. As a value it is an index use that is chosen at run time, at the price of one
/// well-predicted branch for each operation.
public enum IndexUseKind: String, CaseIterable, Sendable, IndexUse {
  /// Loaded at every push and pop, as the kernel does.
  case fresh
  /// Loaded only when the copy from the last load says full or empty.
  case cached

  @inlinable public var kind: IndexUseKind { self }
}

/// ``IndexUseKind/fresh``, known at compile time.
public struct FreshIndex: IndexUse {
  @inlinable public init() {}
  @inlinable public var kind: IndexUseKind { .fresh }
}

/// ``IndexUseKind/cached``, known at compile time.
public struct CachedIndex: IndexUse {
  @inlinable public init() {}
  @inlinable public var kind: IndexUseKind { .cached }
}
