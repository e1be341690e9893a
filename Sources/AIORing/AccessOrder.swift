/// The ordering of one access.
public enum AccessOrder: UInt8, Sendable {
  /// READ_ONCE() and WRITE_ONCE(), memory_order_relaxed.
  case relaxed
  /// smp_load_acquire(), memory_order_acquire.
  case acquire
  /// smp_store_release(), memory_order_release.
  case release
  /// memory_order_seq_cst. For an atomic update in the kernel: a full barrier on either side, if it succeeds.
  case seqCst
}

// Which index access carries the ordering of an edge, where the ordering stands on the access and not between two.

extension ProducerBarriers {
  /// The index access of claim.
  @inlinable public var headLoad: AccessOrder {
    switch claim {
    case .acquire: .acquire
    case .seqCst: .seqCst
    default: .relaxed
    }
  }

  /// The index access of publish, which is also the store that wake orders.
  @inlinable public var tailStore: AccessOrder {
    switch (publish, wake) {
    case (.seqCst, _), (_, .seqCst): .seqCst
    case (.release, _), (_, .release), (_, .acquire): .release
    default: .relaxed
    }
  }
}

extension ConsumerBarriers {
  /// The index access of observe.
  @inlinable public var tailLoad: AccessOrder {
    switch observe {
    case .acquire: .acquire
    case .seqCst: .seqCst
    default: .relaxed
    }
  }

  /// The index access of retire.
  @inlinable public var headStore: AccessOrder {
    switch retire {
    case .release: .release
    case .seqCst: .seqCst
    default: .relaxed
    }
  }
}

extension Ordering {
  /// The load of the waiting flag. At wake and sleep `acquire` and `release` both mean that the store is a release and
  /// the load an acquire.
  @inlinable public var flagLoad: AccessOrder {
    switch self {
    case .acquire, .release: .acquire
    case .seqCst: .seqCst
    default: .relaxed
    }
  }

  /// The store of the waiting flag, by which the consumer announces that it will sleep.
  @inlinable public var flagStore: AccessOrder {
    switch self {
    case .acquire, .release: .release
    case .seqCst: .seqCst
    default: .relaxed
    }
  }

  /// The load of the tail with which the consumer looks once more before it sleeps.
  @inlinable public var tailReload: AccessOrder { flagLoad }
}
