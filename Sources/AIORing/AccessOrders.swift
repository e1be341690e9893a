// Orderings that stand on the access itself: which access of which edge carries them.

extension Barriers {
  /// claim's index access.
  @inlinable public var headLoad: AccessOrder {
    switch claim {
    case .acquire: .acquire
    case .seqCst: .seqCst
    default: .relaxed
    }
  }

  /// publish's index access, which is also the store that wake orders.
  @inlinable public var tailStore: AccessOrder {
    switch (publish, wake) {
    case (.seqCst, _), (_, .seqCst): .seqCst
    case (.release, _), (_, .release), (_, .acquire): .release
    default: .relaxed
    }
  }

  /// observe's index access.
  @inlinable public var tailLoad: AccessOrder {
    switch observe {
    case .acquire: .acquire
    case .seqCst: .seqCst
    default: .relaxed
    }
  }

  /// retire's index access.
  @inlinable public var headStore: AccessOrder {
    switch retire {
    case .release: .release
    case .seqCst: .seqCst
    default: .relaxed
    }
  }
}

extension Ordering {
  /// At wake and sleep either word, acquire or release, means both: the store is a release, the load an acquire.
  @inlinable public var flagLoad: AccessOrder {
    switch self {
    case .acquire, .release: .acquire
    case .seqCst: .seqCst
    default: .relaxed
    }
  }

  /// The sleeper's announcement.
  @inlinable public var flagStore: AccessOrder {
    switch self {
    case .acquire, .release: .release
    case .seqCst: .seqCst
    default: .relaxed
    }
  }

  /// The sleeper's second look at the tail.
  @inlinable public var tailReload: AccessOrder { flagLoad }
}
