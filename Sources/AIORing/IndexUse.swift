/// How often a side loads the other side's index and stores its own: each time, or only when it must.
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
  /// Loaded as seldom, and stored as seldom: once in ``Memory/lazyLimit`` events, or as soon as the other side has
  /// nothing left to do. An event stays unseen until then or until the producer calls ``Producer/flush()``, which it must
  /// before it does anything but push; see ``Consumer/flush()`` for slots.
  case lazy

  /// Whether a side keeps a copy of the other side's index.
  @inlinable @inline(__always)
  var keepsCopy: Bool { self != .fresh }

  /// Whether a side puts off the store of its own index.
  @inlinable @inline(__always)
  var isLazy: Bool { self == .lazy }

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

/// ``IndexUseKind/lazy``, known at compile time.
public struct LazyIndex: IndexUse {
  @inlinable public init() {}
  @inlinable public var kind: IndexUseKind { .lazy }
}
