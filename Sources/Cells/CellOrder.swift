/// The order of a load.
public enum LoadOrder: String, Sendable, CaseIterable {
  /// memory_order_relaxed, the kernel's READ_ONCE().
  case relaxed
  /// memory_order_acquire, the kernel's smp_load_acquire(): all that follows stays behind it.
  case acquire
  /// memory_order_seq_cst.
  case seqCst
}

/// The order of a store.
public enum StoreOrder: String, Sendable, CaseIterable {
  /// memory_order_relaxed, the kernel's WRITE_ONCE().
  case relaxed
  /// memory_order_release, the kernel's smp_store_release(): it stays behind all that comes before it.
  case release
  /// memory_order_seq_cst.
  case seqCst
}

/// The order of an exchange, a compare-exchange that succeeds, or a fetch-and-modify.
public enum ExchangeOrder: String, Sendable, CaseIterable {
  case relaxed
  /// An acquiring load and a relaxed store.
  case acquire
  /// A relaxed load and a releasing store.
  case release
  /// memory_order_acq_rel.
  case acquireRelease
  /// memory_order_seq_cst.
  case seqCst
}

/// A fence: those of C11 and those of the kernel.
public enum CellFence: String, Sendable, CaseIterable {
  /// Holds the compiler, not the processor: the kernel's barrier().
  case compiler
  /// atomic_thread_fence() of C11. One that acquires and releases is a pair of these.
  case acquire, release, seqCst
  /// smp_rmb(), smp_wmb(), smp_mb().
  case rmb, wmb, mb
}

/// What a fetch-and-modify does to a cell.
public enum Modification: String, Sendable, CaseIterable {
  case exchange, add, subtract, and, or, xor

  /// What the cell holds afterwards; sums wrap.
  @inlinable public func result<T: FixedWidthInteger>(of old: T, _ operand: T) -> T {
    switch self {
    case .exchange: operand
    case .add: old &+ operand
    case .subtract: old &- operand
    case .and: old & operand
    case .or: old | operand
    case .xor: old ^ operand
    }
  }
}
